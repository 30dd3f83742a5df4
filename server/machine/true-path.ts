import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where a path leads, all links followed; of what is not there, the absolute path. */
export function truePath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return resolve(path)
  }
}
