import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationForm } from '../baseline/migration-form.ts'
import { RebaselineError } from '../errors.ts'
import { isSql } from '../history/sql-files.ts'
import { findMigrations } from '../history/folder.ts'
import { formOfFile } from '../history/folder-form.ts'
import { absent } from '../machine/absent.ts'

/** A file as it stands in the folder of a baseline. */
export interface StandingFile {
  /** Without its extension, as the ledger holds it. */
  readonly name: string
  readonly path: string
  readonly bytes: Buffer
  readonly text: string
  readonly mode: number
}

/** What stands in the folder of a baseline. */
export interface StandingBaseline {
  readonly folder: string
  readonly baseline: StandingFile
  /** Null where it is not there; then its name is the one that it would have. */
  readonly seed: StandingFile | null
  readonly names: readonly [baseline: string, seed: string]
  /** How both are written. */
  readonly form: MigrationForm
  /** What else is in the folder, which the two may import. */
  readonly others: readonly string[]
}

const BASELINE = /^(0*)1_baseline$/
const SEED = /^0*2_seed_definitions$/
const RUNS = /\.[cm]?[jt]s$/

/**
 * Reads the baseline that stands in a folder; undefined where there is none yet. Refuses a folder in which it is not
 * alone: what later migrations did would be folded into it, and they would do it once more.
 */
export async function readStandingBaseline(folder: string): Promise<StandingBaseline | undefined> {
  const files = await migrationsIn(folder)
  if (files.length === 0) return undefined
  const others = await otherThan(folder, files)
  const baseline = files.find(({ name }) => BASELINE.test(name))
  const seed = files.find(({ name }) => SEED.test(name))
  const running = await runningBeside(folder, files, [baseline?.file, seed?.file])
  if (!baseline) throw refused(`${folder} holds migrations, but no baseline`, running, seed?.file)
  if (running.length > 0) {
    throw refused(`${folder} holds more than a baseline and its seed`, running, undefined)
  }
  const form = await formOfFile(join(folder, baseline.file))
  if (seed && !seed.file.endsWith(form.extension)) throw notAlike(folder, baseline, seed)
  const zeros = BASELINE.exec(baseline.name)?.[1] ?? ''
  return {
    folder,
    baseline: await readFileOf(folder, baseline),
    seed: seed ? await readFileOf(folder, seed) : null,
    form,
    names: [baseline.name, seed?.name ?? `${zeros}2_seed_definitions`],
    others: others.filter((name) => name !== baseline.file && name !== seed?.file),
  }
}

interface Found {
  readonly name: string
  readonly file: string
}

async function migrationsIn(folder: string): Promise<readonly Found[]> {
  if (!(await lstat(folder).catch(absent))) return []
  try {
    return (await findMigrations(folder)).files
  } catch (error) {
    if (error instanceof RebaselineError && error.code === 'migrations-not-found') return []
    throw error
  }
}

const otherThan = async (folder: string, files: readonly Found[]): Promise<readonly string[]> => {
  const names = await readdir(folder)
  // A file of the same name with another extension would run in place of the one that is read.
  const twin = names.find(
    (name) =>
      RUNS.test(name) &&
      !/\.d\.[cm]?ts$/.test(name) &&
      (BASELINE.test(name.replace(RUNS, '')) || SEED.test(name.replace(RUNS, ''))) &&
      !files.some(({ file }) => file === name),
  )
  if (twin !== undefined) {
    throw new RebaselineError('file-in-the-way', {
      doing: 'write the baseline anew',
      happened: `${join(folder, twin)} stands there under the same name with another extension`,
      help: 'Keep one of the two.',
    })
  }
  return names
}

/** What else of the folder is a migration; a file without the word `up` only helps them. */
async function runningBeside(
  folder: string,
  files: readonly Found[],
  known: readonly (string | undefined)[],
): Promise<readonly string[]> {
  const names = files.map(({ file }) => file).filter((file) => !known.includes(file))
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name), 'utf8').catch(() => 'up')),
  )
  return names.filter((name, index) => isSql(name) || /\bup\b/.test(texts[index] ?? ''))
}

const MOST_NAMED = 5

function refused(
  what: string,
  running: readonly string[],
  seed: string | undefined,
): RebaselineError {
  const named = [...(seed === undefined ? [] : [seed]), ...running]
  const more = named.length - MOST_NAMED
  const list = `${named.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return new RebaselineError('snapshot-refused', {
    doing: 'write the baseline anew',
    happened: named.length === 0 ? what : `${what}: ${list}`,
  })
}

const notAlike = (folder: string, baseline: Found, seed: Found): RebaselineError =>
  new RebaselineError('snapshot-refused', {
    doing: 'write the baseline anew',
    happened: `${join(folder, baseline.file)} and ${seed.file} are two kinds of file, and both are written as one`,
    help: 'Give both the same extension, or name an empty folder with --out.',
  })

async function readFileOf(folder: string, { name, file }: Found): Promise<StandingFile> {
  const path = join(folder, file)
  const doing = `read ${path}`
  const found = await lstat(path)
  if (!found.isFile()) {
    const happened = `${path} is ${found.isSymbolicLink() ? 'a symbolic link' : 'no ordinary file'}`
    throw new RebaselineError('symlink-refused', {
      doing: 'write the baseline anew',
      happened,
      help: 'Put a real file there, or name the folder that the link leads to with --out.',
    })
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    const happened = `this user may not read it (${code ?? message})`
    throw new RebaselineError('state-unreadable', { doing, happened, cause })
  })
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { name, path, bytes, text, mode: found.mode & 0o777 }
  } catch (cause) {
    const happened = 'it holds bytes that are no UTF-8'
    const help = 'Save it as UTF-8 with the program that wrote it.'
    throw new RebaselineError('state-unreadable', { doing, happened, help, cause })
  }
}
