import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { RebaselineError } from '../errors.ts'
import type { NamedExport } from '../history/protocol.ts'
import { besideOthers } from '../history/several-folders.ts'
import { nearestAbove } from '../machine/nearest-above.ts'

/** A folder whose migrations are worked on; everything that is ours in it stands in `.rebaseline/`. */
export interface Project {
  /** How people know it: the name in its package.json, else of its folder. */
  readonly name: string
  /** Absolute: where its package.json stands. */
  readonly folder: string
  /** Absolute: the old migrations; where a provider gives them, the folder that its file is in. */
  readonly migrations: string
  /** Absolute: folders whose files run among those of the first, by their names. */
  readonly more?: readonly string[]
  /** Gives the old migrations in place of the folder's files; its file is absolute. */
  readonly provider?: NamedExport
}

/** Where the project's drafts, review and last run are kept. */
export const stateFolder = ({ folder }: Project): string => join(folder, '.rebaseline')

/** The project of a migrations folder, and of others that are run with it: the nearest package.json above it, else the folder around it. */
export function findProject(migrations: string, others: readonly string[] = []): Project {
  const path = resolve(migrations)
  return projectAround(path, dirname(path), others)
}

/** The project of a module that gives the migrations: its package.json may stand right beside it. */
export function projectOfProvider({ file, name }: NamedExport): Project {
  const path = dirname(resolve(file))
  const project = projectAround(path, path)
  return { ...project, provider: { file: join(project.migrations, basename(file)), name } }
}

function projectAround(path: string, start: string, others: readonly string[] = []): Project {
  checkFolder(path)
  for (const each of others) checkFolder(resolve(each), besideOthers)
  const home = nearestAbove(start, 'package.json')
  const lexical = home ?? start
  // Links on the way to the project are followed once, here; links inside of it stay visible as such.
  const folder = realpathSync(lexical)
  const name = (home && packageName(home)) ?? (basename(folder) || folder)
  const inProject = (each: string): string => join(folder, relative(lexical, each))
  const more = others.map((each) => inProject(resolve(each)))
  return { name, folder, migrations: inProject(path), ...(more.length > 0 && { more }) }
}

function checkFolder(path: string, told = (error: RebaselineError) => error): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw told(missing(path, 'there is no such folder'))
  if (!found.isDirectory()) throw told(missing(path, 'it is a file, not a folder'))
}

const missing = (path: string, happened: string): RebaselineError =>
  new RebaselineError('migrations-folder-missing', {
    doing: `find the project of ${path}`,
    happened,
  })

/** A package.json that can't be read still marks the project. */
function packageName(folder: string): string | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const name = typeof found === 'object' && found !== null && 'name' in found ? found.name : ''
    return typeof name === 'string' && name.trim() !== '' ? name : undefined
  } catch {
    return undefined
  }
}
