import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { closed, nullable } from '../../shared/schema.ts'
import { RebaselineError } from '../errors.ts'
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
