import { groupBy } from '../../shared/group-by.ts'
import type { Bindings, Pair } from './match-rows.ts'
import type { PreparedRow } from './prepare.ts'

/** The same row with other values. */
export interface ChangedRow extends Pair {
  /** Places of the columns that differ. */
  readonly places: readonly number[]
}

/** What differs between the rows of one table. */
export interface RowChanges {
  readonly changed: readonly ChangedRow[]
  readonly missing: readonly PreparedRow[]
  readonly added: readonly PreparedRow[]
}

/** By what the rows of a table are told apart. */
export interface RowShape {
  readonly columns: readonly string[]
  readonly key: readonly string[]
  readonly bindings: Bindings
}

/** More rows than this without a key are shown as missing and added, not compared each with each. */
const MOST_BY_LIKENESS = 200

/** Finds the rows that are the same row with other values: by what they hold, then by key, then by likeness. */
export function pairChanged(
  missing: readonly PreparedRow[],
  added: readonly PreparedRow[],
  shape: RowShape,
): RowChanges {
  const keyPlaces = shape.key.map((name) => shape.columns.indexOf(name))
  const steps: ((rest: Rest) => Pair[])[] = [
    (rest) => pairBy(rest, (row) => row.stable),
    (rest) => (keyPlaces.length === 0 ? [] : pairBy(rest, keyOf(keyPlaces, shape.bindings))),
    (rest) => pairByLikeness(rest, keyPlaces),
  ]
  let rest: Rest = { missing, added }
  const changed: ChangedRow[] = []
  for (const step of steps) {
    const pairs = step(rest)
    const [olds, rebuilts] = [
      new Set(pairs.map((p) => p.old)),
      new Set(pairs.map((p) => p.rebuilt)),
    ]
    changed.push(...pairs.map((pair) => ({ ...pair, places: changedPlaces(pair, shape.bindings) })))
    rest = {
      missing: rest.missing.filter((row) => !olds.has(row)),
      added: rest.added.filter((row) => !rebuilts.has(row)),
    }
  }
  return { changed, ...rest }
}

interface Rest {
  readonly missing: readonly PreparedRow[]
  readonly added: readonly PreparedRow[]
}

function pairBy(
  { missing, added }: Rest,
  keyOfRow: (row: PreparedRow, side: 'old' | 'rebuilt') => string | null,
): Pair[] {
  const others = groupBy(added, (row) => keyOfRow(row, 'rebuilt') ?? '')
  return missing.flatMap((old) => {
    const key = keyOfRow(old, 'old')
    const rebuilt = key === null ? undefined : others.get(key)?.shift()
    return rebuilt ? [{ old, rebuilt }] : []
  })
}

/** The key's cells, where each of its random values is known on the other side. */
const keyOf =
  (places: readonly number[], bindings: Bindings) =>
  (row: PreparedRow, side: 'old' | 'rebuilt'): string | null => {
    const shapes = places.map((place) => row.shapes[place])
    const tells = places.every(
      (place, rank) => shapes[rank]?.startsWith('=') || (row.links?.[place] ?? []).length > 0,
    )
    if (!tells) return null
    const links = places.flatMap((place) => row.links?.[place] ?? [])
    const names = links.map((value) => (side === 'old' ? value : bindings.oldOf(value)))
    return names.includes(undefined) ? null : JSON.stringify([shapes, names])
  }

/** Without a stable key: rows that agree in at least half of their cells. */
function pairByLikeness({ missing, added }: Rest, keyPlaces: readonly number[]): Pair[] {
  if (Math.max(missing.length, added.length) > MOST_BY_LIKENESS) return []
  const pairs: Pair[] = []
  const free = new Set(added)
  for (const old of missing) {
    if (keyPlaces.length > 0 && keyPlaces.every((place) => old.shapes[place]?.startsWith('=')))
      continue
    const [best] = [...free]
      .map((rebuilt) => ({ rebuilt, likeness: likeness(old, rebuilt) }))
      .filter(({ likeness: alike }) => alike >= 0.5)
      .sort((a, b) => b.likeness - a.likeness)
    if (!best) continue
    free.delete(best.rebuilt)
    pairs.push({ old, rebuilt: best.rebuilt })
  }
  return pairs
}

function likeness(old: PreparedRow, rebuilt: PreparedRow): number {
  const stable = old.shapes.flatMap((shape, place) => (shape.startsWith('=') ? [place] : []))
  const same = stable.filter((place) => old.shapes[place] === rebuilt.shapes[place])
  return stable.length === 0 ? 0 : same.length / stable.length
}

function changedPlaces({ old, rebuilt }: Pair, bindings: Bindings): number[] {
  return old.shapes.flatMap((shape, place) => {
    if (shape !== rebuilt.shapes[place]) return [place]
    const others = rebuilt.links?.[place] ?? []
    const values = old.links?.[place] ?? []
    const consistent = values.every((value, rank) => {
      const other = others[rank] ?? ''
      if (!bindings.agrees(value, other)) return false
      bindings.bind(value, other)
      return true
    })
    return consistent ? [] : [place]
  })
}
