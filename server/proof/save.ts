import { randomBytes } from 'node:crypto'
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../postgres/file-error.ts'
import { tryWriting } from '../postgres/try-writing.ts'

export interface SavedFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** Makes the folder that files are written to, and sees that they can be: before the long work, not after it. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await access(folder, constants.W_OK | constants.X_OK)
    await tryWriting(folder, `write the baseline to ${folder}`)
  } catch (error) {
    throw fileError(`write the baseline to ${folder}`, folder, error)
  }
}

/** Puts files in place, all of them or none, each whole; a file of somebody else is left alone. */
export async function saveFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<readonly SavedFile[]> {
  const suffix = `.${randomBytes(4).toString('hex')}.tmp`
  const planned = files.map(({ name, text }) => {
    const path = join(folder, `${name}.ts`)
    return { name, text, path, temporary: `${path}${suffix}` }
  })
  await prepareFolder(folder)
  for (const { path } of planned) await refuseForeign(path)
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
