import { labelsOf, signatureOf } from './labels.ts'
import type { PreparedRow, PreparedTable } from './prepare.ts'

/** A row of each side that are the same one. */
export interface Pair {
  readonly old: PreparedRow
  readonly rebuilt: PreparedRow
}

/** Which rows of both sides are the same, and which are of one side only. */
export interface Matching {
  readonly pairs: Pair[]
  readonly missing: PreparedRow[]
  readonly added: PreparedRow[]
  readonly bindings: Bindings
}

/** Which random value of the rebuilt side stands for which of the old side, one to one. */
export class Bindings {
  readonly #forward = new Map<string, string>()
  readonly #backward = new Map<string, string>()

  /** The old value that a rebuilt one stands for. */
  oldOf = (rebuilt: string): string | undefined => this.#backward.get(rebuilt)

  isBound = (old: string): boolean => this.#forward.has(old)

  agrees(old: string, rebuilt: string): boolean {
    const known = this.#forward.get(old)
    return known === undefined ? !this.#backward.has(rebuilt) : known === rebuilt
  }

  bind(old: string, rebuilt: string): void {
    this.#forward.set(old, rebuilt)
    this.#backward.set(rebuilt, old)
  }

  /** Binds all values of two rows, or none where one contradicts what is known. */
  bindRows({ old, rebuilt }: Pair): boolean {
    const own = new Bindings()
    for (const [place, value] of old.linked.entries()) {
      const other = rebuilt.linked[place] ?? ''
      if (!this.agrees(value, other) || !own.agrees(value, other)) return false
      own.bind(value, other)
    }
    for (const [value, other] of own.#forward) this.bind(value, other)
    return true
  }
}

/** Pairs the rows of two sides that say the same, whatever their random values are. */
export function matchRows(
  old: readonly PreparedTable[],
  rebuilt: readonly PreparedTable[],
  keys: ReadonlyMap<string, readonly string[]>,
): Matching {
  const bindings = new Bindings()
  const [oldRows, rebuiltRows] = [allRows(old), allRows(rebuilt)]
  const first = pairBySignature(oldRows, rebuiltRows)
  for (const pair of first.pairs) bindings.bindRows(pair)
  if (first.missing.length === 0 && first.added.length === 0) return { ...first, bindings }
  const homes = homePlaces([...old, ...rebuilt], keys)
  const rest = new Alignment(first.missing, first.added, bindings, homes).run()
  return {
    pairs: [...first.pairs, ...rest.pairs],
    missing: rest.missing,
    added: rest.added,
    bindings,
  }
}

const allRows = (tables: readonly PreparedTable[]): PreparedRow[] =>
  tables.flatMap((table) => [...table.rows])

function pairBySignature(
  old: readonly PreparedRow[],
  rebuilt: readonly PreparedRow[],
): Omit<Matching, 'bindings'> {
  const sign = (rows: readonly PreparedRow[]): ((row: PreparedRow) => string) => {
    const labels = labelsOf(rows.filter((row) => row.linked.length > 0))
    return (row) => signatureOf(row, labels)
  }
  const groups = groupSides(old, rebuilt, sign(old), sign(rebuilt))
  const result = { pairs: [] as Pair[], missing: [] as PreparedRow[], added: [] as PreparedRow[] }
  for (const group of groups.values()) {
    const count = Math.min(group.old.length, group.rebuilt.length)
    result.pairs.push(...zip(group, count))
    result.missing.push(...group.old.slice(count))
    result.added.push(...group.rebuilt.slice(count))
  }
  return result
}

interface Group {
  readonly old: PreparedRow[]
  readonly rebuilt: PreparedRow[]
}

function groupSides(
  old: Iterable<PreparedRow>,
  rebuilt: Iterable<PreparedRow>,
  keyOfOld: (row: PreparedRow) => string,
  keyOfRebuilt: (row: PreparedRow) => string,
): Map<string, Group> {
  const groups = new Map<string, Group>()
  const groupAt = (key: string): Group => {
    const known = groups.get(key)
    if (known) return known
    const group: Group = { old: [], rebuilt: [] }
    groups.set(key, group)
    return group
  }
  for (const row of old) groupAt(keyOfOld(row)).old.push(row)
  for (const row of rebuilt) groupAt(keyOfRebuilt(row)).rebuilt.push(row)
  return groups
}

const zip = (group: Group, count: number): Pair[] =>
  group.old.slice(0, count).flatMap((old, place) => {
    const rebuilt = group.rebuilt[place]
    return rebuilt ? [{ old, rebuilt }] : []
  })

/** Per table: which columns are its key, by place. A value there is at home: it names the row itself. */
function homePlaces(
  tables: readonly PreparedTable[],
  keys: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map(
    tables.map(({ table, columns }) => {
      const key = keys.get(table) ?? []
      return [table, new Set(columns.flatMap((name, place) => (key.includes(name) ? [place] : [])))]
    }),
  )
}

/** Pairs what differs somewhere: certain rows first; each pair makes values known, which makes more rows certain. */
class Alignment {
  readonly #old: Set<PreparedRow>
  readonly #rebuilt: Set<PreparedRow>
  readonly #bindings: Bindings
  readonly #homes: ReadonlyMap<string, ReadonlySet<number>>
  readonly #pairs: Pair[] = []

  constructor(
    old: readonly PreparedRow[],
    rebuilt: readonly PreparedRow[],
    bindings: Bindings,
    homes: ReadonlyMap<string, ReadonlySet<number>>,
  ) {
    this.#old = new Set(old)
    this.#rebuilt = new Set(rebuilt)
    this.#bindings = bindings
    this.#homes = homes
  }

  run(): Omit<Matching, 'bindings'> {
    for (;;) {
      const groups = [...this.#groups()].filter(
        ({ old, rebuilt }) => old.length > 0 && rebuilt.length > 0,
      )
      const certain = groups.filter(({ old, rebuilt }) => old.length === 1 && rebuilt.length === 1)
      const known = groups.filter(({ old }) => old.every((row) => this.#unbound(row).length === 0))
      const home = certain.filter(({ old }) => old.every((row) => this.#isHome(row)))
      const homeTies = groups.filter(({ old }) => old.every((row) => this.#isHome(row)))
      const progress =
        this.#takeAll(known) ||
        this.#takeAll(home.filter((group) => this.#isNamedAlone(group))) ||
        this.#bindNames(certain) ||
        this.#takeAll(home) ||
        this.#takeAll(certain) ||
        this.#takeFirst(homeTies) ||
        this.#takeFirst(groups)
      if (!progress) break
    }
    return { pairs: this.#pairs, missing: [...this.#old], added: [...this.#rebuilt] }
  }

  /** Whether a value alone is the key of these rows: elsewhere it is a reference, however much is a key there. */
  #isNamedAlone({ old: [row] }: Group): boolean {
    return row !== undefined && this.#homes.get(row.table)?.size === 1
  }

  /** What certain rows are called is known before what they refer to: a reference that leads elsewhere is at fault, not its target. */
  #bindNames(certain: readonly Group[]): boolean {
    const named = certain
      .filter((group) => this.#isNamedAlone(group))
      .flatMap((group) => zip(group, 1))
    const bound = named.filter(({ old, rebuilt }) => {
      const [place] = this.#homes.get(old.table) ?? []
      const [value, other] = [old, rebuilt].map(({ links }) => links?.[place ?? -1]?.[0])
      if (value === undefined || other === undefined) return false
      if (this.#bindings.isBound(value) || !this.#bindings.agrees(value, other)) return false
      this.#bindings.bind(value, other)
      return true
    })
    return bound.length > 0
  }

  #groups(): Iterable<Group> {
    const key =
      (oldOf: (value: string) => string | undefined) =>
      ({ stable, linked }: PreparedRow): string =>
        JSON.stringify([stable, linked.map((value) => oldOf(value) ?? linked.indexOf(value))])
    const own = key((value) => (this.#bindings.isBound(value) ? value : undefined))
    return groupSides(this.#old, this.#rebuilt, own, key(this.#bindings.oldOf)).values()
  }

  #takeAll(groups: readonly Group[]): boolean {
    const pairs = groups.flatMap((group) =>
      zip(group, Math.min(group.old.length, group.rebuilt.length)),
    )
    return pairs.filter((pair) => this.#take(pair)).length > 0
  }

  /** Where nothing tells rows apart any pair will do: one of each group, then look again. */
  #takeFirst(groups: readonly Group[]): boolean {
    return groups.flatMap((group) => zip(group, 1)).filter((pair) => this.#take(pair)).length > 0
  }

  #take(pair: Pair): boolean {
    if (!this.#bindings.bindRows(pair)) return false
    this.#old.delete(pair.old)
    this.#rebuilt.delete(pair.rebuilt)
    this.#pairs.push(pair)
    return true
  }

  #unbound(row: PreparedRow): string[] {
    return row.linked.filter((value) => !this.#bindings.isBound(value))
  }

  #isHome(row: PreparedRow): boolean {
    const home = this.#homes.get(row.table)
    return (row.links ?? []).every(
      (values, place) =>
        home?.has(place) === true || values.every((value) => this.#bindings.isBound(value)),
    )
  }
}
