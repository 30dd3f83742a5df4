import { join, relative } from 'node:path'
import { RebaselineError } from '../errors.ts'
import type { MigrationFile, MigrationFolder } from './folder.ts'
import { findInFolders } from './several-folders.ts'

/** Files of a folder and of more that are run with it, by their paths from the first. */
export interface FilesOf {
  readonly folder: string
  readonly more?: readonly string[] | undefined
  readonly files: readonly string[]
}

/** Some files of a folder, and files of others around them. */
export interface ChosenFiles {
  /** Names of files of the folder that is run, or of what a provider gives; the others are passed over. */
  readonly only: readonly string[]
  /** Who says that there are such, where one is gone: `the export's report`. */
  readonly namedBy: string
  /** Why those are, where that is worth telling. */
  readonly others?: string
  /** They run before these, under their own names, which have to sort before them. */
  readonly before?: FilesOf
  /** They run after all of these, whatever their names. */
  readonly later?: FilesOf
}

/** Folders as they are run: whole, or what was chosen. Later files get a name that sorts after the others where theirs doesn't. */
export async function readChosen(
  { folder, more }: Pick<FilesOf, 'folder' | 'more'>,
  chosen: ChosenFiles | undefined,
): Promise<MigrationFolder> {
  const found = await findInFolders(folder, more)
  if (!chosen) return found
  const only = new Set(chosen.only)
  const files = found.files.filter(({ file }) => only.has(file))
  const missing = chosen.only.filter((file) => !files.some((each) => each.file === file))
  if (missing.length > 0) throw missingFrom(found.folder, missing, chosen.namedBy)
  const before = await filesIn(chosen.before)
  const later = await filesIn(chosen.later)
  const prefix = prefixFor(files, later)
  const { others: reason } = chosen
  const others = reason === undefined ? [] : found.files.filter(({ file }) => !only.has(file))
  const placed =
    (from: FilesOf | undefined, begin = '') =>
    ({ name, file }: MigrationFile): MigrationFile => ({
      name: `${begin}${name}`,
      file: relative(found.folder, join(from?.folder ?? '', file)),
    })
  return {
    folder: found.folder,
    files: [
      ...before.map(placed(chosen.before)),
      ...files,
      ...later.map(placed(chosen.later, prefix)),
    ],
    ignored: [...found.ignored, ...others.map(({ file }) => ({ file, reason: reason ?? '' }))],
  }
}

async function filesIn(from: FilesOf | undefined): Promise<readonly MigrationFile[]> {
  if (!from) return []
  const { files } = await findInFolders(from.folder, from.more)
  return files.filter(({ file }) => from.files.includes(file))
}

const missingFrom = (
  folder: string,
  missing: readonly string[],
  namedBy: string,
): RebaselineError =>
  new RebaselineError('migrations-not-found', {
    doing: `read the old migrations in ${folder}`,
    happened: `${namedBy} names ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} gone`,
    help: 'Take them back from git as they were.',
  })

/** Kysely sorts by code units, and what ran in the same millisecond as the machine's language does. */
function prefixFor(files: readonly MigrationFile[], later: readonly MigrationFile[]): string {
  const fits = (prefix: string): boolean =>
    later.every(({ name }) =>
      files.every((old) => old.name < prefix + name && old.name.localeCompare(prefix + name) < 0),
    )
  return ['', 'z_', 'zzzzz_', 'zzzzzzzzzz_'].find(fits) ?? '\uffdc_'
}
