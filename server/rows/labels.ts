import { digest } from './hash.ts'

/** What of a row says the same in every build, and the linked values it holds, in order. */
export interface LinkedRow {
  readonly stable: string
  readonly linked: readonly string[]
}

interface Node {
  readonly value: string
  readonly places: { readonly row: LinkedRow; readonly place: number }[]
  label: string
}

/**
 * Gives each linked value a label that depends on where it stands and not on the value itself, so that two builds with
 * other random values get the same labels: colour refinement, with ties broken one value at a time.
 */
export function labelsOf(rows: Iterable<LinkedRow>): ReadonlyMap<string, string> {
  const nodes = nodesOf(rows)
  // Refinement alone takes a ring of two and one of three for the same, and a row that refers to itself for either.
  labelByComponent(nodes)
  const labels = new Labels(nodes)
  labels.refine()
  labels.breakTies()
  return new Map([...nodes].map(([value, node]) => [value, node.label]))
}

/** The row with its values named by their labels: equal in two builds exactly where the rows are equal. */
export const signatureOf = (row: LinkedRow, labels: ReadonlyMap<string, string>): string =>
  row.linked.length === 0
    ? row.stable
    : JSON.stringify([row.stable, row.linked.map((value) => labels.get(value))])

function nodesOf(rows: Iterable<LinkedRow>): Map<string, Node> {
  const nodes = new Map<string, Node>()
  for (const row of rows) {
    row.linked.forEach((value, place) => {
      let node = nodes.get(value)
      if (!node) nodes.set(value, (node = { value, places: [], label: '' }))
      node.places.push({ row, place })
    })
  }
  return nodes
}

/** Begins with how much hangs together with each value. */
function labelByComponent(nodes: ReadonlyMap<string, Node>): void {
  const seen = new Set<Node>()
  for (const start of nodes.values()) {
    if (seen.has(start)) continue
    const component = [start]
    const rows = new Set<LinkedRow>()
    seen.add(start)
    for (const { places } of component) {
      for (const { row } of places) {
        if (rows.has(row)) continue
        rows.add(row)
        for (const value of row.linked) {
          const node = nodes.get(value)
          if (!node || seen.has(node)) continue
          seen.add(node)
          component.push(node)
        }
      }
    }
    for (const node of component) node.label = `${component.length} ${rows.size}`
  }
}

/** Which of a row's values are the same: `[0, 1, 0]`. */
const pattern = ({ linked }: LinkedRow): readonly number[] =>
  linked.map((value) => linked.indexOf(value))

class Labels {
  readonly #nodes: ReadonlyMap<string, Node>
  #classes = new Map<string, Set<Node>>()

  constructor(nodes: ReadonlyMap<string, Node>) {
    this.#nodes = nodes
  }

  refine(): void {
    let count = 0
    for (;;) {
      const next = new Map<Node, string>()
      const rowLabels = new Map<LinkedRow, string>()
      const rowLabel = (row: LinkedRow): string => {
        let label = rowLabels.get(row)
        if (label === undefined) rowLabels.set(row, (label = this.#rowLabel(row)))
        return label
      }
      for (const node of this.#nodes.values()) next.set(node, relabel(node, rowLabel))
      for (const [node, label] of next) node.label = label
      this.#classes = new Map()
      for (const node of this.#nodes.values()) this.#join(node)
      if (this.#classes.size === count || this.#classes.size === this.#nodes.size) return
      count = this.#classes.size
    }
  }

  breakTies(): void {
    let tied = this.#tiedLabels(this.#classes.keys())
    while (tied.length > 0) {
      const born = new Set<string>()
      for (const label of tied) this.#breakTie(label, born)
      tied = this.#tiedLabels(born)
    }
  }

  #breakTie(label: string, born: Set<string>): void {
    const members = [...(this.#classes.get(label) ?? [])].sort(byValue)
    let taken = 0
    for (const node of members) {
      if (node.label !== label || (this.#classes.get(label)?.size ?? 0) < 2) continue
      this.#move(node, digest(`${label}#${taken++}`), born)
      this.#spread([node], born)
    }
  }

  /** Values that stand beside one that became distinct may become distinct themselves. */
  #spread(changed: readonly Node[], born: Set<string>): void {
    let front = changed
    while (front.length > 0) {
      const affected = new Map<string, Map<Node, string>>()
      for (const node of this.#tiedNeighbours(front)) {
        const label = relabel(node, (row) => this.#rowLabel(row))
        const group = affected.get(node.label)
        if (group) group.set(node, label)
        else affected.set(node.label, new Map([[node, label]]))
      }
      const next: Node[] = []
      for (const [old, group] of affected) {
        const whole = group.size === this.#classes.get(old)?.size
        if (whole && new Set(group.values()).size === 1) continue
        for (const [node, label] of group) {
          this.#move(node, label, born)
          next.push(node)
        }
      }
      front = next
    }
  }

  #tiedNeighbours(nodes: readonly Node[]): Set<Node> {
    const neighbours = new Set<Node>()
    for (const { row } of nodes.flatMap((node) => node.places)) {
      for (const value of row.linked) {
        const node = this.#nodes.get(value)
        if (node && (this.#classes.get(node.label)?.size ?? 0) > 1) neighbours.add(node)
      }
    }
    return neighbours
  }

  #rowLabel(row: LinkedRow): string {
    const labels = row.linked.map((value) => this.#nodes.get(value)?.label)
    return digest(JSON.stringify([row.stable, pattern(row), labels]))
  }

  #join(node: Node): void {
    const members = this.#classes.get(node.label)
    if (members) members.add(node)
    else this.#classes.set(node.label, new Set([node]))
  }

  #move(node: Node, label: string, born: Set<string>): void {
    this.#classes.get(node.label)?.delete(node)
    node.label = label
    this.#join(node)
    born.add(label)
  }

  #tiedLabels(labels: Iterable<string>): string[] {
    return [...labels].filter((label) => (this.#classes.get(label)?.size ?? 0) > 1).sort()
  }
}

function relabel(node: Node, rowLabel: (row: LinkedRow) => string): string {
  const places = node.places.map(({ row, place }) => `${rowLabel(row)}:${place}`)
  return digest(JSON.stringify([node.label, places.sort()]))
}

const byValue = (a: Node, b: Node): number => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
