import { access, constants, lstat, readdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { absent } from '../machine/absent.ts'
import { askGit } from '../project/git.ts'
import type { Project } from '../project/project.ts'
import { linkOnTheWay } from './place.ts'
import { pathsOf, type HashedStep } from './step.ts'

/** Why files can't be written or moved as planned; each with what to do. */
export async function obstaclesOf(
  { folder }: Project,
  steps: readonly HashedStep[],
): Promise<readonly string[]> {
  const paths = [...new Set(steps.flatMap(pathsOf))]
  const leaving = new Set(steps.flatMap(({ path, to }) => (to === null ? [] : [path])))
  const arriving = steps.flatMap(({ action, path, to }) =>
    to === null ? (action === 'write' ? [path] : []) : [to],
  )
  return [
    ...(await linksOf(folder, paths)),
    ...(await takenOf(folder, arriving, leaving)),
    ...(await readOnlyOf(folder, paths)),
  ]
}

async function linksOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of paths) {
    const link = await linkOnTheWay(folder, path)
    if (link !== null) found.add(link)
  }
  return [...found].map(
    (link) =>
      `${link} is a symbolic link, and what is written must stay in the project: put the real file or folder there`,
  )
}

/** Names that are taken, also where they differ in case or accents only: some systems take those for the same. */
async function takenOf(
  folder: string,
  arriving: readonly string[],
  leaving: ReadonlySet<string>,
): Promise<readonly string[]> {
  const refusals: string[] = []
  const known = new Map<string, string>()
  for (const below of new Set(arriving.map((path) => posix.dirname(path)))) {
    const names = await readdir(join(folder, below)).catch(absent)
    for (const name of names ?? []) {
      const path = posix.join(below, name)
      if (!leaving.has(path)) known.set(folded(path), path)
    }
  }
  for (const path of arriving) {
    const other = known.get(folded(path))
    known.set(folded(path), path)
    if (other === undefined) continue
    refusals.push(
      other === path
        ? `${path} exists already, and nothing is overwritten: move it away or rename it`
        : `${path} and ${other} differ in case or accents only, and some systems take them for the same file: rename one`,
    )
  }
  return refusals
}

const folded = (path: string): string => path.normalize('NFC').toLowerCase()

async function readOnlyOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const closed = new Set<string>()
  const folders = new Set(paths.map((path) => dirname(join(folder, path))))
  for (const wanted of folders) {
    const there = await nearest(wanted)
    await access(there, constants.W_OK | constants.X_OK).catch(() => closed.add(there))
  }
  return [...closed].map(
    (path) =>
      `${path} can't be written by this user: give this user write permission on the folder`,
  )
}

async function nearest(path: string): Promise<string> {
  if (await lstat(path).catch(absent)) return path
  return path === dirname(path) ? path : nearest(dirname(path))
}

/** What git says about the files of an export. */
export type Checkout =
  /** `others` are changes in the same folders that are none of the export's. */
  | { readonly status: 'clean'; readonly others: readonly string[] }
  | { readonly status: 'none' }
  | { readonly status: 'refused'; readonly refusals: readonly string[] }

/** Whether all files of an export are as they were committed; where there is no checkout nothing can be told. */
export async function checkoutOf(
  { folder }: Project,
  steps: readonly HashedStep[],
): Promise<Checkout> {
  const prefix = await askGit(folder, ['rev-parse', '--show-prefix'])
  if (prefix.status === 'absent') return { status: 'none' }
  if (prefix.status === 'failed') {
    if (/not a git repository/.test(prefix.message)) {
      return { status: 'none' }
    }
    return refusedBy(prefix.message)
  }
  if (await isLeftOut(folder)) {
    return { status: 'none' }
  }
  const paths = new Set(steps.flatMap(pathsOf))
  const tops = new Set([...paths].map((path) => posix.dirname(path)).filter((path) => path !== '.'))
  const files = [...paths].filter((path) => posix.dirname(path) === '.')
  const words = ['--literal-pathspecs', 'status', '--porcelain=v1', '-z', '-uall', '--ignored']
  const status = await askGit(folder, [...words, '--', ...tops, ...files])
  if (status.status !== 'done') {
    return refusedBy(status.status === 'failed' ? status.message : 'git is gone')
  }
  const changed = changesOf(status.output, prefix.output.replace(/\n$/, ''))
  const refusals = changed.flatMap(({ path, state }) =>
    paths.has(path) ? [refusalOf(path, state)] : [],
  )
  if (refusals.length > 0) return { status: 'refused', refusals }
  return {
    status: 'clean',
    others: changed.flatMap(({ path, state }) => (state === '!!' ? [] : [path])),
  }
}

/** A project in an ignored folder of somebody's checkout, without any file in it, is none of its files. */
async function isLeftOut(folder: string): Promise<boolean> {
  const ignored = await askGit(folder, ['check-ignore', '--quiet', '.'])
  if (ignored.status !== 'done') return false
  const tracked = await askGit(folder, ['ls-files', '-z', '--', '.'])
  return tracked.status === 'done' && tracked.output === ''
}

const refusedBy = (message: string): Checkout => ({
  status: 'refused',
  refusals: [`git can't tell what is uncommitted (${message}): put that right first`],
})

function refusalOf(path: string, state: string): string {
  if (state === '!!')
    return `${path} is ignored by git, so it could not be taken back: commit it (git add -f) first`
  if (state === '??') return `${path} is not committed yet: commit it first`
  return `${path} has uncommitted changes: commit or stash them first`
}

/** `XY path`, each ended by NUL, from the top of the checkout; a rename has its old path after it. */
function changesOf(
  output: string,
  prefix: string,
): readonly { readonly path: string; readonly state: string }[] {
  const fields = output.split('\0')
  const changes: { path: string; state: string }[] = []
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? ''
    if (field === '') continue
    const state = field.slice(0, 2)
    const paths = [field.slice(3)]
    if (/[RC]/.test(state)) {
      index += 1
      paths.push(fields[index] ?? '')
    }
    for (const path of paths) {
      if (path.startsWith(prefix)) changes.push({ path: path.slice(prefix.length), state })
    }
  }
  return changes
}
