import { findMigrations } from '../history/folder.ts'
import { isSql } from '../history/sql-files.ts'
import type { Project } from '../project/project.ts'

/** Kysely runs no file of SQL by itself: whatever of the project does has to run the baseline as well. */
export async function sqlWarnings(
  { migrations }: Project,
  baseline: string,
): Promise<readonly string[]> {
  const { files } = await findMigrations(migrations)
  const first = files.find(({ file }) => isSql(file))
  return first
    ? [
        `${first.file} is no file that Kysely runs by itself: see that what runs it runs ${baseline} as well`,
      ]
    : []
}
