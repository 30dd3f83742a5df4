import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { importedBy } from './imported.ts'
import type { Project } from './project.ts'
import type { RunInputs } from './run.ts'

/** What a result depends on besides the old migrations. */
export interface Circumstances {
  readonly baseline: string
  readonly seed: string
  /** Seed selection, ledger names, accepted classes: whatever JSON can hold. */
  readonly rules: unknown
  readonly major: number
}

/** Hashes of all that a result depends on, as it stands there now. */
export async function inputsOf(
  project: Project,
  { baseline, seed, rules, major }: Circumstances,
): Promise<RunInputs> {
  const migrations = await hashMigrations(project)
  return {
    migrations,
    baseline: hashText(baseline),
    seed: hashText(seed),
    rules: hashRules(rules),
    major,
  }
}

/** SHA-256 in hexadecimal digits. */
export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of rules, whatever the order their names were written in. */
export const hashRules = (rules: unknown): string => hashText(JSON.stringify(sorted(rules)) ?? '')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, inner]) => [name, sorted(inner)])
}

/** Of the old migrations, wherever they are; gives it again and again. */
export const migrationsHasher = (project: Project): (() => Promise<string>) =>
  project.provider ? () => hashMigrations(project) : folderHasher(project.migrations, project.more)

/** Of the old migrations; of a provider's module itself, and where it is not known what that loads, of the files around it. */
export async function hashMigrations(project: Project): Promise<string> {
  const { provider, folder, migrations, more } = project
  if (!provider) return hashFolder(migrations, more)
  const text = await readFile(provider.file, 'utf8').catch((cause: unknown) => {
    throw gone(provider.file, cause)
  })
  const { doubts } = await importedBy(project)
  // The project itself holds what is built and logged too: there nothing but the imports can be watched.
  const isKnown = doubts.length === 0 || folder === migrations
  return hashText(JSON.stringify([text, provider.name, isKnown || (await hashFolder(migrations))]))
}

/** Hashes folders again and again; their files are only read where one of them looks changed. */
export function folderHasher(folder: string, more: readonly string[] = []): () => Promise<string> {
  let known: { readonly looks: string; readonly hash: string } | undefined
  return async () => {
    const looks = JSON.stringify(
      await Promise.all([folder, ...more].map((each) => looksOf(each, ''))),
    )
    if (known?.looks !== looks) known = { looks, hash: await hashFolder(folder, more) }
    return known.hash
  }
}

async function looksOf(folder: string, below: string): Promise<(string | number)[][]> {
  const names = await readdir(folder).catch(() => [])
  const looks = names.map(async (name) => {
    const path = join(folder, name)
    const found = PASSED_OVER.has(name) ? undefined : await stat(path).catch(() => undefined)
    if (found?.isDirectory()) return looksOf(path, `${below}${name}/`)
    return found ? [[below + name, found.mtimeMs, found.ctimeMs, found.size]] : []
  })
  return (await Promise.all(looks)).flat()
}

/** Not part of a migration, whatever stands beside it. */
const PASSED_OVER = new Set(['node_modules', '.git', '.rebaseline'])

/** Names and contents of all files of a folder and of more, those that migrations import from folders below included. */
export async function hashFolder(folder: string, more: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256')
  for await (const { path, content } of filesOf(folder, more)) {
    hash.update(JSON.stringify([path, content.length])).update(content)
  }
  return hash.digest('hex')
}

/** Hashes of the contents of the same files, by their paths from the first folder. */
export async function hashFiles(
  folder: string,
  more: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for await (const { path, content } of filesOf(folder, more)) {
    hashes.set(path, createHash('sha256').update(content).digest('hex'))
  }
  return hashes
}

interface FolderFile {
  readonly path: string
  readonly content: Buffer
}

async function* filesOf(home: string, more: readonly string[]): AsyncGenerator<FolderFile> {
  for (const folder of [home, ...more]) {
    const below = folder === home ? '' : `${relative(home, folder)}/`
    try {
      yield* filesBelow(folder, below)
    } catch (error) {
      throw gone(folder, error)
    }
  }
}

function gone(place: string, cause: unknown): RebaselineError {
  const { code, message } = cause as NodeJS.ErrnoException
  return new RebaselineError('migrations-folder-missing', {
    doing: `read the migrations in ${place}`,
    happened: code === 'ENOENT' ? 'a file or folder is gone' : (code ?? message),
    cause,
  })
}

async function* filesBelow(folder: string, below: string): AsyncGenerator<FolderFile> {
  const names = (await readdir(folder)).filter((name) => !PASSED_OVER.has(name))
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) yield* filesBelow(path, `${below}${name}/`)
    if (found?.isFile()) yield { path: below + name, content: await readFile(path) }
  }
}
