import type { Fault } from '../faults/fault.ts'
import { isRefused } from '../errors.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { Finding } from '../../shared/finding.ts'
import { compareSides, type CompareOptions } from './compare-sides.ts'
import { readSide, type Side } from './read-side.ts'
import type { RebuiltSide } from './rebuild.ts'
import type { Workspace } from './workspace.ts'

/** A fault that the server would not let be planted. */
export interface Refused {
  readonly fault: Fault
  readonly why: string
}

/** Plants what can be planted in a copy of the rebuilt database, and compares that with old. */
export async function inCopy(
  workspace: Workspace,
  old: Side,
  rebuilt: RebuiltSide,
  faults: readonly Fault[],
  options: CompareOptions,
): Promise<{
  readonly planted: readonly Fault[]
  readonly refused: readonly Refused[]
  readonly findings: readonly Finding[]
}> {
  const { runId } = workspace
  const copy = await createScratch(workspace.rebuilt, {
    runId,
    purpose: 'planted',
    template: rebuilt.database.name,
  })
  try {
    const planted: Fault[] = []
    const refused: Refused[] = []
    await withConnection(copy.url, { runId }, async (query) => {
      for (const fault of faults) {
        const why = await plant(query, fault)
        if (why === undefined) planted.push(fault)
        else refused.push({ fault, why })
      }
    })
    const side = await readSide(copy.url, { runId, ledger: options.ledger, seed: 'none' })
    const { findings } = await compareSides(workspace, { ...old, data: side.data }, side, {
      ...options,
      seed: 'none',
      volatileRows: null,
    })
    return { planted, refused, findings }
  } finally {
    await copy.drop()
  }
}

/** Why it can't be planted; undefined where it is. */
async function plant(
  query: (sql: string) => Promise<unknown>,
  { statements }: Fault,
): Promise<string | undefined> {
  try {
    await query('begin')
    for (const sql of statements) await query(sql)
    await query('commit')
    return undefined
  } catch (error) {
    await query('rollback')
    if (!isRefused(error)) throw error
    return error instanceof Error ? error.message : String(error)
  }
}
