import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder, that one itself or above it, which holds such a file; undefined where none does. */
export function nearestAbove(start: string, file: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder
    if (folder === dirname(folder)) return undefined
  }
}
