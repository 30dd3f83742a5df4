import { partitionedTableOf } from '../kinds/inheritance.ts'
import { lineageOf } from '../history/lineage.ts'
import type { ComparedRun } from '../project/run.ts'
import { domainsOf, mostOf, type ChosenNames, type DomainTable } from '../../shared/domains.ts'
import type { History } from '../../shared/history.ts'
import { keyOf } from '../../shared/model.ts'
import { nameOfEntry } from './naming.ts'
import { edgesOf } from './neighbours.ts'
import { indexOf, shownSide, type Entry } from './run-index.ts'

/** Where each entry belongs, and what people named and no table is called. */
export interface EntryDomains {
  readonly of: ReadonlyMap<string, string>
  readonly unmatched: readonly string[]
}

/** The domain of each entry by its id: tables by what shows it, others by the tables that they need, else by those that need them. */
export function domainsOfRun(run: ComparedRun, chosen: ChosenNames): EntryDomains {
  const index = indexOf(run)
  const { needs, neededBy } = edgesOf(index)
  const files = makersOf(run.history)
  const idsOf = (entries: Iterable<Entry> | undefined): string[] =>
    [...(entries ?? [])].map(({ id }) => id)
  const tables = index.entries.filter(isTable).map((entry): DomainTable => {
    const object = entry.pair && shownSide(entry.pair)
    const whole = object && partitionedTableOf(object)
    const side = entry.pair?.old ? 'old' : 'rebuilt'
    return {
      key: entry.id,
      ...nameOfEntry(entry),
      partOf: (whole !== undefined && whole !== null && index.entryAt(side, whole)?.id) || null,
      refersTo: [...(needs.get(entry) ?? [])].filter(isTable).map(({ id }) => id),
      file: files.get(keyOf(entry.address)) ?? null,
    }
  })
  const { of: tableDomains, unmatched } = domainsOf(tables, chosen)
  const of = new Map(tableDomains)
  for (const entry of index.entries) {
    if (isTable(entry)) continue
    const domain =
      mostOf(idsOf(needs.get(entry)), tableDomains) ??
      mostOf(idsOf(neededBy.get(entry)), tableDomains)
    if (domain !== undefined) of.set(entry.id, domain)
  }
  return { of, unmatched }
}

const isTable = ({ kind }: Entry): boolean => kind === 'table' || kind === 'foreign-table'

/** The file that made each object that is still there, by the key of its address. */
function makersOf(history: History | null | undefined): ReadonlyMap<string, string> {
  if (!history) return new Map()
  const files = new Map(history.migrations.map(({ name, file }) => [name, file ?? name]))
  return new Map(
    [...lineageOf(history.migrations).all].flatMap(([key, { created }]) => {
      const file = created === null ? undefined : files.get(created)
      return file === undefined ? [] : [[key, file] as const]
    }),
  )
}
