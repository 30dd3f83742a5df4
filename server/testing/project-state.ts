import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenApp } from './open-app.ts'

/** All that a request could change: the files of a project with their contents, and how many jobs there were. */
export function projectState(folder: string, { workbench }: OpenApp): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    hash.update(name)
    try {
      hash.update(readFileSync(join(folder, name)))
    } catch {
      // A folder has no content of its own.
    }
  }
  return `${hash.digest('hex')} after job ${workbench.job?.number}`
}
