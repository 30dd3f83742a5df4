import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError } from './file-error.ts'
import { syncFile } from './sync-file.ts'

/** So much is written and taken away again: small drafts and their record. */
const ROOM = 256 * 1024

/** Refuses (`folder-not-writable`, `disk-full`) where files can't be written to a folder that is there: before long work, not after it. */
export async function tryWriting(folder: string, doing: string): Promise<void> {
  const path = join(folder, `rebaseline-${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(path, 'wx')
    try {
      // Its name goes first, so that nothing is left where we are killed.
      await rm(path, { force: true }).catch(() => {})
      await file.writeFile(Buffer.alloc(ROOM, 'x'))
      await syncFile(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(doing, folder, error)
  } finally {
    await rm(path, { force: true }).catch(() => {})
  }
}
