import type { CatalogObject, Model } from '../../shared/model.ts'
import type { SeedData, SequenceState } from '../../shared/rows.ts'
import type { Statement } from '../kinds/kind.ts'
import { literal, qualified } from '../kinds/sql.ts'
import { deriveRows } from '../rows/derived.ts'
import type { RowVolatility } from '../rows/volatile-column.ts'
import { mentionedFrom } from './mentions.ts'
import { guardsOf } from './seed-guards.ts'
import { orderTables, referencesOf } from './seed-order.ts'
import { insertGroup } from './seed-rows.ts'
import { awayOf } from './seed-away.ts'

/** Settings that the seed's literals are written for; to be set for its transaction and put back after it. */
export const SEED_SETTINGS: Readonly<Record<string, string>> = {
  array_nulls: 'on',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  lc_monetary: 'C',
  TimeZone: 'UTC',
  xmloption: 'content',
}

/** The statements that put the rows and sequence states into a database that only has the schema. */
export function seedStatements(
  data: SeedData,
  volatile: RowVolatility | null,
  model: Model,
): readonly Statement[] {
  const tables = deriveRows(data, volatile, model).filter((table) => table.rows.length > 0)
  const references = referencesOf(model, tables)
  const groups = orderTables(tables, references, model)
  const inserts = groups.flatMap((group) => insertGroup(group, references))
  const seeded = groups.map((group) => group.map(({ table }) => table))
  const away = awayOf(model, seeded)
  const guards = guardsOf(model, seeded.flat(), away.keys)
  const sequences = [...data.sequences]
    .sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
    .map((state) => volatile?.sequences.get(state.sequence) ?? state)
    .filter((state) => !isUntouched(state, model))
  const refreshes = inserts.length + sequences.length > 0 ? refreshStatements(model) : []
  const said = (sql: string): Statement => ({ sql })
  return [
    ...[...guards.before, ...away.before, ...inserts, ...guards.after].map(said),
    ...away.after,
    ...[...sequences.map(setvalStatement), ...refreshes].map(said),
  ]
}

/** Puts a sequence where it stood, `is_called` included. */
export const setvalStatement = ({ name, lastValue, isCalled }: SequenceState): string =>
  `SELECT pg_catalog.setval(${literal(name)}::pg_catalog.regclass, ${lastValue}, ${isCalled})`

/** A new sequence stands at its start and hasn't been called. */
function isUntouched({ sequence, lastValue, isCalled }: SequenceState, model: Model): boolean {
  const attributes = model.objects.get(sequence)?.attributes
  const start = attributes?.['start'] ?? attributes?.['identityStart']
  return !isCalled && start === lastValue
}

/** Populated materialized views, each after those it reads, also through other views and functions, as far as their texts tell. */
export function refreshStatements(model: Model): string[] {
  const done = new Set<string>()
  const order: CatalogObject[] = []
  const visit = (key: string): void => {
    if (done.has(key)) return
    done.add(key)
    const object = model.objects.get(key)
    const needs = object?.dependsOn ?? []
    for (const needed of [...needs, ...mentionedFrom(model, needs)]) visit(needed)
    const populated = object?.attributes['populated'] === true
    if (object?.kind === 'materialized-view' && populated) order.push(object)
  }
  for (const key of [...model.objects.keys()].sort()) visit(key)
  return order.map(({ address }) => `REFRESH MATERIALIZED VIEW ${qualified(address.names)}`)
}
