import type { Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { isSql, sqlMigrationName, whyNoMigration } from './sql-files.ts'

/** One migration of a folder. */
export interface MigrationFile {
  /** As the ledger holds it: the file name without its extension. */
  readonly name: string
  readonly file: string
}

/** A file that Kysely passes over, and why. */
export interface IgnoredFile {
  readonly file: string
  readonly reason: string
  /** The migration that it is taken to be read by. */
  readonly readBy?: string
}

/** A folder of migrations as Kysely's FileMigrationProvider reads it. */
export interface MigrationFolder {
  /** Absolute. */
  readonly folder: string
  readonly files: readonly MigrationFile[]
  readonly ignored: readonly IgnoredFile[]
}

/** Lists the migrations of a folder in Kysely's order, and what it passes over; throws where there is none. */
export async function findMigrations(dir: string): Promise<MigrationFolder> {
  const folder = resolve(dir)
  const entries = await readFolder(folder)
  const ignored: IgnoredFile[] = []
  const files = new Map<string, MigrationFile>()
  for (const entry of entries.filter((each) => !isSqlFile(each))) {
    const reason = reasonToIgnore(entry)
    if (reason !== undefined) {
      ignored.push({ file: entry.name, reason })
      continue
    }
    const name = entry.name.slice(0, entry.name.lastIndexOf('.'))
    const twin = files.get(name)
    if (twin) ignored.push({ file: twin.file, reason: `${entry.name} has the same name and wins` })
    files.set(name, { name, file: entry.name })
  }
  const ofSql = entries.filter(isSqlFile).map(({ name }) => name)
  const scripts = ofSql.length === 0 ? [] : await textsOf(folder, [...files.values()])
  for (const file of ofSql) {
    const passed = whyNoMigration(file, scripts)
    if (passed) ignored.push(passed)
    else addSql(file, files, ignored)
  }
  if (files.size === 0) throw noMigrations(folder, ignored)
  ignored.sort((a, b) => compareText(a.file, b.file))
  return { folder, files: [...files.values()].sort(byName), ignored }
}

function addSql(file: string, files: Map<string, MigrationFile>, ignored: IgnoredFile[]): void {
  const name = migrationName(file) ?? file
  const twin = files.get(name)
  if (twin) ignored.push({ file: twin.file, reason: `${file} has the same name and wins` })
  files.set(name, { name, file })
}

const textsOf = (
  folder: string,
  files: readonly MigrationFile[],
): Promise<{ readonly file: string; readonly text: string }[]> =>
  Promise.all(
    files.map(async ({ file }) => ({
      file,
      text: await readFile(join(folder, file), 'utf8').catch(() => ''),
    })),
  )

/** The refusal of a folder in which Kysely finds nothing: left alone it would report success. */
export function noMigrations(folder: string, ignored: readonly IgnoredFile[]): RebaselineError {
  const shown = ignored.slice(0, 10).map(({ file, reason }) => `  ${file}: ${reason}`)
  const rest = ignored.length - shown.length
  if (rest > 0) shown.push(`  and ${rest} more`)
  return new RebaselineError('migrations-not-found', {
    doing: `find migrations in ${folder}`,
    happened: ['Kysely takes no file of this folder as a migration', ...shown].join('\n'),
    ...(ignored.length === 0
      ? { help: 'The folder is empty: name the one with the migrations.' }
      : {}),
  })
}

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((a, b) => compareText(a.name, b.name))
  } catch (cause) {
    throw new RebaselineError('migrations-folder-missing', {
      doing: `read the migrations folder ${folder}`,
      happened: FOLDER_PROBLEMS[(cause as NodeJS.ErrnoException).code ?? ''] ?? String(cause),
      cause,
    })
  }
}

const FOLDER_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is a file, not a folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
}

const MIGRATION = /\.[cm]?[jt]s$/
const DECLARATION = /\.d\.[cm]?ts$/

/** The name of the migration that such a file of a folder is by its own name; null where it is none. */
export const migrationName = (file: string): string | null =>
  MIGRATION.test(file) && !DECLARATION.test(file)
    ? file.slice(0, file.lastIndexOf('.'))
    : sqlMigrationName(file)

const LOST = 'Kysely loses a migration of this name, and runs nothing of it: give it another one'

const isSqlFile = (entry: Dirent): boolean => isSql(entry.name) && !entry.isDirectory()

function reasonToIgnore(entry: Dirent): string | undefined {
  if (entry.isDirectory()) return 'a folder; Kysely does not look inside'
  if (DECLARATION.test(entry.name)) return 'a declaration file'
  if (!MIGRATION.test(entry.name)) return 'not a TypeScript or JavaScript file'
  if (migrationName(entry.name) === '__proto__') return LOST
  return undefined
}

const byName = (a: MigrationFile, b: MigrationFile): number => compareText(a.name, b.name)
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
