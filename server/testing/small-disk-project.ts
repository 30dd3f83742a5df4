import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reviewedIn, type ReviewedProject } from './reviewed-in.ts'
import { smallDisk, type SmallDisk } from './small-disk.ts'
import { smallRun } from './small-run.ts'

/** A reviewed project with one run, on a small file system of its own. */
export interface SmallDiskProject {
  readonly disk: SmallDisk
  readonly reviewed: ReviewedProject
  remove(): void
}

/** Why there is none, where there is none. */
export const NO_SMALL_DISK = 'this user may not mount a small file system'

/** Undefined where this user may mount none. */
export async function smallDiskProject(): Promise<SmallDiskProject | undefined> {
  const base = mkdtempSync(join(tmpdir(), 'rebaseline-disk-'))
  const disk = smallDisk(join(base, 'disk'), '2m')
  const remove = (): void => {
    disk?.remove()
    rmSync(base, { recursive: true, force: true })
  }
  if (!disk) return void remove()
  mkdirSync(join(disk.folder, 'migrations'))
  writeFileSync(join(disk.folder, 'package.json'), '{}')
  writeFileSync(join(disk.folder, 'migrations/001_a.ts'), 'export async function up() {}')
  const reviewed = await reviewedIn(disk.folder)
  await reviewed.keep(smallRun(), 1)
  return { disk, reviewed, remove }
}
