import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationFile } from './folder.ts'
import { isSql } from './sql-files.ts'

/**
 * Whether Kysely could take it for a migration: what exports no `up` it passes over. A doubt counts as yes: a file that
 * was left standing would run after the baseline.
 */
export const mayRun = (file: string, source: string): boolean =>
  isSql(file) ||
  /\bup\b/.test(source) ||
  /export\s*\*\s*from|export\s+default|module\.exports/.test(source)

/** Those of a folder's files; what can't be read may run. */
export async function mayRunOf(
  folder: string,
  files: readonly MigrationFile[],
): Promise<readonly MigrationFile[]> {
  const runs = await Promise.all(
    files.map(async ({ file }) => {
      const text = await readFile(join(folder, file), 'utf8').catch(() => undefined)
      return text === undefined || mayRun(file, text)
    }),
  )
  return files.filter((_, at) => runs[at])
}
