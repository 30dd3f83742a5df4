import { lstat } from 'node:fs/promises'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { RebaselineError } from '../errors.ts'
import { closed } from '../../shared/schema.ts'
import { readLastRun } from './last-run.ts'
import { withLock } from './lock.ts'
import type { Project } from './project.ts'
import { placeOf, readState, writeState } from './state-files.ts'

const FILE = 'run-number.json'
const Claimed = Compile(closed({ number: Type.Integer({ minimum: 1 }) }))

/** The next number of a run: above this one, and above every other that a process of the project ever got. */
export const claimRunNumber = (project: Project, last: number): Promise<number> =>
  withLock(project, { doing: 'number the run' }, async () => {
    const number = Math.max(last, await claimedNumber(project), await lastNumber(project)) + 1
    await writeState(project, FILE, `${JSON.stringify({ number })}\n`)
    return number
  })

/** Gives the number of the run that was kept last, again and again; the file is only read where it looks changed. */
export function keptNumberReader(project: Project): () => Promise<number> {
  let known: { readonly looks: string; readonly number: number } | undefined
  return async () => {
    const found = await lstat(placeOf(project, 'last-run.json')).catch(() => undefined)
    const looks = JSON.stringify(
      found ? [found.mtimeMs, found.ctimeMs, found.size, found.ino] : null,
    )
    if (known?.looks !== looks) known = { looks, number: await lastNumber(project) }
    return known.number
  }
}

/** A file that somebody changed says nothing: the last run still does. */
async function claimedNumber(project: Project): Promise<number> {
  const text = await readState(project, FILE)
  try {
    const found: unknown = JSON.parse(text ?? '')
    return Claimed.Check(found) ? found.number : 0
  } catch {
    return 0
  }
}

async function lastNumber(project: Project): Promise<number> {
  const last = await readLastRun(project).catch((error: unknown) => {
    // A damaged one is written anew by the next run.
    if (error instanceof RebaselineError && error.code === 'state-damaged') return null
    throw error
  })
  return last?.number ?? 0
}
