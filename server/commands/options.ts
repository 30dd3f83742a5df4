import { parseArgs, type ParseArgsConfig } from 'node:util'
import { DEFAULT_LEDGER, type Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { serverFacts } from '../postgres/session.ts'
import type { OldSource } from '../proof/old-side.ts'
import type { WorkspaceOptions } from '../proof/workspace.ts'
import type { SeedSelection } from '../../shared/rows.ts'

interface Option {
  readonly type: 'string' | 'boolean'
  readonly value?: string
  readonly help: string
}

/** Every option of every command; each command names those it takes. */
export const OPTIONS = {
  migrations: {
    type: 'string',
    value: 'DIR',
    help: 'old side: a folder of Kysely migrations, replayed',
  },
  database: { type: 'string', value: 'URL', help: 'old side: a live database, only read' },
  baseline: { type: 'string', value: 'DIR', help: 'folder of the baseline to verify' },
  out: { type: 'string', value: 'DIR', help: 'folder that baseline and seed are written to' },
  seed: {
    type: 'string',
    value: 'all|none|TABLE,…',
    help: 'whose rows are seed (all after a replay, none of a live database)',
  },
  then: {
    type: 'string',
    value: 'COMMAND',
    help: 'run this on the rebuilt database afterwards, with DATABASE_URL set',
  },
  check: {
    type: 'boolean',
    help: 'write nothing: say whether the live database has drifted from --baseline',
  },
  server: { type: 'string', value: 'URL', help: 'scratch server, instead of the embedded one' },
  'old-server': { type: 'string', value: 'URL', help: 'scratch server of the old side' },
  'rebuilt-server': { type: 'string', value: 'URL', help: 'scratch server of the rebuilt side' },
  'allow-remote-scratch': {
    type: 'boolean',
    help: 'scratch databases may be created on another machine',
  },
  postgres: { type: 'string', value: 'N', help: 'major of the embedded server, 14 to 18' },
  'time-limit': { type: 'string', value: 'SECONDS', help: 'for each migration; 300 unless told' },
  'migration-table': { type: 'string', value: 'NAME', help: "Kysely's migrationTableName" },
  'migration-lock-table': {
    type: 'string',
    value: 'NAME',
    help: "Kysely's migrationLockTableName",
  },
  'migration-table-schema': {
    type: 'string',
    value: 'NAME',
    help: "Kysely's migrationTableSchema",
  },
  old: { type: 'string', value: 'URL', help: 'an existing database as old side' },
  rebuilt: { type: 'string', value: 'URL', help: 'an existing database as rebuilt side' },
  port: { type: 'string', value: 'N', help: 'port of the page; any free one unless told' },
  'no-open': { type: 'boolean', help: 'do not open a browser' },
  json: { type: 'boolean', help: 'print one JSON document on stdout, nothing else there' },
  help: { type: 'boolean', help: 'show this' },
} as const satisfies Record<string, Option>

export type OptionName = keyof typeof OPTIONS
export type Values = Partial<Record<OptionName, string | boolean>>

/** Options that belong to what is still to come: named, so that nobody thinks they were obeyed. */
const NOT_YET: Readonly<Record<string, string>> = {
  '--dump': 'Load the dump into a database and name that with --database.',
  '--provider': 'Name a folder with --migrations.',
  '--plant-faults': 'Leave it out: verify compares without it.',
}

/** Reads the words after the command; whatever does not fit is a usage error. */
export function readOptions(
  words: readonly string[],
  names: readonly OptionName[],
): { values: Values; positionals: string[] } {
  for (const word of words) {
    const help = NOT_YET[word.split('=')[0] ?? '']
    if (help !== undefined) throw usage(`${word.split('=')[0]} does not exist yet`, help)
  }
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    [...names, 'json' as const, 'help' as const].map((name) => [
      name,
      { type: OPTIONS[name].type },
    ]),
  )
  try {
    const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    return { values: parsed.values as Values, positionals: parsed.positionals }
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

export const usage = (happened: string, help?: string): RebaselineError =>
  new RebaselineError('usage', {
    doing: 'understand the command line',
    happened: happened.replace(/\.$/, ''),
    ...(help === undefined ? {} : { help }),
  })

export function text(values: Values, name: OptionName): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function required(values: Values, name: OptionName): string {
  const value = text(values, name)
  if (value === undefined || value === '') throw usage(`--${name} is missing`)
  return value
}

function wholeNumber(
  values: Values,
  name: OptionName,
  min: number,
  max: number,
): number | undefined {
  const value = text(values, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  throw usage(`--${name} takes a whole number from ${min} to ${max}, not ${value}`)
}

export const portOf = (values: Values): number | undefined => wholeNumber(values, 'port', 0, 65_535)

/** The one old side that was named. */
export function oldSourceOf(values: Values): OldSource {
  const folder = text(values, 'migrations')
  const url = text(values, 'database')
  if ((folder === undefined) === (url === undefined)) {
    throw usage('exactly one of --migrations DIR and --database URL says what the old side is')
  }
  return folder === undefined ? { from: 'database', url: url ?? '' } : migrationsOf(folder, values)
}

export function migrationsOf(folder: string, values: Values): OldSource {
  const seconds = wholeNumber(values, 'time-limit', 1, 86_400)
  return {
    from: 'migrations',
    folder,
    ...(seconds === undefined ? {} : { timeLimitMs: seconds * 1000 }),
  }
}

export function seedOf(values: Values, source: OldSource | undefined): SeedSelection {
  const value = text(values, 'seed')
  if (value === undefined) return source?.from === 'database' ? 'none' : 'all'
  if (value === 'all' || value === 'none') return value
  const tables = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (tables.length === 0) throw usage('--seed takes all, none or table names')
  return tables
}

export const ledgerOf = (values: Values): Ledger => ({
  table: text(values, 'migration-table') ?? DEFAULT_LEDGER.table,
  lockTable: text(values, 'migration-lock-table') ?? DEFAULT_LEDGER.lockTable,
  schema: text(values, 'migration-table-schema') ?? DEFAULT_LEDGER.schema,
})

/** Where scratch work happens; for a live database on a server of its major, unless told otherwise. */
export async function workspaceOptionsOf(
  values: Values,
  source: OldSource | undefined,
  more: Pick<WorkspaceOptions, 'onProgress' | 'signal'>,
): Promise<WorkspaceOptions> {
  const shared = text(values, 'server') ?? (process.env['REBASELINE_SERVER_URL'] || undefined)
  const named = wholeNumber(values, 'postgres', 14, 18)
  const live = named === undefined && shared === undefined && source?.from === 'database'
  const major = live ? (await serverFacts(new DatabaseUrl(source.url), newRunId())).major : named
  return {
    ...more,
    oldServer: text(values, 'old-server') ?? shared,
    rebuiltServer: text(values, 'rebuilt-server') ?? shared,
    major,
    remoteScratch: values['allow-remote-scratch'] === true ? 'allowed' : 'refused',
  }
}
