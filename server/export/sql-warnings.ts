import { posix } from 'node:path'
import { findInFolders } from '../history/several-folders.ts'
import { isSql } from '../history/sql-files.ts'
import type { Project } from '../project/project.ts'

/** Kysely runs no file of SQL by itself: whatever of the project does has to run the baseline as well. */
export async function sqlWarnings(
  { migrations, more }: Project,
  baseline: string,
): Promise<readonly string[]> {
  const { files } = await findInFolders(migrations, more)
  const first = files.find(({ file }) => isSql(file))
  return first
    ? [
        `${posix.basename(first.file)} is no file that Kysely runs by itself: see that what runs it runs ${baseline} as well`,
      ]
    : []
}
