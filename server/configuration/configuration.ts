import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { RebaselineError } from '../errors.ts'
import type { ChosenNames } from '../../shared/domains.ts'
import { isMajor, MAJORS_TEXT } from '../../shared/majors.ts'
import { defaultExport, plainOf, type Literal } from './literals.ts'

/** What `rebaseline.config.ts` says; the command line goes before it. */
export interface Configuration {
  /** The folder of Kysely migrations; a list where several hold them, whose files run in the order of all their names. */
  readonly migrations?: string | readonly string[]
  /** `FILE#EXPORT`: what a module exports in place of such a folder; of a file alone its default export. */
  readonly provider?: string
  /** Major of the Postgres that production runs, 14 to 18: scratch work happens on the same. */
  readonly postgres?: number
  /** The environment variable that holds the URL of the live database; never the URL itself. */
  readonly databaseEnv?: string
  /** Deployments by their names, each with the environment variable that holds its URL: `{ production: 'PRODUCTION_URL' }`. */
  readonly deployments?: Readonly<Record<string, string>>
  /** The file that an export writes the new workflow into. */
  readonly notes?: string
  /** How Kysely's own tables are named, where not as usual. */
  readonly migrationTable?: string
  readonly migrationLockTable?: string
  readonly migrationTableSchema?: string
  /** The longest that one migration may take, in seconds. */
  readonly timeLimit?: number
  /** A file of environment variables that the migrations need, such as `.env`. */
  readonly envFile?: string
  /** `FILE#EXPORT`: what each `up` gets as its second argument; the default export of a file alone. */
  readonly context?: string
  /** Tables whose rows are no seed, with a comma between them: the rows of all others are. */
  readonly seedExcept?: string
  /** The squash line, by the name or number of a migration: the baseline replaces the folder up to it, later ones stay. */
  readonly squashTo?: string
  /** Whether the project's own kysely-codegen is asked about both sides in each run. */
  readonly codegen?: boolean
  /** Whether a comment above each object of the baseline names the migrations that made and touched it. */
  readonly origins?: boolean
  /** What the sections of the baseline are by: `kinds` of objects, or within these by `domains`. */
  readonly sections?: 'kinds' | 'domains'
  /** Domains by their names, each with its tables: `{ mail: ['letters', 'mail_*'] }`; found out for all others. */
  readonly domains?: ChosenNames
  /** Categories of migrations by their names, each with its migrations: `{ Patches: ['024_*'] }`; found out for all others. */
  readonly categories?: ChosenNames
}

export interface FoundConfiguration {
  /** Absolute. */
  readonly file: string
  readonly values: Configuration
}

const NAMES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((end) => `rebaseline.config.${end}`)

/** What each setting may be, in words and as a check. */
const SETTINGS: Readonly<Record<keyof Configuration, Setting>> = {
  migrations: {
    is: 'a text, or a list of one or more',
    holds: (value) =>
      isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
  },
  provider: textSetting(),
  postgres: {
    is: `a whole number, ${MAJORS_TEXT}`,
    holds: isMajor,
  },
  databaseEnv: {
    is: 'the name of an environment variable, and never a URL',
    holds: isVariable,
  },
  deployments: {
    is: "an object of names of environment variables, such as { production: 'PRODUCTION_URL' }, and never a URL: no password belongs into a file",
    holds: (value) =>
      isRecord(value) &&
      Object.entries(value).every(([name, held]) => name.trim() !== '' && isVariable(held)),
  },
  notes: textSetting(),
  migrationTable: textSetting(),
  migrationLockTable: textSetting(),
  migrationTableSchema: textSetting(),
  timeLimit: {
    is: 'a whole number of seconds, 1 or more',
    holds: (value) => Number.isInteger(value) && Number(value) >= 1,
  },
  envFile: textSetting(),
  context: textSetting(),
  seedExcept: textSetting(),
  squashTo: textSetting(),
  codegen: { is: 'true or false', holds: (value) => typeof value === 'boolean' },
  origins: { is: 'true or false', holds: (value) => typeof value === 'boolean' },
  sections: {
    is: "'kinds' or 'domains'",
    holds: (value) => value === 'kinds' || value === 'domains',
  },
  domains: namesSetting('tables', "{ mail: ['letters', 'mail_*'] }"),
  categories: namesSetting('migrations', "{ Patches: ['024_fix_emails', '03*'] }"),
}

interface Setting {
  readonly is: string
  readonly holds: (value: unknown) => boolean
}

function textSetting(): Setting {
  return { is: 'a text', holds: isText }
}

function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

/** Every list holds texts, and no title is empty. */
function namesSetting(of: string, example: string): Setting {
  return {
    is: `an object of lists of ${of}, such as ${example}`,
    holds: (value) =>
      isRecord(value) &&
      Object.entries(value).every(
        ([title, names]) => title.trim() !== '' && Array.isArray(names) && names.every(isName),
      ),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** The nearest configuration above a folder; it is read, and never run. */
export function findConfiguration(start: string): FoundConfiguration | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    for (const name of NAMES) {
      const file = join(folder, name)
      const text = textOf(file)
      if (text !== undefined) return { file, values: checked(file, text) }
    }
    if (folder === dirname(folder)) return undefined
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw refused(file, error instanceof Error ? error.message : String(error))
  }
}

function checked(file: string, text: string): Configuration {
  const found = defaultExport(file, text)
  if (found?.is === 'unknown') throw notPlain(file, 'what it exports', found)
  if (found?.is !== 'record') throw refused(file, 'it exports no object as its default')
  const values = [...found.entries].map(([name, literal]) => {
    if (!Object.hasOwn(SETTINGS, name)) {
      throw refused(
        file,
        `it has no setting ${name}: there are ${Object.keys(SETTINGS).join(', ')}`,
      )
    }
    const plain = plainOf(literal)
    if ('is' in plain) throw notPlain(file, name, plain)
    const { value } = plain
    const { is, holds } = SETTINGS[name as keyof Configuration]
    if (!holds(value)) throw refused(file, `${name} is not ${is}`)
    return [name, value]
  })
  const said = Object.fromEntries(values) as Configuration
  if (said.provider === undefined || said.migrations === undefined) return said
  throw refused(file, 'both migrations and provider say where the migrations are')
}

const notPlain = (
  file: string,
  what: string,
  { line }: Literal & { is: 'unknown' },
): RebaselineError =>
  refused(file, `line ${line}: ${what} is not written out, and the file is read, never run`)

const refused = (file: string, happened: string): RebaselineError =>
  new RebaselineError('configuration-refused', { doing: `read ${file}`, happened })
