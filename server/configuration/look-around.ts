import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, posix, relative, resolve, sep } from 'node:path'
import { isSql } from '../history/sql-files.ts'
import { findMigrations } from '../history/folder.ts'
import { nearestAbove } from '../machine/nearest-above.ts'
import { isMajor } from '../../shared/majors.ts'
import { kyselyConfig, type KyselyConfig } from './kysely-config.ts'
import { textOf } from './text-of.ts'
import { packagesOf } from './workspace.ts'

/** What a project lets one guess, each with what it was seen in. */
export interface Proposal {
  /** Folders that hold migrations, the likeliest first; below the project, with `/`. */
  readonly folders: readonly {
    readonly path: string
    readonly files: number
    readonly seenIn: string
  }[]
  /** Configurations of kysely-ctl that say where they are, and would have to be run for it; in their packages nothing is guessed. */
  readonly computed: readonly string[]
  readonly postgres?: { readonly value: number; readonly seenIn: string }
}

/** What goes with one folder of migrations: seen in its own package, else in the project around that. */
export interface SeenFor {
  /** A variable's name alone: its value is looked at nowhere. */
  readonly databaseEnv?: { readonly value: string; readonly seenIn: string }
  readonly notes?: { readonly value: string; readonly seenIn: string }
  readonly tables: Readonly<
    Partial<Record<'migrationTable' | 'migrationLockTable' | 'migrationTableSchema', string>>
  >
}

/** Looks at the files of a project, and of its packages where it is a workspace; runs nothing of it. */
export async function lookAround(project: string): Promise<Proposal> {
  const homes = ['', ...packagesOf(project)]
  const folders = new Map<string, Proposal['folders'][number]>()
  for (const { path, seenIn } of homes.flatMap((home) => placesIn(project, home))) {
    if (folders.has(path) || path === '.' || path.startsWith('..')) continue
    const files = await countMigrations(join(project, path))
    if (files > 0) folders.set(path, { path, files, seenIn })
  }
  const [major] = homes.flatMap((home) => majorOf(project, home))
  const computed = homes.flatMap((home) => {
    const kysely = kyselyConfig(join(project, home))
    return kysely && isComputed(kysely) ? [relative(project, kysely.file).split(sep).join('/')] : []
  })
  return { folders: [...folders.values()], computed, ...(major && { postgres: major }) }
}

/** Looks for what goes with a folder of migrations of a project; reads no value of a secret. */
export function seenFor(project: string, migrations: string): SeenFor {
  const above = nearestAbove(resolve(project, migrations), 'package.json') ?? project
  const home = relative(project, above).split(sep).join('/')
  const homes = home === '' || home.startsWith('..') ? [''] : [home, '']
  const [tables] = homes.flatMap((each) => kyselyConfig(join(project, each)) ?? [])
  const [databaseEnv] = homes.flatMap((each) => variableOf(project, each))
  // An export writes into the package of the migrations alone.
  const notes = notesOf(project, homes[0] ?? '')
  return {
    tables: tables?.tables ?? {},
    ...(databaseEnv && { databaseEnv }),
    ...(notes && { notes }),
  }
}

/** Where a package may have its migrations. */
function placesIn(project: string, home: string): { path: string; seenIn: string }[] {
  const kysely = kyselyConfig(join(project, home))
  if (kysely && isComputed(kysely)) return []
  const of = home === '' ? '' : ` of ${home}`
  const places = [
    ...(kysely?.folder === undefined
      ? []
      : [{ path: kysely.folder, seenIn: posix.join(home, basename(kysely.file)) }]),
    ...foldersInScripts(join(project, home)).map(({ path, seenIn }) => ({
      path,
      seenIn: `${seenIn}${of}`,
    })),
    ...USUAL.map((path) => ({ path, seenIn: `its usual place${of === '' ? '' : ` in ${home}`}` })),
  ]
  return places.map(({ path, seenIn }) => ({
    path: posix.join(home, path).replace(/\/+$/, ''),
    seenIn,
  }))
}

const isComputed = ({ folder }: KyselyConfig): boolean => folder === undefined

const TOP = ['', 'src/', 'server/', 'backend/', 'api/']
const HOMES = ['', 'db/', 'database/', 'kysely/', 'lib/db/', 'lib/']
const USUAL = TOP.flatMap((top) => HOMES.map((home) => `${top}${home}migrations`))

/** A file that Kysely would take is a migration only where it says how to go up. */
export async function countMigrations(folder: string): Promise<number> {
  try {
    const { files } = await findMigrations(folder)
    const isOne = ({ file }: { file: string }): boolean =>
      isSql(file) || /\bup\b/.test(readFileSync(join(folder, file), 'utf8'))
    return files.filter(isOne).length
  } catch {
    return 0
  }
}

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

/** The major of an image that a package starts for itself. */
function majorOf(project: string, home: string): { value: number; seenIn: string }[] {
  for (const name of ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml']) {
    const file = posix.join(home, name)
    const [, major] =
      /image:\s*['"]?\S*(?:postgres|pgvector|postgis|timescaledb)\S*:(?:pg)?(\d+)/.exec(
        textOf(join(project, file)) ?? '',
      ) ?? []
    const value = Number(major)
    if (isMajor(value)) return [{ value, seenIn: file }]
  }
  return []
}

function variableOf(project: string, home: string): { value: string; seenIn: string }[] {
  const files = namesIn(join(project, home)).filter((name) => name.startsWith('.env'))
  for (const name of [...files.filter((each) => /example|sample|template/.test(each)), ...files]) {
    const file = posix.join(home, name)
    const names = [
      ...(textOf(join(project, file)) ?? '').matchAll(/^\s*(?:export\s+)?([A-Z]\w*)\s*=/gm),
    ]
    const found = names.find(([, variable = '']) =>
      /^(?:DATABASE|DB|POSTGRES|PG)_(?:URL|URI)$/.test(variable),
    )
    if (found?.[1]) return [{ value: found[1], seenIn: file }]
  }
  return []
}

function notesOf(project: string, home: string): SeenFor['notes'] {
  const value = ['CLAUDE.md', 'AGENTS.md', 'CONTRIBUTING.md']
    .map((name) => posix.join(home, name))
    .find((file) => existsSync(join(project, file)))
  return value === undefined ? undefined : { value, seenIn: home === '' ? 'the project' : home }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
