import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileError } from '../postgres/file-error.ts'
import { ownMark, stateOf } from '../postgres/processes.ts'

const NAME = /^rebaseline-draft-([0-9a-f]{12})-(\d+)-([0-9a-f]*)-[0-9a-f]{8}$/

/** Gives a folder of this process to some work, and removes it afterwards; also those of processes that were killed. */
export async function inTemporaryFolder<T>(
  work: (folder: string) => Promise<T>,
  parent = tmpdir(),
): Promise<T> {
  await sweep(parent)
  const { home, pid, start } = ownMark()
  const token = randomBytes(4).toString('hex')
  const folder = join(parent, `rebaseline-draft-${home}-${pid}-${start}-${token}`)
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
    const [, home = '', pid = '', start = ''] = NAME.exec(name) ?? []
    if (pid === '' || stateOf({ home, pid: Number(pid), start }) !== 'dead') continue
    // Another user's stays for that user.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {})
  }
}
