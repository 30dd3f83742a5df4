import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Type, type Static } from 'typebox'
import { migrationName } from '../history/folder.ts'
import { isSql } from '../history/sql-files.ts'
import { findInFolders } from '../history/several-folders.ts'
import { closed } from '../../shared/schema.ts'
import type { Project } from './project.ts'
import { ImportResolver } from './resolve-import.ts'
import { loadedBy } from './specifiers.ts'

/** What the old migrations load from outside their folder. Paths are relative to the project. */
export const Imported = closed({
  /** Hashes of the contents, by path. */
  files: Type.Record(Type.String(), Type.String()),
  /** Files of which nobody can tell all that they load, and why. */
  doubts: Type.Array(Type.String()),
})
export type Imported = Static<typeof Imported>

/** Gives what the old migrations load as it stands there now. */
export type ImportedNow = () => Promise<Imported>

const SOURCE = /\.[cm]?[jt]sx?$/
const LARGEST = 4_000_000

/** Follows the imports of the old migrations through the project; packages are not followed. */
export async function importedBy(project: Project): Promise<Imported> {
  return (await follow(project)).imported
}

/** The same again and again; files are only read where one of them looks changed. */
export function importedReader(project: Project): ImportedNow {
  let known: (Followed & { readonly looks: string }) | undefined
  return async () => {
    const before = known && (await looksOf(project, known.seen))
    if (known && before === known.looks) return known.imported
    const followed = await follow(project)
    known = { ...followed, looks: await looksOf(project, followed.seen) }
    return known.imported
  }
}

interface Followed {
  readonly imported: Imported
  /** Absolute paths of all that was read. */
  readonly seen: readonly string[]
}

async function follow(project: Project): Promise<Followed> {
  const resolver = new ImportResolver(project)
  const waiting = await startsOf(project)
  const seen = new Set(waiting)
  const hashes = new Map<string, string>()
  const doubts = new Set<string>()
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const content = await readFile(path).catch(() => undefined)
    if (!content) continue
    const shown = shownIn(project, path)
    if (!isOwn(project, path)) hashes.set(shown, hashOf(content))
    if (!SOURCE.test(path) || content.length > LARGEST) continue
    const { names, folders, doubts: own } = loadedBy(path, content.toString('utf8'))
    for (const doubt of own) doubts.add(`${shown} (${doubt})`)
    for (const { from, path: parts } of folders) {
      const start = from === 'the file' ? dirname(path) : project.folder
      const read = resolve(start, join(...parts))
      const files = await migrationsIn(read)
      if (!files) doubts.add(`${shown} (reads a folder)`)
      // A file that is added shows in the looks of the folder.
      seen.add(read)
      for (const file of (files ?? []).filter((each) => !seen.has(each))) {
        seen.add(file)
        waiting.push(file)
      }
    }
    for (const name of names) {
      const target = resolver.target(name, path)
      // A URL of a folder that is followed anyway.
      if (seen.has(resolve(dirname(path), name))) continue
      if (target.to === 'unknown') doubts.add(`${shown} (imports ${name})`)
      if (target.to !== 'file' || seen.has(target.path)) continue
      if (target.path.split(sep).includes('node_modules')) continue
      seen.add(target.path)
      waiting.push(target.path)
    }
  }
  const sorted = [...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const imported = { files: Object.fromEntries(sorted), doubts: [...doubts].toSorted() }
  return { imported, seen: [...seen].toSorted() }
}

/** What Kysely's provider loads of a folder. */
async function migrationsIn(folder: string): Promise<readonly string[] | undefined> {
  const names = await readdir(folder).catch(() => undefined)
  return names
    ?.filter((name) => !isSql(name) && migrationName(name) !== null)
    .map((name) => join(folder, name))
}

async function startsOf({ migrations, more, provider }: Project): Promise<string[]> {
  if (provider) return [provider.file]
  const { files } = await findInFolders(migrations, more).catch(() => ({ files: [] }))
  return files.map(({ file }) => join(migrations, file))
}

/** Whether it is one of the old migrations by itself, and watched as such. */
const isOwn = ({ migrations, more = [], provider }: Project, path: string): boolean =>
  provider
    ? path === provider.file
    : [migrations, ...more].some((folder) => path.startsWith(folder + sep))

const shownIn = ({ folder }: Project, path: string): string =>
  relative(folder, path).split(sep).join('/')

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** A new file in the folder shows in its own looks. */
async function looksOf(project: Project, paths: readonly string[]): Promise<string> {
  const { migrations, more = [], folder } = project
  const all = [migrations, ...more, join(folder, 'tsconfig.json'), ...paths]
  const looks = all.map(async (path) => {
    const found = await stat(path).catch(() => undefined)
    return found ? [path, found.mtimeMs, found.ctimeMs, found.size] : [path]
  })
  return JSON.stringify(await Promise.all(looks))
}

/** Files that are other ones than they were, came or went, in words; empty where none is. */
export function changedImports(before: Imported, now: Imported): readonly string[] {
  const paths = new Set([...Object.keys(before.files), ...Object.keys(now.files)])
  return [...paths].filter((path) => before.files[path] !== now.files[path]).toSorted()
}

const MOST_NAMED = 5

/** `what the old migrations import (src/helper.ts)` */
export function importsText(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED
  const named = paths.slice(0, MOST_NAMED).join(', ')
  return `what the old migrations import (${named}${more > 0 ? ` and ${more} more` : ''})`
}

/** What a person should know of what nobody can follow; at most one sentence. */
export function doubtsText({ doubts }: Imported): readonly string[] {
  if (doubts.length === 0) return []
  const more = doubts.length - MOST_NAMED
  const named = doubts.slice(0, MOST_NAMED).join(', ')
  return [
    `not all that the old migrations load can be followed, and where it changes, nothing says so: ${named}${more > 0 ? ` and ${more} more` : ''}`,
  ]
}
