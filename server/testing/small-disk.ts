import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A small file system of its own. */
export interface SmallDisk {
  readonly folder: string
  /** Leaves so many blocks of it free. */
  leave(blocks: number): void
  /** Whether anything on it can be changed. */
  become(state: 'read-only' | 'writable'): void
  remove(): void
}

/** Mounts one where this user may; undefined where not. */
export function smallDisk(folder: string, size: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true })
  const run = (...words: string[]): boolean =>
    spawnSync(words[0] ?? '', words.slice(1)).status === 0
  const options = `size=${size},mode=755`
  if (process.getuid?.() !== 0 || !run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    leave(blocks) {
      rmSync(ballast, { force: true })
      const { bfree, bsize } = statfsSync(folder)
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bfree - blocks) * bsize))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        // Somebody took room meanwhile: what was written fills it, less what is to be left.
        truncateSync(ballast, Math.max(0, statSync(ballast).size - blocks * bsize))
      }
    },
    become: (state) =>
      void run('mount', '-o', `remount,${state === 'read-only' ? 'ro' : 'rw'}`, folder),
    remove: () => void run('umount', '-l', folder),
  }
}
