import type { StampPlan } from '../../shared/stamp.ts'
import { RebaselineError } from '../errors.ts'
import type { MigrationFile } from '../history/folder.ts'
import type { Ledger } from '../history/protocol.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { ledgerStateOf, type LedgerRow, type LedgerState } from './ledger-state.ts'
import { executedOrder, timesOf, type LedgerTimes } from './ledger-times.ts'
import { readLiveFacts, type FoundLedger, type LiveFacts } from './live-facts.ts'
import type { LedgerFacts, NextMigrate } from './next-migrate.ts'
import { schemaStandingOf, type SchemaStanding } from './schema-standing.ts'
import { standingOf, type Standing } from './standing.ts'
import { isRefused } from '../query-failed.ts'

/** How one deployment stands, or why it could not be reached. */
export type DeploymentStatus =
  | {
      readonly reachable: false
      readonly code: string
      readonly happened: string
      readonly help: string
    }
  | ({ readonly reachable: true } & ReachedStatus)

export interface ReachedStatus extends Pick<
  LiveFacts,
  'version' | 'major' | 'unwritable' | 'migrators' | 'relations'
> {
  /** Null where there is none in its place. */
  readonly ledger: LedgerStatus | { readonly unreadable: string } | null
  /** Where its place is. */
  readonly place: { readonly schema: string; readonly table: string }
  /** Other schemas with a table of the same name. */
  readonly elsewhere: readonly string[]
  /** How it stands to the export; null where there was none. */
  readonly state: LedgerState | null
  readonly schema: SchemaStanding
  readonly next: NextMigrate
}

/** What its ledger says. */
export interface LedgerStatus {
  readonly rows: number
  readonly standing: Standing
  readonly times: LedgerTimes
}

/** What deployments are held against. */
export interface StatusOptions {
  readonly runId: string
  /** The migrations of the project as it is now. */
  readonly files: readonly MigrationFile[]
  /** How the project names Kysely's tables, as far as it does. */
  readonly ledger: Ledger
  /** Where there was an export. */
  readonly plan?: StampPlan | undefined
  readonly ask: (facts: LedgerFacts) => Promise<NextMigrate>
}

/** Finds out how a deployment stands; it is only read. What can't be found out is said as that. */
export async function statusOf(
  url: DatabaseUrl,
  options: StatusOptions,
): Promise<DeploymentStatus> {
  const { files, plan, ask } = options
  const table = options.ledger.table ?? plan?.ledger.table ?? DEFAULT_LEDGER.table
  const lockTable = options.ledger.lockTable ?? plan?.ledger.lockTable ?? DEFAULT_LEDGER.lockTable
  const looked = await look(url, { table, lockTable }, options)
  if ('reachable' in looked) return looked
  const [facts, schema] = looked
  const place = placeOf(facts, options, table)
  const found = facts.ledgers.find((each) => isAt(each, place))
  const rows = found && 'rows' in found ? found.rows : null
  const state = plan && !(found && 'unreadable' in found) ? ledgerStateOf(rows, plan) : null
  const { version, major, unwritable, migrators, relations } = facts
  return {
    reachable: true,
    version,
    major,
    unwritable,
    migrators,
    relations,
    place,
    elsewhere: facts.ledgers.filter((each) => !isAt(each, place)).map((each) => each.schema),
    ledger: ledgerOf(found, oldFiles(state, options) ?? files, facts.now),
    state,
    schema,
    next: await ask(facts).catch(unasked),
  }
}

async function look(
  url: DatabaseUrl,
  tables: Parameters<typeof readLiveFacts>[1],
  { runId, plan }: StatusOptions,
): Promise<readonly [LiveFacts, SchemaStanding] | Extract<DeploymentStatus, { reachable: false }>> {
  try {
    return await readLiveFacts(url, tables, runId, async (query, live): Promise<SchemaStanding> => {
      if (!plan) return { compared: false, why: 'nothing has been exported' }
      const own = live.ledgers.find((each) => isAt(each, plan.ledger))
      if (own && 'unreadable' in own) {
        return { compared: false, why: 'the ledger is not readable' }
      }
      return schemaStandingOf(query, plan, own?.rows ?? null, live.major).catch(notCompared)
    })
  } catch (error) {
    const { code, message, help } = known(error)
    return { reachable: false, code, happened: message, help }
  }
}

const unasked = (error: unknown): NextMigrate => {
  const { message, help } = known(error)
  return { says: 'unknown', happened: message, help }
}

/** What is nobody's defect, and not that the whole work was called off. */
function known(error: unknown): RebaselineError {
  if (error instanceof RebaselineError && error.code !== 'run-cancelled') return error
  throw error
}

/** Until it is stamped, a deployment stands to the files that were archived. */
function oldFiles(
  state: LedgerState | null,
  { plan }: StatusOptions,
): readonly MigrationFile[] | undefined {
  const isOld = state?.state === 'ready' || state?.state === 'behind' || state?.state === 'between'
  if (!plan || !isOld) return undefined
  return [...plan.archived, ...plan.later].map((name) => ({ name, file: name }))
}

/** Where Kysely or a stamp looks: in the schema that it is told, otherwise in the first of the search path with such a table. */
function placeOf(
  { ledgers, path }: LiveFacts,
  { ledger, plan }: Pick<StatusOptions, 'ledger' | 'plan'>,
  table: string,
): ReachedStatus['place'] {
  const told = ledger.schema ?? plan?.ledger.schema
  if (told !== undefined) return { schema: told, table }
  const seen = path.find((schema) => ledgers.some((each) => each.schema === schema))
  return { schema: seen ?? path[0] ?? DEFAULT_LEDGER.schema, table }
}

const isAt = (
  found: FoundLedger,
  { schema, table }: { readonly schema: string; readonly table: string },
): boolean => found.schema === schema && found.table === table

function ledgerOf(
  found: FoundLedger | undefined,
  files: readonly MigrationFile[],
  now: Date,
): ReachedStatus['ledger'] {
  if (!found) return null
  if ('unreadable' in found) return { unreadable: found.unreadable }
  const { rows } = found
  return {
    rows: rows.length,
    standing: standingOf(files, executedOrder(rows)),
    times: timesOf(rows as readonly LedgerRow[], now),
  }
}

/** What a role may not read is not compared; a connection that is lost says nothing at all. */
function notCompared(error: unknown): SchemaStanding {
  if (!isRefused(error)) throw error
  return { compared: false, why: error.message }
}
