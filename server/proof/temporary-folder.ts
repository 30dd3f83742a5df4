import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from '../machine/file-error.ts'
import { ownerOfName, ownName } from '../machine/processes.ts'
import { temporaryPlace } from '../machine/temporary-place.ts'

const NAME = 'rebaseline-draft-'

/** Gives a folder of this process to some work, and removes it afterwards; also those of processes that were killed. */
export async function inTemporaryFolder<T>(
  work: (folder: string) => Promise<T>,
  parent = temporaryPlace(),
): Promise<T> {
  await sweep(parent)
  const folder = join(parent, ownName(NAME))
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    throw fileError('make a folder for the draft', folder, error)
  }
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (ownerOfName(name, NAME) !== 'dead') continue
    // Another user's stays for that user.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {})
  }
}
