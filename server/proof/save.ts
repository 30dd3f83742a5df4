import {
  access,
  constants,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../machine/file-error.ts'
import { isLeftOver, temporaryName } from '../machine/processes.ts'
import { tryWriting } from '../machine/try-writing.ts'

/** A file that was written. */
export interface SavedFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/**
 * Sees that files can be written to a folder, or the folder made: before the long work, not after it. Nothing is made
 * yet, so that whoever is killed meanwhile leaves nothing.
 */
export async function lookAtFolder(folder: string): Promise<void> {
  const doing = `write the baseline to ${folder}`
  const there = await standingPart(folder).catch((error: unknown) => {
    throw fileError(doing, folder, error)
  })
  try {
    await access(there, constants.W_OK | constants.X_OK)
    await tryWriting(there, doing)
  } catch (error) {
    throw fileError(doing, there, error)
  }
}

/** The folder itself, or the one above it that it would be made in. */
async function standingPart(folder: string): Promise<string> {
  try {
    const found = await stat(folder)
    if (found.isDirectory()) return folder
    throw Object.assign(new Error('a file stands there'), { code: 'EEXIST' })
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    // A link that leads nowhere can't become a folder.
    const isFree = isAbsent && (await lstat(folder).catch(() => undefined)) === undefined
    if (!isFree || dirname(folder) === folder) throw error
    return standingPart(dirname(folder))
  }
}

/** Puts files in place, all of them or none, each whole; a file of somebody else is left alone. */
export async function saveFiles(
  folder: string,
  files: readonly { readonly name: string; readonly file?: string; readonly text: string }[],
): Promise<readonly SavedFile[]> {
  const planned = files.map(({ name, file = `${name}.ts`, text }) => {
    const path = join(folder, file)
    return { name, text, path, temporary: temporaryName(path) }
  })
  await makeFolder(folder).catch((error: unknown) => {
    throw fileError(`write the baseline to ${folder}`, folder, error)
  })
  for (const { path } of planned) {
    await refuseForeign(path)
    await removeLeftOver(path)
  }
  try {
    // Everything is on the disk before the first takes its place: a full one leaves a pair that belongs together.
    for (const { temporary, text, path } of planned) {
      await writeFile(temporary, text, { flag: 'wx' }).catch((error: unknown) => {
        throw fileError('write the baseline', path, error)
      })
    }
    for (const { temporary, path } of planned) {
      await rename(temporary, path).catch((error: unknown) => {
        throw fileError('write the baseline', path, error)
      })
    }
  } catch (error) {
    await Promise.all(
      planned.map(({ temporary }) => rm(temporary, { force: true }).catch(() => {})),
    )
    throw error
  }
  return planned.map(({ name, path, text }) => ({ name, path, bytes: Buffer.byteLength(text) }))
}

/** What somebody who was killed wrote beside a file and never put in its place. */
async function removeLeftOver(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    if (!name.startsWith(`${basename(path)}.`) || !isLeftOver(name)) continue
    await rm(join(dirname(path), name), { force: true }).catch(() => {})
  }
}

/** What every file of ours says at its beginning. */
const OURS = 'generated from the database'

async function refuseForeign(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw fileError('write the baseline', path, error)
  })
  if (text === undefined || text.slice(0, 500).includes(OURS)) return
  throw new RebaselineError('file-in-the-way', {
    doing: 'write the baseline',
    happened: `${path} exists, and is no file that was generated`,
  })
}

/** Not with `recursive`: Node loops for ever where a file system has no place for folders. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await mkdir(folder)
  }
}
