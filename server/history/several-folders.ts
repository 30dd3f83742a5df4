import { readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { truePath } from '../machine/true-path.ts'
import {
  findMigrations,
  type IgnoredFile,
  type MigrationFile,
  type MigrationFolder,
} from './folder.ts'
import { mayRunOf } from './may-run.ts'
import { isSql } from './sql-files.ts'

/**
 * Lists the migrations of a folder and of more folders as one provider over all of them gives them: by their names, in
 * Kysely's order. The first folder is the home: the paths of all files are from there. One that holds none is refused,
 * unless an export may have emptied it.
 */
export async function findInFolders(
  home: string,
  more: readonly string[] = [],
  emptied: 'refused' | 'passed over' = 'refused',
): Promise<MigrationFolder> {
  const own = await findMigrations(home)
  if (more.length === 0) return own
  refuseTwice([home, ...more])
  const found = await Promise.all(more.map((folder) => findMigrations(folder).catch(asEmpty)))
  const others = found.flatMap((each) => {
    if (!(each instanceof RebaselineError)) return [each]
    if (emptied === 'refused') throw each
    return []
  })
  const all = [own, ...others].map((each) => seenFrom(own.folder, each))
  const { files: running, read } = await withoutRead(
    own.folder,
    all.flatMap((each) => each.files),
  )
  const { files, unread } = await withoutDoubles(own.folder, running)
  const named = new Set([own, ...others].map(({ folder }) => relative(own.folder, folder)))
  const ignored = all.flatMap((each) => each.ignored).filter(({ file }) => !named.has(file))
  return { folder: own.folder, files, ignored: [...ignored, ...read, ...unread] }
}

/** The same without helpers, which no run takes for migrations. */
export async function findRunning(
  ...places: Parameters<typeof findInFolders>
): Promise<MigrationFolder> {
  const found = await findInFolders(...places)
  return { ...found, files: await mayRunOf(found.folder, found.files) }
}

function asEmpty(error: unknown): RebaselineError {
  if (!(error instanceof RebaselineError) || !EMPTY.has(error.code)) throw error
  return besideOthers(error)
}

/** The refusal of one of several folders that holds nothing: its migrations may have gone to an archive. */
export function besideOthers(error: RebaselineError): RebaselineError {
  const { code, doing, happened, help, cause } = error
  return new RebaselineError(code, { doing, happened, help: `${help} ${EMPTIED}`, cause })
}

const EMPTY: ReadonlySet<string> = new Set(['migrations-not-found', 'migrations-folder-missing'])

const EMPTIED =
  'Where an export has emptied it, the first folder holds all: name that alone, in the configuration too.'

/** The same files by their paths from another folder. */
function seenFrom(home: string, { folder, files, ignored }: MigrationFolder): MigrationFolder {
  const path = (file: string): string => relative(home, join(folder, file))
  return {
    folder,
    files: files.map(({ name, file }) => ({ name, file: path(file) })),
    ignored: ignored.map(({ file, readBy, ...why }) => ({
      file: path(file),
      ...why,
      ...(readBy !== undefined && { readBy: path(readBy) }),
    })),
  }
}

function refuseTwice(folders: readonly string[]): void {
  const twice = folders.find((folder, at) =>
    folders.slice(0, at).some((before) => truePath(before) === truePath(folder)),
  )
  if (twice === undefined) return
  throw new RebaselineError('usage', {
    doing: 'find the folders of migrations',
    happened: `${resolve(twice)} is named twice`,
    help: 'Name each folder once.',
  })
}

/** A file of SQL that a migration of another folder names is taken to be read by it, as in one folder. */
async function withoutRead(
  home: string,
  files: readonly MigrationFile[],
): Promise<{ readonly files: readonly MigrationFile[]; readonly read: readonly IgnoredFile[] }> {
  const ofSql = files.filter(({ file }) => isSql(file))
  if (ofSql.length === 0) return { files, read: [] }
  const scripts = files.filter(({ file }) => !isSql(file))
  const texts = await Promise.all(scripts.map(({ file }) => readFile(join(home, file), 'utf8')))
  const read = ofSql.flatMap(({ file }): IgnoredFile[] => {
    const reader = scripts[texts.findIndex((text) => text.includes(basename(file)))]?.file
    const reason = `${reader} names it, and is taken to read it`
    return reader === undefined ? [] : [{ file, reason, readBy: reader }]
  })
  const gone = new Set(read.map(({ file }) => file))
  return { files: files.filter(({ file }) => !gone.has(file)), read }
}

/** Of several files with one name one can be a migration; helpers that stand in each folder are none. */
async function withoutDoubles(
  home: string,
  files: readonly MigrationFile[],
): Promise<{ readonly files: readonly MigrationFile[]; readonly unread: readonly IgnoredFile[] }> {
  const kept: MigrationFile[] = []
  const unread: IgnoredFile[] = []
  const doubles: (readonly MigrationFile[])[] = []
  const byName = new Map<string, MigrationFile[]>()
  for (const file of files) byName.set(file.name, [...(byName.get(file.name) ?? []), file])
  for (const same of byName.values()) {
    const running = same.length === 1 ? same : await mayRunOf(home, same)
    const one = running[0] ?? same[0]
    if (running.length > 1) doubles.push(running)
    if (one) kept.push(one)
    for (const { file } of same.filter((each) => each !== one && !running.includes(each))) {
      unread.push({ file, reason: `exports no function \`up\`; ${one?.file} has the same name` })
    }
  }
  if (doubles.length > 0) throw namedTwice(home, doubles)
  return { files: kept.toSorted((a, b) => (a.name < b.name ? -1 : 1)), unread }
}

const MOST_NAMED = 5

function namedTwice(home: string, doubles: readonly (readonly MigrationFile[])[]): RebaselineError {
  const shown = doubles
    .slice(0, MOST_NAMED)
    .map((same) => same.map(({ file }) => join(home, file)).join(' and '))
  const more = doubles.length > MOST_NAMED ? `; and ${doubles.length - MOST_NAMED} more` : ''
  return new RebaselineError('migration-named-twice', {
    doing: 'order the migrations of several folders by their names',
    happened: `these have the same name: ${shown.join('; ')}${more}`,
  })
}
