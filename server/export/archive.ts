import { readdir, readFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { isSql } from '../history/sql-files.ts'
import { migrationName, type MigrationFile } from '../history/folder.ts'
import { mayRun, mayRunOf } from '../history/may-run.ts'
import { findInFolders } from '../history/several-folders.ts'
import type { Project } from '../project/project.ts'
import { isBehind, type SquashLine } from '../../shared/line.ts'
import { importsOf, reachedFrom, type Imports } from './imports.ts'
import { moving, writing, type HashedStep } from './step.ts'

/** Which files of the migrations folder go, and why the others stay. Paths are relative to the project. */
export interface Archive {
  readonly folder: string
  /** Names of migrations as the ledger holds them, in their order; `archived` is their path in the archive. */
  readonly migrations: readonly (MigrationFile & { readonly archived: string })[]
  /** Those behind the squash line: they stay, and run after the seed. */
  readonly later: readonly MigrationFile[]
  readonly steps: readonly HashedStep[]
  readonly stays: readonly { readonly path: string; readonly why: string }[]
  /** Files that stay and import one that goes. */
  readonly broken: readonly { readonly path: string; readonly imports: string }[]
  /** Files that go, and import what they would not find from there: another folder's archive is elsewhere. */
  readonly lost: readonly { readonly path: string; readonly imports: string }[]
}

/** A folder of migrations, and where its files go; both paths are relative to the project. */
interface Place {
  readonly folder: string
  readonly archive: string
}

const ARCHIVE = 'migrations_archive'

/** Where the old migrations go; both paths are relative to the project. */
export const archiveFolderOf = (migrations: string): string =>
  posix.join(posix.dirname(migrations), ARCHIVE)

/** The folders of a project, each with an archive beside it: from there relative imports reach what they did. */
export function placesIn({ folder, migrations, more = [] }: Project): readonly [Place, ...Place[]] {
  const [home = '', ...others] = [migrations, ...more].map((path) =>
    relative(folder, path).split(sep).join('/'),
  )
  const first = { folder: home, archive: archiveFolderOf(home) }
  // A folder `migrations` beside the home would share its archive.
  const taken = new Set([first.archive, home, ...others])
  const freeFor = (each: string, archive = `${each}_archive`): string =>
    taken.has(archive) ? freeFor(each, `${archive}_2`) : archive
  return [first, ...others.map((each) => ({ folder: each, archive: freeFor(each) }))]
}

/** Of folders in each other the inner one. */
const placeOf = (places: readonly Place[], path: string): Place | undefined =>
  places
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0]

/** Decides over every file of the migrations folders; what sorts after the squash line stays. */
export async function archiveOf(project: Project, line?: SquashLine): Promise<Archive> {
  const places = placesIn(project)
  const [{ folder: migrations, archive: folder }] = places

  const { files, ignored } = await findInFolders(project.migrations, project.more)
  const inside = (name: string): string => posix.join(migrations, name)
  const imports = await importsOf(project.folder)
  const code = ignored.filter(({ file }) => !isSql(file))
  const candidates = [...files, ...code].map(({ file }) => file)
  const isLater = (name: string): boolean => isBehind(line, name)
  const runs = new Set<string>()
  for (const name of candidates) {
    const known = migrationName(posix.basename(name))
    if (known === null || isLater(known)) continue
    if (mayRun(name, await readFile(join(project.migrations, name), 'utf8'))) runs.add(inside(name))
  }
  const helpers = reachedFrom(runs, imports, (file) => placeOf(places, file) !== undefined)
  const texts = ignored.filter(({ readBy }) => readBy !== undefined && runs.has(inside(readBy)))
  const read = texts.map(({ file }) => inside(file))
  const own = new Set([...helpers, ...read].filter((file) => !runs.has(file)))
  const shared = sharedOf(own, runs, imports)
  const goes = [...runs, ...[...own].filter((file) => !shared.has(file))]
  const target = (path: string): string => {
    const place = placeOf(places, path)
    return place ? posix.join(place.archive, path.slice(place.folder.length + 1)) : path
  }
  const bytesOf = (path: string): Promise<Buffer> => readFile(join(project.folder, path))
  const steps: HashedStep[] = []
  for (const path of goes.toSorted()) {
    const why = runs.has(path) ? 'an old migration' : 'only the old migrations import or read it'
    steps.push(moving(path, target(path), await bytesOf(path), why))
  }
  for (const path of [...shared].toSorted()) {
    const why = `a copy of ${path}, which others import as well`
    steps.push(writing(target(path), (await bytesOf(path)).toString('utf8'), why))
  }
  const gone = new Set(goes)
  const reasons = new Map(ignored.map(({ file, reason }) => [inside(file), reason]))
  return {
    folder,
    migrations: files
      .filter(({ file }) => runs.has(inside(file)))
      .map((each) => ({ ...each, archived: posix.relative(folder, target(inside(each.file))) })),
    steps,
    later: await mayRunOf(
      project.migrations,
      files.filter(({ name }) => isLater(name)),
    ),
    stays: (
      await Promise.all(places.map((each) => staysOf(project, each, { gone, reasons, isLater })))
    )
      .flat()
      .filter(({ path }) => places.every((each) => each.folder !== path)),
    broken: brokenOf(gone, imports),
    lost: lostOf(new Set([...goes, ...shared]), imports, target),
  }
}

/** Helpers that something imports which stays, and what those import themselves. */
function sharedOf(
  own: ReadonlySet<string>,
  runs: ReadonlySet<string>,
  imports: Imports,
): ReadonlySet<string> {
  const goes = new Set([...own, ...runs])
  const needed = [...imports].filter(([file]) => !goes.has(file)).flatMap(([, all]) => [...all])
  const first = needed.filter((file) => own.has(file))
  return new Set([...first, ...reachedFrom(first, imports, (file) => own.has(file))])
}

const brokenOf = (gone: ReadonlySet<string>, imports: Imports): Archive['broken'] =>
  [...imports].flatMap(([path, all]) =>
    gone.has(path)
      ? []
      : [...all].filter((file) => gone.has(file)).map((file) => ({ path, imports: file })),
  )

/** What goes finds by a relative path what it found, as long as both keep their places to each other. */
function lostOf(
  all: ReadonlySet<string>,
  imports: Imports,
  target: (path: string) => string,
): Archive['lost'] {
  const way = (from: string, to: string): string => posix.relative(posix.dirname(from), to)
  return [...all].flatMap((path) =>
    [...(imports.get(path) ?? [])]
      .filter((file) => {
        const now = all.has(file) ? target(file) : file
        return way(path, file) !== way(target(path), now)
      })
      .map((file) => ({ path, imports: file })),
  )
}

async function staysOf(
  { folder: project }: Project,
  { folder }: Place,
  {
    gone,
    reasons,
    isLater,
  }: {
    readonly gone: ReadonlySet<string>
    readonly reasons: ReadonlyMap<string, string>
    readonly isLater: (name: string) => boolean
  },
): Promise<Archive['stays']> {
  const names = (await readdir(join(project, folder))).toSorted()
  return names.flatMap((name) => {
    const path = posix.join(folder, name)
    // The plan names those by their ends.
    if (gone.has(path) || isLater(migrationName(name) ?? '')) return []
    return [{ path, why: reasons.get(path) ?? 'no migration: it exports no function `up`' }]
  })
}
