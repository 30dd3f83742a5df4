import { parseArgs, type ParseArgsConfig } from 'node:util'
import { usageError } from '../config.ts'
import { MAJORS_TEXT } from '../../shared/majors.ts'

interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** It can be given several times. */
  readonly multiple?: true
  /** What stands for its value in the help. */
  readonly value?: string
  readonly help: string
}

/** Every option of every command; each command names those it takes. */
export const OPTIONS = {
  migrations: {
    type: 'string',
    multiple: true,
    value: 'DIR',
    help: 'old side: a folder of Kysely migrations, replayed; given several times, all run in the order of their names',
  },
  provider: {
    type: 'string',
    value: 'FILE[#EXPORT]',
    help: 'old side: what a module exports: a provider, or migrations by their names or in a list',
  },
  database: { type: 'string', value: 'URL', help: 'old side: a live database, only read' },
  dump: {
    type: 'string',
    value: 'FILE',
    help: 'old side: plain output of pg_dump or pg_dumpall, loaded',
  },
  'dump-database': {
    type: 'string',
    value: 'NAME',
    help: 'which database of a dump that holds several',
  },
  baseline: { type: 'string', value: 'DIR', help: 'folder of the baseline to verify' },
  out: { type: 'string', value: 'DIR', help: 'folder that baseline and seed are written to' },
  seed: {
    type: 'string',
    value: 'all|none|TABLE,…',
    help: 'whose rows are seed (all after a replay, none of a live database)',
  },
  'seed-except': {
    type: 'string',
    value: 'TABLE,…',
    help: 'rows of all tables but these are seed; the result says how many stay behind',
  },
  // `then` is a word of promises, but nothing awaits this table.
  // oxlint-disable-next-line unicorn/no-thenable
  then: {
    type: 'string',
    value: 'COMMAND',
    help: 'run this on the rebuilt database afterwards, with DATABASE_URL set',
  },
  'plant-faults': {
    type: 'boolean',
    help: 'test the test: plant a fault for each object in copies, and try rows that break each constraint',
  },
  check: {
    type: 'boolean',
    help: 'write nothing: say whether the live database has drifted from --baseline',
  },
  old: { type: 'string', value: 'URL', help: 'an existing database as old side' },
  rebuilt: { type: 'string', value: 'URL', help: 'an existing database as rebuilt side' },
  all: { type: 'boolean', help: 'sign everything that can be signed and is not' },
  note: { type: 'string', value: 'TEXT', help: 'what the person who signs wants to say' },
  notes: {
    type: 'string',
    value: 'FILE',
    help: 'write the new workflow into this file of the project, such as CONTRIBUTING.md',
  },
  'start-up': {
    type: 'string',
    value: 'FILE',
    help: 'write a file that the application calls before its migrator, which stamps its database, such as src/stamp-at-start.ts',
  },
  yes: { type: 'boolean', help: 'take what is proposed, and ask nothing' },
  whole: { type: 'boolean', help: 'show the whole difference, however long it is' },
  plan: { type: 'boolean', help: 'write nothing: show what the export would do' },
  sections: {
    type: 'string',
    value: 'kinds|domains',
    help: 'what the sections of the baseline are by: kinds of objects, or within these by domain',
  },
  origins: {
    type: 'boolean',
    help: 'above each object of the baseline, a comment names the migrations that made and touched it',
  },
  codegen: {
    type: 'boolean',
    help: "also compare what the project's own kysely-codegen writes about both sides",
  },
  newest: {
    type: 'string',
    value: 'N',
    help: 'look at so many branches, the newest first, and leave older ones out; unless told at 200, where older ones end it with 2',
  },
  undo: { type: 'boolean', help: 'take the last export back' },
  'database-env': {
    type: 'string',
    value: 'NAME',
    help: 'environment variable that holds the URL (DATABASE_URL unless told)',
  },
  deployment: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'one of the deployments that the configuration names; all of them unless told',
  },
  force: { type: 'boolean', help: 'really drop everything in the database' },
  'yes-drop': {
    type: 'string',
    value: 'DATABASE',
    help: 'its name, which confirms that everything in it is dropped',
  },
  'end-sessions': { type: 'boolean', help: "end other programs' connections to it first" },
  'allow-remote-nuke': {
    type: 'boolean',
    help: 'the database may be on another machine',
  },
  reason: { type: 'string', value: 'TEXT', help: 'why these differences are acceptable' },
  name: { type: 'string', value: 'NAME', help: "who states it; git's user.name unless told" },
  email: { type: 'string', value: 'ADDRESS', help: "git's user.email unless told" },
  port: {
    type: 'string',
    value: 'N',
    help: 'port of the page; unless told the one it had before, or any free one',
  },
  'no-open': { type: 'boolean', help: 'do not open a browser' },
  server: { type: 'string', value: 'URL', help: 'scratch server, instead of the embedded one' },
  'old-server': { type: 'string', value: 'URL', help: 'scratch server of the old side' },
  'rebuilt-server': { type: 'string', value: 'URL', help: 'scratch server of the rebuilt side' },
  'allow-remote-scratch': {
    type: 'boolean',
    help: 'scratch databases may be created on another machine',
  },
  postgres: { type: 'string', value: 'N', help: `major of the embedded server, ${MAJORS_TEXT}` },
  'time-limit': {
    type: 'string',
    value: 'SECONDS',
    help: 'for each migration; 300 unless told',
  },
  'env-file': {
    type: 'string',
    value: 'FILE',
    help: 'environment variables for the migrations, such as .env; what names a database is overwritten',
  },
  'squash-to': {
    type: 'string',
    value: 'NAME',
    help: 'the squash line: the last migration that the baseline replaces; later ones stay and run after it',
  },
  context: {
    type: 'string',
    value: 'FILE[#EXPORT]',
    help: 'module that exports the second argument of each up; its default export unless named',
  },
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
  summary: {
    type: 'string',
    value: 'FILE',
    help: 'add the result to this file as Markdown, such as "$GITHUB_STEP_SUMMARY"',
  },
  json: { type: 'boolean', help: 'print one JSON document on stdout, nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies Record<string, Option>

/** An option without its dashes. */
export type OptionName = keyof typeof OPTIONS

/** What was given; a switch is true, and a list what was given several times. */
export type Values = Partial<Record<OptionName, string | boolean | readonly string[]>>

/** Options that every command takes. */
export const COMMON_OPTIONS = ['json', 'help'] as const satisfies readonly OptionName[]

/** Options that belong to what is still to come: named, so that nobody thinks they were obeyed. */

/** The words of a call, told apart. */
export interface ReadWords {
  readonly values: Values
  readonly positionals: readonly string[]
}

/** Reads the words after the command; whatever does not fit is a usage error. */
export function readOptions(words: readonly string[], names: readonly OptionName[]): ReadWords {
  const all: readonly OptionName[] = [...names, ...COMMON_OPTIONS]
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    all.map((name) => {
      const { type, short, multiple }: Option = OPTIONS[name]
      return [name, { type, ...(short && { short }), ...(multiple && { multiple }) }]
    }),
  )
  refuseUnusable(words, options, all)
  try {
    const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    const values = Object.entries(parsed.values).map(([name, value]) => [name, oneOrSeveral(value)])
    return { values: Object.fromEntries(values) as Values, positionals: parsed.positionals }
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

const oneOrSeveral = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? value[0] : value

/** What parseArgs would pass over: an option of another command or of the future, one given twice, an empty value. */
function refuseUnusable(
  words: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  names: readonly OptionName[],
): void {
  const seen = new Set<string>()
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (!(names as readonly string[]).includes(name)) throw usageError(unknownOption(rawName, name))
    const { multiple }: Option = OPTIONS[name as OptionName]
    if (seen.has(name) && !multiple) throw usageError(`${rawName} is given more than once`)
    refuseLackingValue(token)
    if (value?.trim() === '') throw usageError(`${rawName} has an empty value`)
    seen.add(name)
  }
}

function refuseLackingValue({ name, rawName, value, inlineValue }: OptionToken): void {
  const { type }: Option = OPTIONS[name as OptionName]
  if (type === 'boolean') return
  if (value === undefined) throw usageError(`${rawName} lacks its value`)
  if (inlineValue || !value.startsWith('-')) return
  throw usageError(
    `${rawName} lacks its value: an option follows`,
    `A value that begins with a dash is written ${rawName}=VALUE.`,
  )
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

const unknownOption = (rawName: string, name: string): string =>
  Object.hasOwn(OPTIONS, name)
    ? `${rawName} is no option of this command`
    : `there is no option ${rawName.slice(0, 60)}`

/** The value of an option that takes one; where several were named, that is a usage error, and none is left out. */
export function text(values: Values, name: OptionName): string | undefined {
  const all = texts(values, name)
  if (all.length > 1) {
    throw usageError(
      `--${name} names ${all.length} folders (${all.join(', ')}), and this works on one`,
      `Name the one that is meant: --${name} ${all[0]}. ${SEVERAL}`,
    )
  }
  return all[0]
}

const SEVERAL = 'All commands but branches and init take several.'

/** All values of an option that can be given several times; none where it was not given. */
export function texts(values: Values, name: OptionName): readonly string[] {
  const value = values[name]
  return typeof value === 'string' ? [value] : typeof value === 'object' ? value : []
}

/** The value of an option that has to be given; without it that is a usage error. */
export function required(values: Values, name: OptionName): string {
  const value = text(values, name)
  if (value === undefined) throw usageError(`--${name} is missing`)
  return value
}

/** The number of an option that takes one in that range, both ends included; anything else is a usage error. */
export function wholeNumber(
  values: Values,
  name: OptionName,
  range: { readonly from: number; readonly to: number },
): number | undefined {
  const value = text(values, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= range.from && number <= range.to) return number
  throw usageError(
    `--${name} takes a whole number from ${range.from} to ${range.to}, not ${JSON.stringify(value)}`,
  )
}
