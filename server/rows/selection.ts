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
  const chosen = selection.map((name) => {
    const found = tables.filter(({ names }) => spellings(names).includes(name))
    const [only] = found
    if (only && found.length === 1) return only.key
    throw unknownTable(
      name,
      found.map(({ names }) => names.join('.')),
    )
  })
  return new Set(chosen.flatMap((key) => [key, ...partitionsBelow(model, key)]))
}

/** The names among these that the model has, for a side that may lack some of the other side's tables. */
export function knownSelection(model: Model, selection: SeedSelection): SeedSelection {
  if (typeof selection === 'string') return selection
  const known = new Set(storingRows(model).flatMap(({ names }) => spellings(names)))
  return selection.filter((name) => known.has(name))
}

/** Of a model's own objects, and of what its extensions keep for people. */
const storingRows = (
  model: Model,
): { readonly key: string; readonly names: readonly string[] }[] => [
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

function unknownTable(name: string, found: readonly string[]): RebaselineError {
  return new RebaselineError('seed-table-unknown', {
    doing: `read the seed rows of ${JSON.stringify(name)}`,
    happened:
      found.length === 0
        ? 'the database has no such table'
        : `several tables have that name: ${found.join(', ')}`,
  })
}
