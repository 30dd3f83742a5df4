import { RebaselineError } from '../errors.ts'
import { literal } from '../kinds/sql.ts'
import { partsOf, type ScriptPart } from '../postgres/statements.ts'
import { refuseCutOff } from './whole.ts'

/** What of a script builds one database. */
export interface DatabaseScript {
  readonly parts: readonly ScriptPart[]
  readonly isDump: boolean
  /** Roles that the statements of a dump name as owners, or as those who may do something. */
  readonly roles: readonly string[]
}

/** What a script does before it connects anywhere, and in each database it connects to, in its order. */
interface Sections {
  readonly before: readonly ScriptPart[]
  readonly databases: ReadonlyMap<string, readonly ScriptPart[]>
  /** What is said of databases themselves, wherever it stands. */
  readonly settings: readonly ScriptPart[]
}

/** Of a dump of several databases, the one that is wanted, or else the only one that holds anything. */
export function databaseScript(
  script: string,
  { file, wanted }: { readonly file: string; readonly wanted: string | undefined },
): DatabaseScript {
  const isDump = DUMP.test(script.slice(0, HEAD_CHARACTERS))
  const all = partsOf(script)
  refuseCutOff(script, all, file)
  const { before, databases, settings } = sectionsOf(all, file)
  const chosen = wanted ?? (databases.size === 0 ? undefined : onlyFilled(file, databases))
  const own = chosen === undefined ? before : databases.get(chosen)
  if (!own) throw unknownDatabase(file, chosen ?? '', [...databases.keys()])
  const parts =
    chosen === undefined
      ? own
      : [
          ...own.filter(({ text }) => !OF_DATABASE.test(text)),
          ...settings.flatMap((part) => settingOf(part, chosen)),
        ]
  return { parts, isDump, roles: isDump ? rolesIn(parts) : [] }
}

/** The major of the server that a dump was made of; undefined where it says none. */
export function majorOfDump(script: string): number | undefined {
  const [, major] = /^-- Dumped from database version (\d+)/m.exec(script) ?? []
  return major === undefined ? undefined : Number(major)
}

const HEAD_CHARACTERS = 4096
const DUMP = /^-- PostgreSQL database (?:cluster )?dump\r?$/m

function sectionsOf(parts: readonly ScriptPart[], file: string): Sections {
  const before: ScriptPart[] = []
  const databases = new Map<string, ScriptPart[]>()
  let current = before
  for (const part of parts) {
    if (part.is === 'statement') {
      current.push(part)
      continue
    }
    const [, word = '', rest = ''] = /^\\(\S*)\s*([^]*)$/.exec(part.text) ?? []
    if (FRAME.has(word)) continue
    const database = CONNECT.has(word) ? connectedTo(rest) : undefined
    if (database === undefined) throw notOurs(file, part)
    current = databases.get(database) ?? []
    databases.set(database, current)
  }
  const settings = [...databases.values(), before].flat().filter(({ text }) => SETTING.test(text))
  return { before, databases, settings }
}

/** pg_dump frames its output with the first two; the text is read in its encoding already. */
const FRAME = new Set(['restrict', 'unrestrict', 'encoding'])
const CONNECT = new Set(['connect', 'c'])

/** `app`, `"my app"`, or `-reuse-previous=on "dbname='my app'"`. */
function connectedTo(words: string): string | undefined {
  const [, quoted, plain] =
    /^(?:-reuse-previous=on\s+)?(?:"((?:[^"]|"")*)"|([^\s"'-]\S*))/.exec(words) ?? []
  if (plain !== undefined) return plain
  const text = quoted?.replaceAll('""', '"')
  const [, named] = /^dbname='((?:\\.|[^\\'])*)'/.exec(text ?? '') ?? []
  return named === undefined ? text : named.replaceAll(/\\(.)/g, '$1')
}

const notOurs = (file: string, { text }: ScriptPart): RebaselineError =>
  new RebaselineError('script-failed', {
    doing: `load ${file}`,
    happened: `it holds a command that only psql obeys: ${text.slice(0, 80)}`,
    help: 'Take it out, or load the file into a database with psql and name that.',
  })

/** Statements that fill no database. */
const EMPTY =
  /^(?:set\b|select\s+pg_catalog\.set_config\b|(?:create|drop|alter)\s+(?:role|user)\b|comment\s+on\s+extension\b|update\s+pg_catalog\.pg_database\b)/i

function onlyFilled(file: string, databases: Sections['databases']): string {
  const filled = [...databases].flatMap(([name, parts]) =>
    parts.every(({ text }) => EMPTY.test(text) || OF_DATABASE.test(text)) ? [] : [name],
  )
  const [only, ...others] = filled.length === 0 ? [...databases.keys()] : filled
  if (only !== undefined && others.length === 0) return only
  throw new RebaselineError('script-failed', {
    doing: `load ${file}`,
    happened: `it holds several databases: ${[only, ...others].join(', ')}`,
    help: 'Name one of them: --dump-database NAME, or dumpDatabase in the library.',
  })
}

const unknownDatabase = (file: string, wanted: string, names: readonly string[]): RebaselineError =>
  new RebaselineError('script-failed', {
    doing: `load ${file}`,
    happened: `it holds no database ${wanted}`,
    help:
      names.length === 0
        ? 'It is a dump of one database and does not say its name: leave --dump-database (dumpDatabase in the library) out.'
        : `It holds ${names.join(', ')}.`,
  })

/** What makes a database, or is said of it. */
const OF_DATABASE =
  /^(?:create|drop|alter|comment\s+on|(?:grant|revoke)\s[\w\s,]+?\son)\s+database\b/i

const NAME = String.raw`("(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`
const SETTING = new RegExp(
  String.raw`^alter\s+database\s+${NAME}\s+(set\s+(?!tablespace\b)[^]*)$`,
  'i',
)

/** The same said of the database that it is loaded into. */
function settingOf(part: ScriptPart, database: string): ScriptPart[] {
  const [, name = '', says = ''] = SETTING.exec(part.text) ?? []
  if (named(name) !== database) return []
  const text = `do $do$ begin execute pg_catalog.format('alter database %I %s', pg_catalog.current_database(), ${literal(says)}); end $do$`
  return [{ ...part, text }]
}

const named = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name

const ROLES = [
  String.raw`\bowner\s+to\s+${NAME}$`,
  String.raw`^(?:grant|alter\s+default\s+privileges)\b[^]*\bto\s+${NAME}(?:\s+with\s+grant\s+option)?$`,
  String.raw`^alter\s+default\s+privileges\s+for\s+role\s+${NAME}`,
  String.raw`^set\s+session\s+authorization\s+${NAME}$`,
].map((pattern) => new RegExp(pattern, 'i'))
const NO_ROLES = new Set(['public', 'default', 'current_user', 'session_user', 'current_role'])

function rolesIn(parts: readonly ScriptPart[]): string[] {
  const found = parts.flatMap(({ text }) =>
    ROLES.flatMap((pattern) => pattern.exec(text)?.slice(1, 2) ?? []),
  )
  const roles = found.filter((name) => !NO_ROLES.has(name.toLowerCase())).map(named)
  return [...new Set(roles)].filter((name) => !name.startsWith('pg_')).sort()
}
