import type { CatalogObject, Model } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { RebaselineError } from '../errors.ts'
import { ident } from '../kinds/sql.ts'
import { configurationOf } from './configuration.ts'
import { partitionsBelow } from './partitions.ts'

/** Keys of the tables and materialized views whose rows are read; `colors` means one of that name, in whichever schema. */
export function selectedTables(model: Model, selection: SeedSelection): ReadonlySet<string> {
  if (selection === 'none') return new Set()
  const tables = storingRows(model)
  if (selection === 'all') return new Set(tables.map((table) => table.key))
  if (!isAllBut(selection)) return new Set(withPartitions(model, named(tables, selection, READ)))
  const without = new Set(leftOutTables(model, selection).keys())
  return new Set(tables.map(({ key }) => key).filter((key) => !without.has(key)))
}

/** Keys of the tables whose rows were left out by name, each with that of the table that stands for it, as a partition's own. */
export function leftOutTables(model: Model, selection: SeedSelection): ReadonlyMap<string, string> {
  if (!isAllBut(selection)) return new Map()
  const keys = named(storingRows(model), selection.allBut, LEAVE_OUT)
  const below = new Set(keys.flatMap((key) => partitionsBelow(model, key)))
  return new Map(
    keys
      .filter((key) => !below.has(key))
      .flatMap((whole) => withPartitions(model, [whole]).map((key) => [key, whole])),
  )
}

/** Whether it is read where a sequence stands, by the key of the table that owns it; without an owner by an empty one. */
export function readsSequencesOf(
  model: Model,
  selection: SeedSelection,
): (owner: string) => boolean {
  if (selection === 'all') return () => true
  if (isAllBut(selection)) {
    const without = leftOutTables(model, selection)
    return (owner) => !without.has(owner)
  }
  const read = selectedTables(model, selection)
  return (owner) => read.has(owner)
}

/** Whether rows of all tables are seed but of some that are named. */
export const isAllBut = (
  selection: SeedSelection,
): selection is Extract<SeedSelection, { readonly allBut: unknown }> =>
  typeof selection === 'object' && 'allBut' in selection

/** The names among these that the model has, for a side that may lack some of the other side's tables. */
export function knownSelection(model: Model, selection: SeedSelection): SeedSelection {
  if (typeof selection === 'string') return selection
  const known = new Set(storingRows(model).flatMap(({ names }) => spellings(names)))
  const knownOf = (names: readonly string[]): string[] => names.filter((name) => known.has(name))
  return isAllBut(selection) ? { allBut: knownOf(selection.allBut) } : knownOf(selection)
}

interface Storing {
  readonly key: string
  readonly names: readonly string[]
}

/** Keys of the tables of these names. */
const named = (
  tables: readonly Storing[],
  names: readonly string[],
  doing: (name: string) => string,
): string[] =>
  names.map((name) => {
    const found = tables.filter((table) => spellings(table.names).includes(name))
    const [only] = found
    if (only && found.length === 1) return only.key
    throw unknownTable(
      doing(name),
      found.map((table) => table.names.join('.')),
    )
  })

const READ = (name: string): string => `read the seed rows of ${JSON.stringify(name)}`
const LEAVE_OUT = (name: string): string =>
  `leave the rows of ${JSON.stringify(name)} out of the seed`

const withPartitions = (model: Model, keys: readonly string[]): string[] =>
  keys.flatMap((key) => [key, ...partitionsBelow(model, key)])

/** Of a model's own objects, and of what its extensions keep for people. */
const storingRows = (model: Model): Storing[] => [
  ...[...model.objects.values()]
    .filter(storesRows)
    .map(({ key, address }) => ({ key, names: address.names })),
  ...configurationOf(model).filter(({ type }) => type === 'table'),
]

const storesRows = ({ kind }: CatalogObject): boolean =>
  kind === 'table' || kind === 'materialized-view'

const spellings = (names: readonly string[]): string[] => [
  names.join('.'),
  names.map(ident).join('.'),
  names.at(-1) ?? '',
  ident(names.at(-1) ?? ''),
]

function unknownTable(doing: string, found: readonly string[]): RebaselineError {
  return new RebaselineError('seed-table-unknown', {
    doing,
    happened:
      found.length === 0
        ? 'the database has no such table'
        : `several tables have that name: ${found.join(', ')}`,
  })
}
