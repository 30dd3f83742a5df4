import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { findMigrations } from '../history/folder.ts'
import type { Project } from '../project/project.ts'

/** How deep below a project a build's output is looked for, and in how many folders. */
const DEPTH = 6
const MOST_FOLDERS = 5_000

/** Folders of a build's output that hold the same migrations compiled: a build adds to them and takes nothing away. */
export async function compiledTwins({ folder, migrations }: Project): Promise<readonly string[]> {
  const { files } = await findMigrations(migrations)
  const names = files.map(({ name }) => name)
  if (names.length === 0) return []
  const own = relative(folder, migrations).split(sep).join('/')
  const found: string[] = []
  let level = ['']
  let looked = 0
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth += 1) {
    const deeper: string[] = []
    for (const place of level) {
      if ((looked += 1) > MOST_FOLDERS) return found
      const entries = await entriesOf(join(folder, place))
      const compiled = new Set(
        entries.flatMap(({ name }) => /^(.+)\.[cm]?js$/.exec(name)?.[1] ?? []),
      )
      if (place !== own && names.every((name) => compiled.has(name))) found.push(place || '.')
      const folders = entries.filter(
        (entry) =>
          entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
      )
      deeper.push(...folders.map(({ name }) => posix.join(place, name)))
    }
    level = deeper.sort()
  }
  return found
}

/** What is not there, or may not be read, holds nothing that a build wrote. */
const entriesOf = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => [])

/** What somebody has to do before the exported files run from such a folder. */
export const twinWarnings = async (project: Project): Promise<readonly string[]> =>
  (await compiledTwins(project)).map(
    (place) =>
      `${place} holds the same migrations compiled: empty it before you build again, since a build leaves the old ones beside the baseline, and both would run`,
  )
