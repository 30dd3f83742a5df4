import { partitionedTableOf } from '../kinds/inheritance.ts'
import { makingFiles } from '../history/lineage.ts'
import type { ComparedRun } from '../project/run.ts'
import { domainsOf, mostOf, type ChosenNames, type DomainTable } from '../../shared/domains.ts'
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
  const files = makingFiles(run.history?.migrations ?? [])
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
