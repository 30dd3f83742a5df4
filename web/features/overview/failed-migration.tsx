import type { MigrationFailure } from '../../../shared/migration-failure.ts'
import { CodeText } from '../../components/code-text.tsx'

/** What stopped a folder of migrations, fact by fact, and where it can go on. */
export const FailedMigration = ({ migration }: { readonly migration: MigrationFailure }) => {
  const { name, reason, code, detail, hint, statement, position, lastGood } = migration
  return (
    <>
      <dl className="failed-migration" aria-label="What failed">
        <Fact name="Migration" value={name} />
        <Fact name="File" value={placeOf(migration)} />
        <Fact name="Reason" value={reason} />
        <Fact name="Code" value={code} />
        <Fact name="Statement" value={statement} />
        <Fact name="At character" value={position === null ? null : String(position)} />
        <Fact name="Detail" value={detail} />
        <Fact name="Hint" value={hint} />
        <dt>Last good migration</dt>
        <dd>{lastGood === null ? 'none: it is the first' : <CodeText text={lastGood} />}</dd>
      </dl>
      <p>
        Mend the file and start the run again.
        {lastGood !== null &&
          ` It goes on from there: what the migrations up to ${lastGood} do is not looked at a second time, as long as they and all that they load are what they were.`}
      </p>
    </>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string | null }) =>
  value === null ? null : (
    <>
      <dt>{name}</dt>
      <dd>
        <CodeText text={value} />
      </dd>
    </>
  )

/** `migrations/004_bob.ts:4:7` */
function placeOf({ file, line, column }: MigrationFailure): string | null {
  if (file === null || line === null) return file
  return `${file}:${line}${column === null ? '' : `:${column}`}`
}
