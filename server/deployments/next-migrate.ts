import type { RunFailure } from '../history/run.ts'
import type { Ledger } from '../history/protocol.ts'
import { failureError } from '../history/failure.ts'
import { runSettingsIn } from '../history/run-settings.ts'
import { runMigrations } from '../history/runner.ts'
import { ident, literal, qualified } from '../kinds/sql.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { FoundLedger, LiveFacts } from './live-facts.ts'

/** What the project's own Kysely says it would do: run these, which may be none, or refuse. */
export type NextMigrate =
  | { readonly says: 'runs'; readonly names: readonly string[]; readonly kysely: string }
  | { readonly says: 'refuses'; readonly happened: string; readonly kysely: string }
  | { readonly says: 'unknown'; readonly happened: string; readonly help?: string }

/** What of a deployment decides it. */
export type LedgerFacts = Pick<LiveFacts, 'ledgers' | 'path'>

interface AskOptions {
  readonly source: MigrationsSource
  /** How the project names Kysely's tables, as far as it does. */
  readonly ledger: Ledger
  /** Folder whose Kysely is asked instead of the project's. */
  readonly kysely?: string
}

/**
 * Asks the project's own Kysely what the next `migrateToLatest` would do, in a process of its own and on a copy of the
 * ledger: with its migrations loaded, but none of them doing anything. Deployments with the same ledger are asked once.
 */
export function askerOf(
  workspace: Workspace,
  options: AskOptions,
): (facts: LedgerFacts) => Promise<NextMigrate> {
  const known = new Map<string, Promise<NextMigrate>>()
  return ({ ledgers, path }) => {
    const key = JSON.stringify([ledgers, path])
    const answer = known.get(key) ?? ask(workspace, options, { ledgers, path })
    known.set(key, answer)
    return answer
  }
}

async function ask(
  { old, runId, signal }: Workspace,
  { source, ledger, kysely }: AskOptions,
  facts: LedgerFacts,
): Promise<NextMigrate> {
  const unreadable = facts.ledgers.find((each) => 'unreadable' in each)
  if (unreadable && 'unreadable' in unreadable) {
    const { schema, table, unreadable: why } = unreadable
    return {
      says: 'unknown',
      happened: `the ledger ${qualified([schema, table])} can not be copied: ${why}`,
    }
  }
  const database = await createScratch(old, { runId, purpose: 'ledger' })
  try {
    await copyLedgers(database, facts, runId)
    const names: string[] = []
    const { folder, more, provider, chosen } = source
    const run = await runMigrations({
      folder,
      more,
      ...(provider && { provider }),
      ...(chosen && { chosen }),
      ...(kysely !== undefined && { kysely }),
      database: database.url,
      server: old,
      mode: 'dry',
      ledger,
      runId,
      onStep: ({ name }) => void names.push(name),
      ...runSettingsIn(source),
      ...(signal && { signal }),
    })
    const { failure, kyselyVersion } = run
    if (!failure) return { says: 'runs', names, kysely: kyselyVersion }
    const refusal = refusalOf(failure)
    if (refusal !== undefined) return { says: 'refuses', happened: refusal, kysely: kyselyVersion }
    const { message, help } = failureError(run, failure)
    return { says: 'unknown', happened: message, help }
  } finally {
    await database.drop()
  }
}

/** What Kysely or a migration says, or Postgres to what they ask; files that do not load are no answer. */
export function refusalOf(failure: RunFailure): string | undefined {
  const { at } = failure.stage
  if (failure.reason !== 'threw' || (at !== 'connect' && at !== 'migration')) return undefined
  const { code, message } = failure.error
  return code !== null && NO_ANSWER.test(code) ? undefined : message
}

/** Node's own codes, and those of a server or connection that is gone or full. */
const NO_ANSWER = /^(?:E[A-Z]|ERR_|08|53|57|58)/

/** Every table of the ledger's name with its rows, found by the same names without a schema as there. */
export async function copyLedgers(
  { name, url }: ScratchDatabase,
  { ledgers, path }: LedgerFacts,
  runId: string,
): Promise<void> {
  const schemas = new Set([...path, ...ledgers.map(({ schema }) => schema)])
  const created = [...schemas].filter((each) => !/^pg_|^information_schema$/.test(each))
  const statements = [
    ...created.map((each) => `create schema if not exists ${ident(each)}`),
    ...ledgers.flatMap(copyOf),
    `alter database ${ident(name)} set search_path = ${path.length === 0 ? `''` : path.map(ident).join(', ')}`,
  ]
  await withConnection(url, { runId }, (query) => query(statements.join(';\n')))
}

function copyOf(ledger: FoundLedger): string[] {
  if ('unreadable' in ledger) return []
  const { types, rows, schema, table } = ledger
  const place = qualified([schema, table])
  const text = (value: string | null): string => (value === null ? 'null' : literal(value))
  const values = rows.map(({ name, timestamp }) => `(${text(name)}, ${text(timestamp)})`)
  return [
    `create table ${place} (name ${types.name}, "timestamp" ${types.timestamp})`,
    ...(values.length === 0 ? [] : [`insert into ${place} values ${values.join(', ')}`]),
  ]
}
