import type { Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { constraintsOf } from '../rows/causes.ts'
import type { SeedRows } from '../rows/derived.ts'
import { partitionedAncestors, partitionsBelow } from '../rows/partitions.ts'
import { mentionedFrom } from './mentions.ts'

/** A foreign key between two tables that both hold seed rows, by column names. */
export interface Reference {
  readonly from: string
  readonly to: string
  readonly columns: readonly string[]
  readonly referenced: readonly string[]
}

/** Tables whose rows must be inserted together, since they refer to each other. */
export type TableGroup = readonly SeedRows[]

/**
 * Orders tables so that what is referred to comes first; tables in a circle form one group. What functions read that
 * the rows of a table are computed or checked by comes before it too, where no circle is in the way.
 */
export function orderTables(
  tables: readonly SeedRows[],
  references: readonly Reference[],
  model: Model,
): readonly TableGroup[] {
  const byKey = new Map(tables.map((table) => [table.table, table]))
  const targets = new Map<string, string[]>()
  for (const { from, to } of references) targets.set(from, [...(targets.get(from) ?? []), to])
  const groups = stronglyConnected([...byKey.keys()].sort(), (key) => targets.get(key) ?? [])
  const groupOf = new Map(groups.flatMap((group) => group.map((key) => [key, group] as const)))
  const before = (group: readonly string[]): string[][] =>
    group
      .flatMap((key) => [...(targets.get(key) ?? []), ...readBy(model, key)])
      .map((key) => groupOf.get(key))
      .filter((found) => found !== undefined)
  const place = new Map(groups.map((group, rank) => [group, rank]))
  return stronglyConnected(groups, before)
    .flatMap((circle) => circle.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)))
    .map((group) => group.sort().flatMap((key) => byKey.get(key) ?? []))
}

/** Keys of what is read by the functions that compute or check the rows of a table. */
function readBy(model: Model, table: string): readonly string[] {
  const holders = [table, ...partitionedAncestors(model, table)]
  const parts = holders.flatMap((key) => model.children.get(key) ?? [])
  const inside = parts.flatMap(({ key }) => model.children.get(key) ?? [])
  const needed = [...parts, ...inside].flatMap(({ dependsOn }) => dependsOn)
  const domains = needed.flatMap((key) => model.children.get(key) ?? [])
  return [...mentionedFrom(model, [...needed, ...domains.map(({ key }) => key)])]
}

/** Every foreign key, put on the tables that store the rows: a partitioned table's is that of its partitions. */
export function referencesOf(model: Model, tables: readonly SeedRows[]): readonly Reference[] {
  const stored = new Set(tables.map((table) => table.table))
  const storing = (key: string): string[] =>
    [key, ...partitionsBelow(model, key)].filter((each) => stored.has(each))
  return tables.flatMap(({ table }) =>
    [table, ...partitionedAncestors(model, table)].flatMap((holder) =>
      constraintsOf(model, holder).flatMap(({ attributes }) => {
        if (attributes['type'] !== 'FOREIGN KEY') return []
        const target = keyOf({
          type: 'table',
          names: (attributes['references'] as string[]).slice(1),
          args: [],
        })
        return storing(target).map((to) => ({
          from: table,
          to,
          columns: attributes['columns'] as string[],
          referenced: attributes['referencedColumns'] as string[],
        }))
      }),
    ),
  )
}

/** Groups of nodes that reach each other, each group after those it points to (Tarjan, without recursion). */
export function stronglyConnected<T>(
  nodes: readonly T[],
  targetsOf: (node: T) => readonly T[],
): T[][] {
  const indexes = new Map<T, number>()
  const lowest = new Map<T, number>()
  const open = new Set<T>()
  const stack: T[] = []
  const groups: T[][] = []
  for (const root of nodes) {
    if (indexes.has(root)) continue
    const work: { readonly node: T; readonly targets: readonly T[]; next: number }[] = []
    const enter = (node: T): void => {
      indexes.set(node, indexes.size)
      lowest.set(node, indexes.size - 1)
      open.add(node)
      stack.push(node)
      work.push({ node, targets: targetsOf(node), next: 0 })
    }
    const lower = (node: T, to: number): unknown =>
      lowest.set(node, Math.min(lowest.get(node) ?? to, to))
    enter(root)
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { node } = frame
      const target = frame.targets[frame.next++]
      if (target !== undefined) {
        if (!indexes.has(target)) enter(target)
        else if (open.has(target)) lower(node, indexes.get(target) ?? 0)
        continue
      }
      work.pop()
      const parent = work.at(-1)
      if (parent) lower(parent.node, lowest.get(node) ?? 0)
      if (lowest.get(node) !== indexes.get(node)) continue
      const group = stack.splice(stack.lastIndexOf(node))
      for (const member of group) open.delete(member)
      groups.push(group)
    }
  }
  return groups
}
