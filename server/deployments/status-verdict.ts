import { counted } from '../../shared/report.ts'
import { qualified } from '../kinds/sql.ts'
import type { DeploymentStatus, ReachedStatus } from './status.ts'

/** Whether a deployment needs somebody, and why; `unknown` where something could not be found out. */
export interface StatusVerdict {
  readonly verdict: 'fine' | 'attention' | 'unknown'
  /** What could not be found out. */
  readonly unknown: readonly string[]
  /** What needs somebody. */
  readonly attention: readonly string[]
}

/** Judges a status; whatever is not known to be fine is not. */
export function verdictOf(status: DeploymentStatus): StatusVerdict {
  const unknown = status.reachable ? unknownIn(status) : [`${status.happened}. ${status.help}`]
  const attention = status.reachable ? attentionIn(status) : []
  const verdict = unknown.length > 0 ? 'unknown' : attention.length > 0 ? 'attention' : 'fine'
  return { verdict, unknown, attention }
}

function unknownIn({ ledger, next, state, schema }: ReachedStatus): string[] {
  return [
    ...(ledger && 'unreadable' in ledger
      ? [`The ledger is not readable: ${ledger.unreadable}`]
      : []),
    ...(next.says === 'unknown'
      ? [
          `What Kysely would do is not known: ${next.happened}${next.help === undefined ? '' : `. ${next.help}`}`,
        ]
      : []),
    // Before all has run nobody asks for it, nor once others have run since.
    ...(!schema.compared &&
    (state?.state === 'ready' || (state?.state === 'stamped' && state.since.length === 0))
      ? [`The schema was not compared: ${schema.why}`]
      : []),
  ]
}

function attentionIn(status: ReachedStatus): string[] {
  const { ledger, next, schema, place, elsewhere, unwritable, migrators, state } = status
  const told = [
    ...notNow({ unwritable, migrators }),
    ...(elsewhere.length > 0
      ? [
          `${ledger === null ? 'There is no ledger' : 'Beside the ledger'} ${qualified([place.schema, place.table])}${ledger === null ? ', but one' : ' there is another one'} in the schema ${elsewhere.join(', ')}: where that is the right one, say so by migrationTableSchema`,
        ]
      : []),
    ...(next.says === 'refuses' ? [`Kysely ${next.kysely} refuses: ${next.happened}`] : []),
    ...(state && state.state in STATES ? [STATES[state.state as keyof typeof STATES]] : []),
    ...(status.relations > 0 && (ledger === null || ('rows' in ledger && ledger.rows === 0))
      ? [
          `Its ledger names no migration, and it holds ${counted(status.relations, 'table')} and the like: migrations would meet what is there`,
        ]
      : []),
    ...(schema.compared && schema.differences.length > 0
      ? [
          `The schema is not what was proven: ${counted(schema.differences.length, 'object')}`,
          ...schema.differences,
        ]
      : []),
  ]
  if (!ledger || 'unreadable' in ledger) return told
  const { standing, times } = ledger
  return [
    ...told,
    ...listed('It has run these, and no file has their names', standing.unknown),
    ...listed('Still to run, though later ones have run', standing.passed),
    ...(standing.reordered ? ['It has run them in another order than the folder has now'] : []),
    ...listed('Rows whose timestamp is none', times.invalid),
    ...listed(
      'Rows whose timestamp is not written as Kysely writes it (ISO-8601 in UTC)',
      times.otherForm,
    ),
    ...listed('Rows whose timestamp is later than the clock of the server', times.future),
  ]
}

/** Why no migrator can write there, or not now. */
export const notNow = ({
  unwritable,
  migrators,
}: Pick<ReachedStatus, 'unwritable' | 'migrators'>): string[] => [
  ...(unwritable === 'replica'
    ? [
        'It is a read replica: neither a migrator nor a stamp can write there; name the primary server',
      ]
    : []),
  ...(unwritable === 'read-only'
    ? ['Its sessions are read-only (default_transaction_read_only): a migrator can not write there']
    : []),
  ...migrators.map(
    ({ process, application }) =>
      `A migrator holds its lock: process ${process}${application === '' ? '' : ` (${application})`}`,
  ),
]

/** In words what a stamp would refuse for. */
const STATES = {
  ready:
    'It has run what the baseline replaces, and is not stamped: stamp it, then deploy the new folder',
  behind:
    'It has not run all that the baseline replaces: migrate it to the end first, by the code that has the archived folder',
  between: 'It has run some later files and not others: no stamp was proven for that',
  mixed: 'Its ledger names migrations of the archive and of the new folder at once',
  foreign: 'Its ledger names what neither the archive nor the new folder has',
} as const

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
