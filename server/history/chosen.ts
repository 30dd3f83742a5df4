import { join, relative } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { findMigrations, type MigrationFile, type MigrationFolder } from './folder.ts'

/** Some files of a folder, and files of another one after them. */
export interface ChosenFiles {
  /** Names of files of the folder that is run; the others are passed over. */
  readonly only: readonly string[]
  /** They run after all of these, whatever their names. */
  readonly later: { readonly folder: string; readonly files: readonly string[] }
}

/** A folder as it is run: whole, or what was chosen. Later files get a name that sorts after the others where theirs doesn't. */
export async function readChosen(
  folder: string,
  chosen: ChosenFiles | undefined,
): Promise<MigrationFolder> {
  const found = await findMigrations(folder)
  if (!chosen) return found
  const only = new Set(chosen.only)
  const files = found.files.filter(({ file }) => only.has(file))
  const missing = chosen.only.filter((file) => !files.some((each) => each.file === file))
  if (missing.length > 0) throw missingFrom(found.folder, missing)
  const later = (await findMigrations(chosen.later.folder)).files.filter(({ file }) =>
    chosen.later.files.includes(file),
  )
  const prefix = prefixFor(files, later)
  const others = found.files.filter(({ file }) => !only.has(file))
  return {
    folder: found.folder,
    files: [
      ...files,
      ...later.map(({ name, file }) => ({
        name: `${prefix}${name}`,
        file: relative(found.folder, join(chosen.later.folder, file)),
      })),
    ],
    ignored: [
      ...found.ignored,
      ...others.map(({ file }) => ({ file, reason: 'not what the last export archived' })),
    ],
  }
}

const missingFrom = (folder: string, missing: readonly string[]): RebaselineError =>
  new RebaselineError('migrations-not-found', {
    doing: `read the archived migrations in ${folder}`,
    happened: `the export's report names ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} gone`,
    help: 'Take them back from git as they were archived.',
  })

/** Kysely sorts by code units, and what ran in the same millisecond as the machine's language does. */
function prefixFor(files: readonly MigrationFile[], later: readonly MigrationFile[]): string {
  const fits = (prefix: string): boolean =>
    later.every(({ name }) =>
      files.every((old) => old.name < prefix + name && old.name.localeCompare(prefix + name) < 0),
    )
  return ['', 'z_', 'zzzzz_', 'zzzzzzzzzz_'].find(fits) ?? '\uffdc_'
}
