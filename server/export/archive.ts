import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { isSql } from '../history/sql-files.ts'
import { findMigrations, migrationName } from '../history/folder.ts'
import type { Project } from '../project/project.ts'
import { isBehind, type SquashLine } from '../../shared/line.ts'
import { importsOf, reachedFrom, type Imports } from './imports.ts'
import { moving, writing, type HashedStep } from './step.ts'

/** Which files of the migrations folder go, and why the others stay. Paths are relative to the project. */
export interface Archive {
  readonly folder: string
  /** Names of migrations as the ledger holds them, in their order. */
  readonly migrations: readonly ArchivedFile[]
  /** Those behind the squash line: they stay, and run after the seed. */
  readonly later: readonly ArchivedFile[]
  readonly steps: readonly HashedStep[]
  readonly stays: readonly { readonly path: string; readonly why: string }[]
  /** Files that stay and import one that goes. */
  readonly broken: readonly { readonly path: string; readonly imports: string }[]
}

interface ArchivedFile {
  readonly name: string
  readonly file: string
}

const ARCHIVE = 'migrations_archive'

/** Where the old migrations go; both paths are relative to the project. */
export const archiveFolderOf = (migrations: string): string =>
  posix.join(posix.dirname(migrations), ARCHIVE)

/** Decides over every file of the migrations folder; what sorts after the squash line stays. */
export async function archiveOf(
  project: Project,
  migrations: string,
  line?: SquashLine,
): Promise<Archive> {
  const { files, ignored } = await findMigrations(project.migrations)
  const folder = archiveFolderOf(migrations)
  const inside = (name: string): string => posix.join(migrations, name)
  const imports = await importsOf(project.folder)
  const code = ignored.filter(({ file }) => !isSql(file))
  const candidates = [...files, ...code].map(({ file }) => file)
  const isLater = (name: string): boolean => isBehind(line, name)
  const runs = new Set<string>()
  for (const name of candidates) {
    const known = migrationName(name)
    if (known === null || isLater(known)) continue
    if (mayRun(name, await readFile(join(project.migrations, name), 'utf8'))) runs.add(inside(name))
  }
  const helpers = reachedFrom(runs, imports, (file) => file.startsWith(`${migrations}/`))
  const texts = ignored.filter(({ readBy }) => readBy !== undefined && runs.has(inside(readBy)))
  const read = texts.map(({ file }) => inside(file))
  const own = new Set([...helpers, ...read].filter((file) => !runs.has(file)))
  const shared = sharedOf(own, runs, imports)
  const goes = [...runs, ...[...own].filter((file) => !shared.has(file))]
  const target = (path: string): string => posix.join(folder, path.slice(migrations.length + 1))
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
  return {
    folder,
    migrations: files.filter(({ file }) => runs.has(inside(file))),
    steps,
    later: files.filter(({ name }) => isLater(name)),
    stays: await staysOf(project, migrations, gone, ignored, isLater),
    broken: brokenOf(gone, imports),
  }
}

/**
 * Whether Kysely could take it for a migration: what exports no `up` it passes over. A doubt moves the file, since one
 * that stayed would run after the baseline.
 */
export const mayRun = (file: string, source: string): boolean =>
  isSql(file) ||
  /\bup\b/.test(source) ||
  /export\s*\*\s*from|export\s+default|module\.exports/.test(source)

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

async function staysOf(
  { migrations: folder }: Project,
  migrations: string,
  gone: ReadonlySet<string>,
  ignored: readonly { readonly file: string; readonly reason: string }[],
  isLater: (name: string) => boolean,
): Promise<Archive['stays']> {
  const reasons = new Map(ignored.map(({ file, reason }) => [file, reason]))
  const names = (await readdir(folder)).toSorted()
  return names.flatMap((name) => {
    const path = posix.join(migrations, name)
    // The plan names those by their ends.
    if (gone.has(path) || isLater(migrationName(name) ?? '')) return []
    return [{ path, why: reasons.get(name) ?? 'no migration: it exports no function `up`' }]
  })
}
