import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { MAJORS } from '../config.ts'
import { findMigrations } from '../history/folder.ts'
import { defaultExport, type Literal } from './literals.ts'

/** What a project lets one guess, each with what it was seen in. */
export interface Proposal {
  /** Folders that hold migrations, the likeliest first; below the project, with `/`. */
  readonly folders: readonly {
    readonly path: string
    readonly files: number
    readonly seenIn: string
  }[]
  readonly postgres?: { readonly value: number; readonly seenIn: string }
  /** A variable's name alone: its value is looked at nowhere. */
  readonly databaseEnv?: { readonly value: string; readonly seenIn: string }
  readonly notes?: { readonly value: string; readonly seenIn: string }
  readonly tables: Readonly<
    Partial<Record<'migrationTable' | 'migrationLockTable' | 'migrationTableSchema', string>>
  >
}

/** Looks at the files of a project; runs nothing of it, and reads no value of a secret. */
export async function lookAround(project: string): Promise<Proposal> {
  const kysely = kyselyConfig(project)
  const places = [
    ...(kysely.folder === undefined ? [] : [{ path: kysely.folder, seenIn: kysely.file }]),
    ...foldersInScripts(project),
    ...USUAL.map((path) => ({ path, seenIn: 'its usual place' })),
  ]
  const folders = new Map<string, Proposal['folders'][number]>()
  for (const { path, seenIn } of places) {
    const clean = path.replace(/^\.\//, '').replace(/\/+$/, '')
    if (folders.has(clean) || clean === '' || clean.startsWith('..')) continue
    const files = await countMigrations(join(project, clean))
    if (files > 0) folders.set(clean, { path: clean, files, seenIn })
  }
  return {
    folders: [...folders.values()],
    tables: kysely.tables,
    ...majorOf(project),
    ...variableOf(project),
    ...notesOf(project),
  }
}

const TOP = ['', 'src/', 'server/', 'backend/', 'api/']
const HOMES = ['', 'db/', 'database/', 'kysely/', 'lib/db/', 'lib/']
const USUAL = TOP.flatMap((top) => HOMES.map((home) => `${top}${home}migrations`))

/** A file that Kysely would take is a migration only where it says how to go up. */
async function countMigrations(folder: string): Promise<number> {
  try {
    const { files } = await findMigrations(folder)
    const isOne = ({ file }: { file: string }): boolean =>
      /\bup\b/.test(readFileSync(join(folder, file), 'utf8'))
    return files.filter(isOne).length
  } catch {
    return 0
  }
}

const KYSELY_TABLES = {
  migrationTableName: 'migrationTable',
  migrationLockTableName: 'migrationLockTable',
  migrationTableSchema: 'migrationTableSchema',
} as const

/** What kysely-ctl is told, where it stands there as it is. */
function kyselyConfig(project: string): {
  readonly file: string
  readonly folder: string | undefined
  readonly tables: Proposal['tables']
} {
  for (const place of ['', '.config', 'config']) {
    for (const end of ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']) {
      const file = join(place, `kysely.config.${end}`)
      const text = textOf(join(project, file))
      if (text === undefined) continue
      const migrations = entry(defaultExport(file, text), 'migrations')
      const tables = Object.entries(KYSELY_TABLES).flatMap(([theirs, ours]) => {
        const value = textIn(entry(migrations, theirs))
        return value === undefined ? [] : [[ours, value] as const]
      })
      const folder = textIn(entry(migrations, 'migrationFolder')) ?? 'migrations'
      return { file: basename(file), folder, tables: Object.fromEntries(tables) }
    }
  }
  return { file: '', folder: undefined, tables: {} }
}

const entry = (literal: Literal | undefined, name: string): Literal | undefined =>
  literal?.is === 'record' ? literal.entries.get(name) : undefined

const textIn = (literal: Literal | undefined): string | undefined =>
  literal?.is === 'value' && typeof literal.value === 'string' ? literal.value : undefined

/** Words of a package's scripts that are folders of migrations. */
function foldersInScripts(project: string): { path: string; seenIn: string }[] {
  try {
    const manifest = JSON.parse(textOf(join(project, 'package.json')) ?? '{}') as {
      scripts?: Record<string, string>
    }
    return Object.entries(manifest.scripts ?? {}).flatMap(([name, command]) =>
      [...String(command).matchAll(/(?:^|[\s='"])((?:[\w.@-]+\/)*migrations)(?=$|[\s'"/])/g)].map(
        ([, path = '']) => ({ path, seenIn: `the script ${name}` }),
      ),
    )
  } catch {
    return []
  }
}

/** The major of an image that the project starts for itself. */
function majorOf(project: string): Pick<Proposal, 'postgres'> {
  for (const file of ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml']) {
    const [, major] =
      /image:\s*['"]?\S*(?:postgres|pgvector|postgis|timescaledb)\S*:(?:pg)?(\d+)/.exec(
        textOf(join(project, file)) ?? '',
      ) ?? []
    const value = Number(major)
    if (value >= MAJORS.oldest && value <= MAJORS.newest)
      return { postgres: { value, seenIn: file } }
  }
  return {}
}

function variableOf(project: string): Pick<Proposal, 'databaseEnv'> {
  const files = namesIn(project).filter((name) => name.startsWith('.env'))
  for (const file of [...files.filter((name) => /example|sample|template/.test(name)), ...files]) {
    const names = [
      ...(textOf(join(project, file)) ?? '').matchAll(/^\s*(?:export\s+)?([A-Z]\w*)\s*=/gm),
    ]
    const found = names.find(([, name = '']) =>
      /^(?:DATABASE|DB|POSTGRES|PG)_(?:URL|URI)$/.test(name),
    )
    if (found?.[1]) return { databaseEnv: { value: found[1], seenIn: file } }
  }
  return {}
}

function notesOf(project: string): Pick<Proposal, 'notes'> {
  const value = ['CLAUDE.md', 'AGENTS.md', 'CONTRIBUTING.md'].find((name) =>
    existsSync(join(project, name)),
  )
  return value === undefined ? {} : { notes: { value, seenIn: 'the project' } }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
