import type { CatalogObject, Model } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { RebaselineError } from '../errors.ts'
import { ident } from '../kinds/sql.ts'
import { partitionsBelow } from './partitions.ts'

/** Keys of the tables and materialized views whose rows are read; `colors` means one of that name, in whichever schema. */
export function selectedTables(model: Model, selection: SeedSelection): ReadonlySet<string> {
  if (selection === 'none') return new Set()
  const tables = [...model.objects.values()].filter(storesRows)
  if (selection === 'all') return new Set(tables.map((table) => table.key))
  const chosen = selection.map((name) => {
    const found = tables.filter(({ address }) => spellings(address.names).includes(name))
    const [only] = found
    if (only && found.length === 1) return only.key
    throw unknownTable(
      name,
      found.map(({ address }) => address.names.join('.')),
    )
  })
  return new Set(chosen.flatMap((key) => [key, ...partitionsBelow(model, key)]))
}

/** The names among these that the model has, for a side that may lack some of the other side's tables. */
export function knownSelection(model: Model, selection: SeedSelection): SeedSelection {
  if (typeof selection === 'string') return selection
  const tables = [...model.objects.values()].filter(storesRows)
  const known = new Set(tables.flatMap(({ address }) => spellings(address.names)))
  return selection.filter((name) => known.has(name))
}

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
