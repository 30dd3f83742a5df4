import type { Fault } from '../faults/fault.ts'
import { isRefused, type QueryFailed } from '../query-failed.ts'
import { kinds } from '../kinds/registry.ts'
import { targetOf } from '../kinds/target.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection, type Query } from '../postgres/session.ts'
import type { Finding } from '../../shared/finding.ts'
import { keyOf, type Model } from '../../shared/model.ts'
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
  const copy = await createScratch(rebuilt.database.server, {
    runId,
    purpose: 'planted',
    template: rebuilt.database.name,
  })
  try {
    const planted: Fault[] = []
    const refused: Refused[] = []
    const lacking = new Map<string, string>()
    await withConnection(copy.url, { runId }, async (query) => {
      for (const { key, statements } of onDatabase(rebuilt.model)) {
        const why = await send(query, statements)
        if (why) lacking.set(key, `a copy can't be given it: ${why.happened}`)
      }
      const givenTo = await strangerTo(query, rebuilt.model)
      for (const fault of faults) {
        const outcome = lacking.get(fault.key) ?? givenTo(fault) ?? (await plant(query, fault))
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
    const isOfCopy = ({ address }: Finding): boolean => !lacking.has(keyOf(address))
    return { planted, refused, findings: findings.filter(isOfCopy) }
  } finally {
    await copy.drop()
  }
}

/** What stands on the database itself, or in a catalog of the whole server, with its statements: Postgres gives a copy none of it. */
export const onDatabase = (
  model: Model,
): readonly { readonly key: string; readonly statements: readonly string[] }[] =>
  [...model.objects.values()]
    .filter((object) => {
      const parent = object.parent === null ? undefined : model.objects.get(object.parent)
      const isShared = [object, parent].some((each) => each && kinds[each.kind].shared)
      return isShared || targetOf(object).type === 'database'
    })
    .map((object) => {
      const context = { model, clauses: [], major: model.server.major }
      const made = kinds[object.kind].create?.(object, context) ?? []
      return { key: object.key, statements: made.map(({ sql }) => sql) }
    })

/** Why nothing can be given to the role that owns most, where statements that mean it would name another one. */
async function strangerTo(
  query: Query,
  { server: { migratingRole } }: Model,
): Promise<(fault: Fault) => string | undefined> {
  const [row] = await query('select current_user::text as role')
  if (row?.['role'] === migratingRole) return () => undefined
  const why = `it is about ${migratingRole}, and ${String(row?.['role'])} plants it`
  return ({ statements }) =>
    statements.some((sql) => /\bCURRENT_USER\b/.test(sql)) ? why : undefined
}

/** Postgres's word for what the role may not do: another way of doing it is none. */
const NOT_ALLOWED = '42501'

/** The statements that planted it, or why none did. */
async function plant(query: Query, fault: Fault): Promise<readonly string[] | string> {
  let first: string | undefined
  for (const statements of [fault.statements, ...(fault.otherwise ?? [])]) {
    const refused = fault.row
      ? await sendForOneRow(query, statements)
      : await send(query, [statements.join('; ')])
    if (refused === undefined) return statements
    first ??= refused.happened
    if (refused.sqlState === NOT_ALLOWED) break
  }
  return first ?? 'no way is known'
}

type Refusal = Pick<QueryFailed, 'happened' | 'sqlState'>

/** Sends messages, each a transaction, until one is refused. */
async function send(query: Query, messages: readonly string[]): Promise<Refusal | undefined> {
  try {
    for (const message of messages) await query(message)
    return undefined
  } catch (error) {
    if (!isRefused(error)) throw error
    return error
  }
}

async function sendForOneRow(
  query: Query,
  statements: readonly string[],
): Promise<Refusal | undefined> {
  try {
    const rows = await query(`begin; ${statements.join('; ')}`)
    if (rows.length !== 1) {
      await query('rollback')
      return { happened: `it would have been ${rows.length} rows`, sqlState: '' }
    }
    await query('commit')
    return undefined
  } catch (error) {
    await query('rollback')
    if (!isRefused(error)) throw error
    return error
  }
}
