import { isSql } from './sql-files.ts'

/**
 * Whether Kysely could take it for a migration: what exports no `up` it passes over. A doubt counts as yes: a file that
 * was left standing would run after the baseline.
 */
export const mayRun = (file: string, source: string): boolean =>
  isSql(file) ||
  /\bup\b/.test(source) ||
  /export\s*\*\s*from|export\s+default|module\.exports/.test(source)
