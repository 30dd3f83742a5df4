import type { Fault } from '../faults/fault.ts'
import { isRefused } from '../query-failed.ts'
import { kinds } from '../kinds/registry.ts'
import { targetOf } from '../kinds/target.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection, type Query } from '../postgres/session.ts'
import type { Finding } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
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
      for (const sql of onDatabase(rebuilt.model)) await query(sql)
      for (const fault of faults) {
        const outcome = await plant(query, fault)
        if (typeof outcome === 'string') refused.push({ fault, why: outcome })
        else planted.push({ ...fault, statements: outcome })
      }
    })
    // Rows cost time: they are read where a fault is about them.
    const isAboutRows = faults.some(({ row }) => row !== undefined)
    const seed = isAboutRows ? options.seed : 'none'
    const unknownTables = 'skipped'
    const side = await readSide(copy.url, { runId, ledger: options.ledger, seed, unknownTables })
    const { findings } = isAboutRows
      ? await compareSides(workspace, old, side, options)
      : await compareSides(workspace, { ...old, data: side.data }, side, {
          ...options,
          seed,
          volatileRows: null,
        })
    return { planted, refused, findings }
  } finally {
    await copy.drop()
  }
}

/** What stands on the database itself, or in a catalog of the whole server: Postgres gives a copy none of it. */
export const onDatabase = (model: Model): readonly string[] =>
  [...model.objects.values()]
    .filter((object) => {
      const parent = object.parent === null ? undefined : model.objects.get(object.parent)
      const isShared = [object, parent].some((each) => each && kinds[each.kind].shared)
      return isShared || targetOf(object).type === 'database'
    })
    .flatMap(
      (object) =>
        kinds[object.kind].create?.(object, { model, clauses: [], major: model.server.major }) ??
        [],
    )
    .map(({ sql }) => sql)

/** The statements that planted it, or why none did. */
async function plant(query: Query, fault: Fault): Promise<readonly string[] | string> {
  let first: string | undefined
  for (const statements of [fault.statements, ...(fault.otherwise ?? [])]) {
    const why = await run(query, statements, fault.row)
    if (why === undefined) return statements
    first ??= why
  }
  return first ?? 'no way is known'
}

async function run(
  query: Query,
  statements: readonly string[],
  row: Fault['row'],
): Promise<string | undefined> {
  try {
    // One message is one transaction.
    if (row === undefined) return void (await query(statements.join('; ')))
    const rows = await query(`begin; ${statements.join('; ')}`)
    if (rows.length !== 1) {
      await query('rollback')
      return `it would have been ${rows.length} rows`
    }
    await query('commit')
    return undefined
  } catch (error) {
    if (row !== undefined) await query('rollback')
    if (!isRefused(error)) throw error
    return error.happened
  }
}
