import { RebaselineError } from '../errors.ts'
import { withLock } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { placeOf } from '../project/state-files.ts'
import type { InterruptedExport } from '../../shared/overview.ts'
import { readJournal } from './journal.ts'
import { looksOf } from '../machine/looks.ts'

/** How long to wait for whoever may be at it, in milliseconds: it is asked again soon. */
const PATIENCE = 200

/**
 * Tells again and again whether an export was interrupted, so that half of it may stand there; null where none was, or
 * somebody is at it now. The journal is only read where it looks changed.
 */
export function interruptedReader(project: Project): () => Promise<InterruptedExport | null> {
  let known: { readonly looks: string; readonly found: InterruptedExport | null } | undefined
  const read = async (): Promise<InterruptedExport | null> => {
    const looks = await looksOf([placeOf(project, 'export.json')])
    if (known?.looks !== looks) known = { looks, found: await inJournal(project) }
    return known.found
  }
  return async () => {
    const seen = await read()
    if (seen === null) return null
    try {
      // Who does or undoes an export holds the lock.
      return await withLock(
        project,
        { doing: 'looking for an export that was interrupted', patience: PATIENCE },
        read,
      )
    } catch (error) {
      if (!(error instanceof RebaselineError)) throw error
      return error.code === 'project-busy' ? null : seen
    }
  }
}

async function inJournal(project: Project): Promise<InterruptedExport | null> {
  const journal = await readJournal(project)
  if (journal === null || journal.state === 'applied') return null
  return { at: journal.startedAt, state: journal.state }
}
