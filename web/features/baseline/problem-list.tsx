import type { KyselyTypes } from '../../../shared/draft.ts'
import { isJavaScript } from '../../../shared/is-javascript.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import type { DraftBuffer } from './draft-buffer.ts'
import { MOST_CHECKED } from './draft-model.ts'
import type { Editor } from './use-monaco.ts'
import { useProblems } from './use-problems.ts'

const MOST_PROBLEMS = 50

type CheckedWith = Omit<KyselyTypes, 'files'>

function sayChecked(types: CheckedWith | undefined): string {
  if (!types) return 'What Kysely takes is not checked here: verifying runs it.'
  const whose =
    types.of === 'project' ? 'the project’s own' : 'ours, since the project has none installed'
  return `Checked with the types of Kysely ${types.version}, ${whose}. SQL is not checked here: verifying runs it.`
}

/** What is wrong in a draft, or what was looked at where nothing is. */
export function ProblemList({
  editor,
  buffer,
  file,
  types,
  onGo,
}: {
  readonly editor: Editor
  readonly buffer: DraftBuffer
  readonly file: string
  readonly types: CheckedWith | undefined
  readonly onGo: (line: number) => void
}) {
  const { state, found: problems } = useProblems(editor, buffer, file)
  if (buffer.text.length > MOST_CHECKED) {
    return (
      <p className="muted">
        Problems are not looked for: the text has {formatNumber(buffer.text.length)} characters, and
        above {formatNumber(MOST_CHECKED)} that takes too long. Verifying still runs all of it.
      </p>
    )
  }
  if (isJavaScript(file)) {
    return (
      <p className="muted">
        Problems are not looked for: {file} is JavaScript, which has no types to check by. Verifying
        still runs all of it.
      </p>
    )
  }
  if (state === 'failed') {
    return (
      <p className="muted">
        Problems can’t be looked for: the part of the editor that does so did not load. Verifying
        still runs the draft.
      </p>
    )
  }
  if (problems.length === 0 && state === 'checking') return <p className="muted">Checking…</p>
  if (problems.length === 0) {
    return <p className="muted">No problems found while typing. {sayChecked(types)}</p>
  }
  return (
    <section className="problems" aria-label="Problems">
      <h3>
        {counted(problems.length, 'problem')}
        {state === 'checking' && <span className="muted"> · checking…</span>}
      </h3>
      <ul>
        {problems.slice(0, MOST_PROBLEMS).map(({ line, column, message }) => (
          <li key={`${line} ${column} ${message}`}>
            <button type="button" className="link" onClick={() => onGo(line)}>
              Line {line}
            </button>{' '}
            {message}
          </li>
        ))}
      </ul>
    </section>
  )
}
