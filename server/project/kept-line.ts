import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { closed, nullable } from '../../shared/schema.ts'
import type { SquashLine } from '../../shared/line.ts'
import { RebaselineError } from '../errors.ts'
import { findRunning } from '../history/several-folders.ts'
import { withLock } from './lock.ts'
import type { Project } from './project.ts'
import { placeOf, readState, removeState, writeState } from './state-files.ts'

/** The squash line that somebody chose in the dashboard: the last replaced migration, or null for all of them. */
const KeptLine = closed({ last: nullable(Type.String({ minLength: 1, maxLength: 1000 })) })
export type KeptLine = Static<typeof KeptLine>
const kept = Compile(KeptLine)

const FILE = 'line.json'

/** What was chosen; null where nothing was, and the configuration says it. It goes with the drafts, which are for it. */
export async function readKeptLine(project: Project): Promise<KeptLine | null> {
  const text = await readState(project, FILE)
  if (text === null) return null
  try {
    const found: unknown = JSON.parse(text)
    if (kept.Check(found)) return found
  } catch {
    // Said below.
  }
  throw new RebaselineError('state-unreadable', {
    doing: 'read which migrations the baseline replaces',
    happened: `${placeOf(project, FILE)} is not what Rebaseline wrote`,
    help: 'Remove the file, and choose the squash line again.',
  })
}

export const keepLine = (project: Project, line: KeptLine): Promise<void> =>
  withLock(project, { doing: 'keep the squash line' }, () =>
    writeState(project, FILE, `${JSON.stringify(line)}\n`),
  )

/** Forgets the choice: the configuration says it again. */
export async function forgetLine(project: Project): Promise<void> {
  if ((await readState(project, FILE)) === null) return
  await withLock(project, { doing: 'forget the squash line' }, () => removeState(project, FILE))
}

/** Whether another line was chosen than the one that a run is for. */
export async function isMoved(
  project: Project,
  line: Readonly<SquashLine> | null | undefined,
): Promise<boolean> {
  // One that was chosen for a folder before is none of a provider's.
  if (project.provider) return false
  const chosen = await readKeptLine(project)
  const last = line?.last ?? null
  if (chosen === null || chosen.last === last) return false
  if (chosen.last === null || last !== null) return true
  // Nothing stays behind the newest migration: that is the whole folder.
  const { files } = await findRunning(project.migrations, project.more)
  return files.at(-1)?.name !== chosen.last
}
