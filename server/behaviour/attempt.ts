import { isRefused, type QueryFailed } from '../query-failed.ts'
import { ident, qualified } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'
import { isTimeout } from './finder.ts'
import type { Subject, Subjects, TriedTable } from './subjects.ts'
import type { Target } from './violate.ts'

/** What a side did with rows that break a constraint. */
export type Outcome =
  | {
      readonly how: 'refused'
      readonly state: string
      /** What was taken away first, since it refuses these rows as well. */
      readonly away: readonly string[]
    }
  | {
      readonly how: 'accepted'
      readonly state: 'kept' | 'swallowed'
      readonly away: readonly string[]
    }
  | { readonly how: 'otherwise'; readonly said: string }

/** What it did as it is, and what without the triggers and rules of the table, where that had to be asked. */
export interface Answer {
  readonly asIs: Outcome
  readonly bare: Outcome | null
}

/** One database, with what it calls its constraints. */
export interface Place {
  readonly query: Query
  readonly subjects: Subjects
  /** By schema, table and name. */
  readonly named: ReadonlyMap<string, Subject>
  readonly tables: ReadonlyMap<string, TriedTable>
  readonly byId: ReadonlyMap<string, Subject>
}

const keyOf = (...names: readonly (string | undefined)[]): string => JSON.stringify(names)

/** A database on which rows are tried. */
export function placeOf(query: Query, subjects: Subjects): Place {
  const named = new Map<string, Subject>()
  for (const subject of subjects.subjects) {
    const table = subjects.tables.get(subject.table)
    if (table) named.set(keyOf(table.schema, table.name, subject.name), subject)
  }
  const tables = new Map(
    [...subjects.tables.values()].map((table) => [keyOf(table.schema, table.name), table]),
  )
  const byId = new Map(subjects.subjects.map((subject) => [subject.id, subject]))
  return { query, subjects, named, tables, byId }
}

/** So much is taken out of the way of one row. */
const MOST_AWAY = 8

/**
 * Tries rows, and takes them back. What else refuses them is taken out of their way, so that the constraint they are meant
 * for has its say, whichever of them a server asks first.
 */
export async function attempt(
  place: Place,
  target: Target,
  table: Pick<TriedTable, 'schema' | 'name'> | null,
  sql: string,
): Promise<Answer> {
  const asIs = await run(place, target, sql, [])
  const own = table && place.tables.get(keyOf(table.schema, table.name))
  if (asIs.how === 'refused' || !own) return { asIs, bare: null }
  const name = qualified([own.schema, own.name])
  const off = [
    `alter table ${name} disable trigger user`,
    ...own.rules.map((rule) => `alter table ${name} disable rule ${ident(rule)}`),
  ]
  return { asIs, bare: await run(place, target, sql, off) }
}

async function run(
  place: Place,
  target: Target,
  sql: string,
  off: readonly string[],
): Promise<Outcome> {
  const { query } = place
  const away: string[] = []
  const drops: string[] = []
  const before = (): string => ['begin', ...off, ...drops].join('; ')
  for (;;) {
    try {
      await query(`${before()}; ${sql}; set constraints all immediate; rollback`)
      return { how: 'accepted', state: await isKept(query, `${before()}; ${sql}`), away }
    } catch (error) {
      await query('rollback')
      if (!isRefused(error) && !isTimeout(error)) throw error
      if (isBy(place, error, target)) return { how: 'refused', state: error.sqlState, away }
      const drop = away.length < MOST_AWAY ? dropOf(place, error) : undefined
      if (!drop || drops.includes(drop.sql)) return { how: 'otherwise', said: saidBy(error) }
      away.push(drop.name)
      drops.push(drop.sql)
    }
  }
}

/** Whether what was accepted is there, or a trigger let it vanish. */
async function isKept(query: Query, sql: string): Promise<'kept' | 'swallowed'> {
  try {
    return (await query(`${sql} returning 1`)).length > 0 ? 'kept' : 'swallowed'
  } catch (error) {
    if (!isRefused(error) && !isTimeout(error)) throw error
    // A rule does something else instead, and has nothing to return.
    return 'swallowed'
  } finally {
    await query('rollback')
  }
}

const saidBy = ({ happened }: QueryFailed): string => happened

/** Whether it is this constraint that refused the row, here or in a partition. */
function isBy(place: Place, { sqlState, about }: QueryFailed, target: Target): boolean {
  if (!sqlState.startsWith('23')) return false
  const { type, schema, of, name } = target
  if (type === 'domain') {
    return about.schema === schema && about.type === of && (about.constraint ?? null) === name
  }
  if (type === 'not null') return sqlState === '23502' && about.column === name && !about.type
  if (about.type || about.constraint === undefined) return false
  if (about.constraint === name && about.schema === schema && about.table === of) return true
  const met = place.named.get(keyOf(about.schema, about.table, about.constraint))
  const meant = place.named.get(keyOf(schema, of, name ?? ''))
  if (!met || !meant) return false
  return met.type === 'check'
    ? met.name === meant.name && meant.type === 'check' && about.table !== of
    : rootOf(place, met, meant.id).id === meant.id
}

/** What a part in a partition belongs to; at most as far as `until`. */
function rootOf({ byId }: Place, subject: Subject, until?: string): Subject {
  let at = subject
  for (;;) {
    const above = at.parent === null || at.id === until ? undefined : byId.get(at.parent)
    if (!above) return at
    at = above
  }
}

/** How that which refused a row is taken away. */
function dropOf(
  place: Place,
  { sqlState, about }: QueryFailed,
): { readonly name: string; readonly sql: string } | undefined {
  if (!sqlState.startsWith('23') || about.constraint === undefined || about.type) return undefined
  const met = place.named.get(keyOf(about.schema, about.table, about.constraint))
  if (!met) return undefined
  const root = rootOf(place, met)
  const table = place.subjects.tables.get(root.table)
  if (!table) return undefined
  const sql = root.isIndex
    ? `drop index ${qualified([table.schema, root.name])}`
    : `alter table ${qualified([table.schema, table.name])} drop constraint ${ident(root.name)} cascade`
  return { name: root.name, sql }
}
