import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { isSql } from '../history/sql-files.ts'
import { findMigrations, migrationName } from '../history/folder.ts'
import type { Project } from '../project/project.ts'
import { isJavaScript } from '../../shared/is-javascript.ts'
import { formatNumber } from '../../shared/report.ts'

/** In how many folders of a project a build's output is looked for, those nearest to its root first. */
const MOST_FOLDERS = 5_000

interface CompiledTwins {
  readonly folders: readonly string[]
  readonly looked: 'everywhere' | 'in part'
}

/** Folders of a build's output that hold the same migrations compiled. */
async function compiledTwins({ folder, migrations, more = [] }: Project): Promise<CompiledTwins> {
  const all = await Promise.all([migrations, ...more].map(scriptsIn))
  const sets = all.filter((names) => names.length > 0)
  if (sets.length === 0) return { folders: [], looked: 'everywhere' }
  const own = [migrations, ...more].map((each) => relative(folder, each).split(sep).join('/'))
  const found: string[] = []
  let level = ['']
  let looked = 0
  while (level.length > 0) {
    const deeper: string[] = []
    for (const place of level) {
      if ((looked += 1) > MOST_FOLDERS) return { folders: found, looked: 'in part' }
      const entries = await entriesOf(join(folder, place))
      const scripts = entries.map(({ name }) => name).filter(isJavaScript)
      const compiled = new Set(scripts.map(migrationName))
      const isTwin = sets.some((names) => names.every((name) => compiled.has(name)))
      if (!own.includes(place) && isTwin) found.push(place || '.')
      const folders = entries.filter(
        (entry) =>
          entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
      )
      deeper.push(...folders.map(({ name }) => posix.join(place, name)))
    }
    level = deeper.sort()
  }
  return { folders: found, looked: 'everywhere' }
}

/** Names of the migrations of a folder that a build compiles. */
async function scriptsIn(folder: string): Promise<readonly string[]> {
  const { files } = await findMigrations(folder)
  return files.filter(({ file }) => !isSql(file)).map(({ name }) => name)
}

/** What is not there, or may not be read, holds nothing that a build wrote. */
const entriesOf = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => [])

const ADVICE =
  'empty it before you build again, since a build leaves the old ones beside the baseline, and both would run'

/** What somebody has to do before the exported files run from a build's output. */
export async function twinWarnings(project: Project): Promise<readonly string[]> {
  const { folders, looked } = await compiledTwins(project)
  const told = folders.map((place) => `${place} holds the same migrations compiled: ${ADVICE}`)
  if (looked === 'everywhere') return told
  const others = folders.length === 0 ? 'a folder' : 'another folder'
  return [
    ...told,
    `whether ${others} holds the same migrations compiled could not be told: the project has more than the ${formatNumber(MOST_FOLDERS)} folders that were looked through. If one does, ${ADVICE}`,
  ]
}
