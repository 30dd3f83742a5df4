import type { Neighbour } from '../../shared/object.ts'
import { fullName } from './naming.ts'
import type { Entry, ObjectPair, RunIndex } from './run-index.ts'
import { statusOfEntry } from './status.ts'

/** What each entry needs, and what needs it. */
interface Edges {
  readonly needs: ReadonlyMap<Entry, ReadonlySet<Entry>>
  readonly neededBy: ReadonlyMap<Entry, ReadonlySet<Entry>>
}

const known = new WeakMap<RunIndex, Edges>()

/** The entries that an entry or its parts depend on, on either side, and those that depend on it. */
export function neighboursOf(
  index: RunIndex,
  entry: Entry,
): { readonly needs: Neighbour[]; readonly neededBy: Neighbour[] } {
  const edges = edgesOf(index)
  const list = (entries: ReadonlySet<Entry> | undefined): Neighbour[] =>
    [...(entries ?? [])].map((each) => ({
      id: each.id,
      kind: each.kind,
      name: fullName(each),
      status: statusOfEntry(index, each),
    }))
  return { needs: list(edges.needs.get(entry)), neededBy: list(edges.neededBy.get(entry)) }
}

/** All entries that depend on others; drawn once for each run. */
export function edgesOf(index: RunIndex): Edges {
  const found = known.get(index)
  if (found) return found
  const edges = drawEdges(index)
  known.set(index, edges)
  return edges
}

function drawEdges(index: RunIndex): Edges {
  const needs = new Map<Entry, Set<Entry>>()
  const neededBy = new Map<Entry, Set<Entry>>()
  for (const entry of index.entries) {
    for (const other of neededEntries(index, entry)) {
      add(needs, entry, other)
      add(neededBy, other, entry)
    }
  }
  return { needs, neededBy }
}

function neededEntries(index: RunIndex, entry: Entry): Set<Entry> {
  const found = new Set<Entry>()
  const pairs: readonly (ObjectPair | null)[] = [entry.pair, ...entry.parts]
  for (const pair of pairs) {
    for (const side of ['old', 'rebuilt'] as const) {
      for (const key of pair?.[side]?.dependsOn ?? []) {
        const other = index.entryAt(side, key)
        // The schema stands in its name already.
        if (other && other !== entry && other.kind !== 'schema') found.add(other)
      }
    }
  }
  return found
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key)
  if (values) values.add(value)
  else map.set(key, new Set([value]))
}
