import { ident, literal, qualified } from '../kinds/sql.ts'
import { addressOf, type Model } from '../../shared/model.ts'
import type { RowColumn, SeedData, SequenceState, TableRows } from '../../shared/rows.ts'
import { configurationOf } from '../rows/configuration.ts'
import type { RowVolatility } from '../rows/volatile-column.ts'
import type { Fault, Spared } from './fault.ts'
import { originsOf } from './zones.ts'

/** So many values of a table are tried until the server takes one. */
const MOST_TRIED = 60

/**
 * Faults in the seed: of each seeded table one row less, one value that is another, and one row more, and of each sequence
 * that it stands elsewhere. What would make
 * rows of other tables differ is in the zone.
 */
export function rowFaultsOf(
  data: SeedData,
  model: Pick<Model, 'objects'>,
  volatile: RowVolatility | null,
): { readonly faults: readonly Fault[]; readonly spared: readonly Spared[] } {
  const referring = referringTo(model)
  const wheres = new Map(configurationOf(model).map(({ key, where }) => [key, where]))
  const faults: Fault[] = []
  const spared: Spared[] = []
  for (const table of data.tables) {
    const { table: key, rows } = table
    if (rows.length === 0) continue
    const address = addressOf(key)
    const source = sourceOf(table, wheres.get(key))
    const made = volatile?.tables.get(key)
    const steady = table.columns.filter(({ name }) => made?.columns.has(name) !== true)
    // A value that is made anew stands for itself wherever others refer to it.
    const zone = made ? reachedFrom(key, referring) : new Set([key])
    const fault = (row: NonNullable<Fault['row']>, ways: readonly string[]): void => {
      const tried = ways.slice(0, MOST_TRIED).map((sql) => [AS_STORED, sql])
      const [statements, ...otherwise] = tried
      if (!statements)
        return void spared.push({ address, why: `${ROW_WORDS[row]}: no way is known` })
      faults.push({
        key,
        kind: 'rows',
        address,
        attribute: ROW_WORDS[row],
        statements,
        otherwise,
        row,
        zone,
      })
    }
    fault('missing', [lessOf(table, source)])
    fault('changed', changesOf(table, steady, source))
    fault('added', moreOf(table, source))
  }
  const steady = data.sequences.filter(({ sequence }) => !volatile?.sequences.has(sequence))
  return { faults: [...faults, ...steady.flatMap(sequenceFaults)], spared }
}

/** That it stands at another value, and that the same value was given already, or was not. */
function sequenceFaults({ sequence, name, lastValue, isCalled }: SequenceState): Fault[] {
  const at = (value: bigint, called: boolean): string[] => [
    `select pg_catalog.setval(${literal(name)}::pg_catalog.regclass, ${value}, ${called})`,
  ]
  const value = BigInt(lastValue)
  const fault = (attribute: string, [statements = [], ...otherwise]: string[][]): Fault => ({
    key: sequence,
    kind: 'sequence-state',
    address: addressOf(sequence),
    attribute,
    statements,
    otherwise,
    row: 'changed',
    zone: new Set([sequence]),
  })
  return [
    fault('lastValue', [at(value + 1n, isCalled), at(value - 1n, isCalled)]),
    fault('isCalled', [at(value, !isCalled)]),
  ]
}

/** What was done to the rows of a table, for people. */
const ROW_WORDS: Readonly<Record<NonNullable<Fault['row']>, string>> = {
  missing: 'one row less',
  changed: 'one value changed',
  added: 'one row more',
}

/** Rows as they are written, and nothing that follows from it: no trigger, no rule, no cascade. */
const AS_STORED = "set local session_replication_role = 'replica'"

const nameOf = ({ table }: TableRows): string => qualified(addressOf(table).names)

/** The rows that are seed: of a table that an extension made, those that it says are people's. */
const sourceOf = (table: TableRows, where = ''): string =>
  where === '' ? `only ${nameOf(table)}` : `(select ctid, * from only ${nameOf(table)} ${where})`

const lessOf = (table: TableRows, source: string): string =>
  `delete from only ${nameOf(table)} where ctid = (select t.ctid from ${source} t order by t.ctid desc limit 1) returning 1`

/** Columns that name no row come first: a row that is named otherwise is another one. */
function changesOf(
  table: TableRows,
  columns: readonly RowColumn[],
  source: string,
): readonly string[] {
  const key = new Set(table.key)
  const sorted = columns.toSorted((a, b) => Number(key.has(a.name)) - Number(key.has(b.name)))
  const name = nameOf(table)
  return sorted.flatMap((column) =>
    valuesFor(table, column).map((value) => {
      const own = ident(column.name)
      return `update only ${name} set ${own} = ${value} where ctid = (select t.ctid from ${source} t where t.${own}::text is distinct from (${value})::text order by t.ctid limit 1) returning 1`
    }),
  )
}

/** Other values for a column: some that another row has, none, and what its type knows. */
function valuesFor(table: TableRows, { name, type, notNull }: RowColumn): readonly string[] {
  const place = table.columns.findIndex((column) => column.name === name)
  const cells = [...new Set(table.rows.slice(0, 200).map((row) => row[place] ?? null))]
  const there = cells.filter((cell) => cell !== null).slice(0, 2)
  return [
    ...(there.length > 1 ? there.map((cell) => `${literal(cell)}::${type}`) : []),
    ...variants(ident(name), type),
    ...(notNull || there.length === 0 ? [] : [`null::${type}`]),
  ]
}

/** The next row: as the first one where nothing forbids that, else with other values where they have to be, or everywhere. */
function moreOf(table: TableRows, source: string): readonly string[] {
  const name = nameOf(table)
  const columns = table.columns.map((column) => ident(column.name)).join(', ')
  const insert = (isOther: (column: RowColumn) => boolean, which: number): string => {
    const values = table.columns.map((column) => {
      const own = ident(column.name)
      if (!isOther(column)) return own
      const none = column.notNull ? [] : [`null::${column.type}`]
      const others = [...variants(own, column.type, name), ...none]
      return others[Math.min(which, others.length - 1)] ?? own
    })
    return `insert into ${name} (${columns}) overriding system value select ${values.join(', ')} from ${source} t order by ctid limit 1 returning 1`
  }
  const key = new Set(table.key)
  return [
    insert(() => false, 0),
    ...[0, 1, 2].map((which) => insert(({ name }) => key.has(name), which)),
    // What else has to be unique is one more column as a rule.
    ...table.columns.map((more) => insert(({ name }) => key.has(name) || name === more.name, 0)),
    ...[0, 1, 2].map((which) => insert(() => true, which)),
  ]
}

/** Values of a type that an own one is changed into; next to all of a table's where that is named. */
function variants(own: string, type: string, table?: string): readonly string[] {
  const most = table === undefined ? own : `(select pg_catalog.max(${own}) from only ${table})`
  const cast = (value: string): string => `(${value})::${type}`
  if (/^(?:smallint|integer|bigint|numeric|real|double precision)\b/.test(type)) {
    return [cast(`${most} + 1`), cast(`${own} - 1`)]
  }
  if (/^(?:text|character varying|character|citext|name)\b/.test(type)) {
    return [
      cast(`${own} || '~'`),
      cast(`pg_catalog.left(pg_catalog.md5(${own}::text), 8)`),
      cast(`pg_catalog.left(pg_catalog.md5(${own}::text), 1)`),
    ]
  }
  if (type === 'boolean') return [`not ${own}`]
  if (type === 'uuid') return [cast(`pg_catalog.md5(${own}::text)`)]
  if (type === 'jsonb' || type === 'json') return [`'{"planted": true}'::${type}`]
  if (/^(?:date|timestamp)/.test(type)) return [cast(`${most} + interval '1 day'`)]
  if (/^(?:time|interval)/.test(type)) return [cast(`${own} + interval '1 minute'`)]
  if (type === 'bytea') return [`${own} || '\\x00'::bytea`]
  if (type.endsWith('[]')) return [`'{}'::${type}`]
  return []
}

/** Keys of the tables of which a part needs a table, as a foreign key does, by its key. */
function referringTo(model: Pick<Model, 'objects'>): ReadonlyMap<string, ReadonlySet<string>> {
  const referring = new Map<string, Set<string>>()
  for (const object of model.objects.values()) {
    const { parent, dependsOn } = object
    if (parent === null) continue
    for (const need of [...dependsOn, ...originsOf(object)]) {
      const on = model.objects.get(need)?.parent ?? need
      if (on === parent) continue
      const there = referring.get(on) ?? new Set()
      referring.set(on, there.add(parent))
    }
  }
  return referring
}

function reachedFrom(
  key: string,
  referring: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const reached = new Set([key])
  // A set that grows while it is walked is walked to its end.
  for (const at of reached) for (const next of referring.get(at) ?? []) reached.add(next)
  return reached
}
