import { qualified } from '../kinds/sql.ts'
import { counted } from '../../shared/report.ts'
import type { NextMigrate } from '../deployments/next-migrate.ts'
import type { DeploymentStatus, ReachedStatus } from '../deployments/status.ts'
import type { StatusVerdict } from '../deployments/status-verdict.ts'
import { visible } from './visible.ts'

/** A deployment with its name, its database, and whether it needs somebody. */
export type Reported = { readonly name: string; readonly database: string | null } & StatusVerdict &
  DeploymentStatus

/** A deployment for people: what is known, then what is not, and what needs somebody. */
export function statusLines(found: Reported): string[] {
  const { name, database, verdict, unknown, attention } = found
  const lines = [
    ...(found.reachable ? knownLines(found) : []),
    ...unknown.map((each) => `Could not tell: ${each}`),
    ...attention.map((each) => `Needs attention: ${each}`),
    ...(verdict === 'fine' ? [fineText(found)] : []),
  ]
  return [
    database === null ? name : `${name} (${database})`,
    ...lines.map((each) => `  ${each}`),
  ].map(visible)
}

/** What was not compared is never called fine. */
const fineText = (found: Reported): string =>
  found.reachable && found.schema.compared
    ? 'Fine.'
    : 'Fine as far as it was looked at: its schema was not compared.'

function knownLines({ version, unwritable, place, ledger, schema, next }: ReachedStatus): string[] {
  const role = { replica: ', a read replica', 'read-only': ', read-only' }
  const where = qualified([place.schema, place.table])
  return [
    `PostgreSQL ${version}${unwritable === null ? '' : role[unwritable]}`,
    ledger === null
      ? `No ledger ${where}`
      : 'unreadable' in ledger
        ? `Ledger ${where}`
        : `Ledger ${where}: ${counted(ledger.rows, 'row')}`,
    ...(ledger && 'standing' in ledger && ledger.standing.pending.length > 0
      ? [`Still to run: ${ledger.standing.pending.map(({ name }) => name).join(', ')}`]
      : []),
    ...nextLines(next),
    schema.compared
      ? schema.differences.length > 0
        ? 'Schema: differs from what was proven'
        : `Schema: as it was proven${schema.ignored.length === 0 ? '' : `; ignored: ${schema.ignored.join(', ')}`}`
      : `Schema: not compared, since ${schema.why} (rebaseline drift compares it)`,
  ]
}

function nextLines(next: NextMigrate): string[] {
  if (next.says === 'unknown') return []
  const said =
    next.says === 'refuses'
      ? 'refuses'
      : next.names.length === 0
        ? 'has nothing to do'
        : `runs ${next.names.join(', ')}`
  return [`The next migrateToLatest (Kysely ${next.kysely}) ${said}`]
}
