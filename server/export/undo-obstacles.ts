import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { findInFolders } from '../history/several-folders.ts'
import { mayRun } from '../history/may-run.ts'
import { askGit } from '../project/git.ts'
import type { Project } from '../project/project.ts'
import type { Journal } from './journal.ts'
import type { Standing } from './standing.ts'
import type { HashedStep } from './step.ts'

const DOING = 'take the export back'

/** Refuses where somebody edited what the export left: taking it back would lose that. */
export function refuseEdited({ state, steps }: Journal, standings: readonly Standing[]): void {
  const edited = steps.filter((_, index) => standings[index] === 'foreign')
  if (edited.length === 0) return
  const shown = edited.slice(0, MOST_NAMED)
  const names = shown.map(({ path, to }) => to ?? path).join(', ')
  const more = edited.length > shown.length ? ` and ${edited.length - shown.length} more` : ''
  const verb = edited.length === 1 ? 'was' : 'were'
  throw new RebaselineError(state === 'applied' ? 'undo-refused' : 'export-interrupted', {
    doing: DOING,
    happened: `${names}${more} ${verb} changed by hand after the export, and that would be lost`,
    help: `${[...new Set(shown.map(wayOut))].join(' ')} Then run \`rebaseline export --undo\` again.`,
  })
}

const MOST_NAMED = 5

function wayOut({ action, path, to }: HashedStep): string {
  if (action === 'write') return `Move ${path} to another folder, so that your edit is kept.`
  if (action === 'change') {
    return `Save your edit of ${path} elsewhere, and make the file again what the export made of it, or what it was before.`
  }
  return `Save your edit of ${to} elsewhere, and make the file again what it was as ${path}.`
}

/** Refuses where the last commit holds the export: what git keeps is taken back by git. */
export async function refuseCommitted(
  { folder }: Project,
  { state, steps }: Journal,
): Promise<void> {
  if (state !== 'applied') return
  const arrived = steps.flatMap(({ action, path, to }) =>
    action === 'change' ? [] : [action === 'move' && to !== null ? to : path],
  )
  const found = await askGit(folder, ['ls-tree', '-z', '--name-only', 'HEAD', '--', ...arrived])
  if (found.status !== 'done') return
  const held = new Set(found.output.split('\0'))
  if (arrived.length === 0 || !arrived.every((path) => held.has(path))) return
  const words = ['log', '-1', '--diff-filter=A', '--no-renames', '--format=%h %s', '--', ...arrived]
  const log = await askGit(folder, ['--literal-pathspecs', ...words])
  const commit = log.status === 'done' ? log.output.trim() : ''
  const [hash = ''] = commit.split(' ')
  throw new RebaselineError('undo-refused', {
    doing: DOING,
    happened: `HEAD holds it: it was committed${commit === '' ? '' : ` as ${commit}`}`,
    help: `\`git revert ${hash === '' ? 'COMMIT' : hash}\` takes it back, and leaves that in the history for everybody else.`,
  })
}

/** Migrations that were written after an export, by their file names; to be asked before it is taken back. */
export async function writtenAfter(
  project: Project,
  { state, steps, later: stayed = [] }: Journal,
): Promise<readonly string[]> {
  if (state !== 'applied') return []
  const own = new Set([
    ...steps.flatMap(({ action, path }) => (action === 'write' ? [posix.basename(path)] : [])),
    ...stayed,
  ])
  const { migrations, more } = project
  const { files } = await findInFolders(migrations, more, 'passed over').catch(() => ({
    files: [],
  }))
  const later: string[] = []
  for (const { file } of files) {
    if (own.has(file)) continue
    if (mayRun(file, await readFile(join(project.migrations, file), 'utf8'))) later.push(file)
  }
  return later
}

/** Where these stand among the old migrations, once those are back; a sentence for each. */
export async function placesOf(
  { migrations, more }: Project,
  later: readonly string[],
): Promise<readonly string[]> {
  if (later.length === 0) return []
  const { files } = await findInFolders(migrations, more, 'passed over')
  const order = files.map(({ file }) => file)
  return later.map((file) => {
    const index = order.indexOf(file)
    const [before, after] = [order[index - 1], order[index + 1]]
    const about = `${file} was written after the export, stays, and now`
    if (after === undefined) return `${about} is the last migration, after ${before}`
    const place = before === undefined ? `before ${after}` : `between ${before} and ${after}`
    return `${about} stands ${place}: give it a name after ${order.at(-1)}, since Kysely refuses one that comes before what has run already`
  })
}
