import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KyselyTypes } from '../../shared/draft.ts'
import { installedFrom } from './installed.ts'
import type { Project } from './project.ts'

/** Several times what Kysely has. */
const MOST_FILES = 2_000
const MOST_BYTES = 8 * 1024 * 1024

const OWN_FOLDER = dirname(fileURLToPath(import.meta.url))

/** The declarations of the Kysely that a project's migrations import, of ours where none is installed for them. */
export async function readKyselyTypes({
  migrations,
}: Pick<Project, 'migrations'>): Promise<KyselyTypes> {
  const theirs = installedFrom('kysely', migrations)
  const found = theirs ?? installedFrom('kysely', OWN_FOLDER)
  const files =
    found?.folder === undefined ? [] : await declarationsIn(found.folder, dirname(found.entry))
  return {
    version: found?.version ?? 'unknown',
    of: theirs ? 'project' : 'rebaseline',
    files,
  }
}

/** Every declaration beside or below the main file; none at all where they are too many. */
async function declarationsIn(home: string, top: string): Promise<KyselyTypes['files']> {
  const root = await realpath(home)
  const within = (path: string): boolean => path === root || path.startsWith(root + sep)
  const files: KyselyTypes['files'] = []
  let bytes = 0
  const start = await realpath(top)
  const folders = [start]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    // Links are no files here: what is listed stands below the package itself.
    if (!within(await realpath(folder))) return []
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== 'node_modules') folders.push(path)
      if (!entry.isFile() || !entry.name.endsWith('.d.ts')) continue
      bytes += (await stat(path)).size
      if (files.length === MOST_FILES || bytes > MOST_BYTES) return []
      const name = relative(start, path).split(sep).join('/')
      files.push({ path: name, text: await readFile(path, 'utf8') })
    }
  }
  return files
}
