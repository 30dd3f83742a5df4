/** Something that is written at one place: what it needs must stand before it. */
export interface OrderNode {
  readonly key: string
  /** Nodes that are free to go stay with the rank of the last one, then take the lowest; within a rank by key. */
  readonly rank: number
  readonly needs: ReadonlySet<string>
  /** Within a rank, nodes of one group stand together as far as they can. */
  readonly group?: string
}

/** Keys in their order, or the circles that allow none: each key in one needs the next. */
export type Ordered =
  | { readonly status: 'ordered'; readonly keys: readonly string[] }
  | { readonly status: 'cyclic'; readonly cycles: readonly (readonly string[])[] }

/** Sorts nodes so that each stands after what it needs; the order of the input means nothing. */
export function inDependencyOrder(nodes: readonly OrderNode[]): Ordered {
  const cycles = cyclesOf(nodes)
  if (cycles.length > 0) return { status: 'cyclic', cycles }

  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const waitsFor = new Map<string, number>()
  const neededBy = new Map<string, OrderNode[]>()
  const free = new FreeNodes()
  for (const node of nodes) {
    const needs = [...node.needs].filter((key) => key !== node.key && byKey.has(key))
    waitsFor.set(node.key, needs.length)
    for (const key of needs) {
      const waiting = neededBy.get(key)
      if (waiting) waiting.push(node)
      else neededBy.set(key, [node])
    }
    if (needs.length === 0) free.push(node)
  }

  const keys: string[] = []
  for (let next = free.pop(); next; next = free.pop()) {
    keys.push(next.key)
    for (const node of neededBy.get(next.key) ?? []) {
      const left = (waitsFor.get(node.key) ?? 0) - 1
      waitsFor.set(node.key, left)
      if (left === 0) free.push(node)
    }
  }
  return { status: 'ordered', keys }
}

/** The nodes that are free to go: what is alike stays together, so that people read it as one section. */
class FreeNodes {
  readonly #byRank = new Map<number, Heap>()
  #rank = 0

  push(node: OrderNode): void {
    const heap = this.#byRank.get(node.rank)
    if (heap) heap.push(node)
    else this.#byRank.set(node.rank, new Heap(node))
  }

  pop(): OrderNode | undefined {
    const heap = this.#byRank.get(this.#rank)
    const next = heap?.pop()
    if (next) return next
    this.#byRank.delete(this.#rank)
    if (this.#byRank.size === 0) return undefined
    this.#rank = Math.min(...this.#byRank.keys())
    return this.pop()
  }
}

function before(a: OrderNode, b: OrderNode): boolean {
  const [first = '', second = ''] = [a.group, b.group]
  return first === second ? a.key < b.key : first < second
}

/** A binary heap: the node that may go first is on top. */
class Heap {
  readonly #nodes: OrderNode[]

  constructor(first: OrderNode) {
    this.#nodes = [first]
  }

  push(node: OrderNode): void {
    const nodes = this.#nodes
    nodes.push(node)
    for (let at = nodes.length - 1; at > 0;) {
      const up = (at - 1) >> 1
      if (!this.#swapIfBefore(at, up)) break
      at = up
    }
  }

  pop(): OrderNode | undefined {
    const nodes = this.#nodes
    const top = nodes[0]
    const last = nodes.pop()
    if (top === undefined || last === undefined || nodes.length === 0) return top
    nodes[0] = last
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const child = right < nodes.length && this.#isBefore(right, left) ? right : left
      if (child >= nodes.length || !this.#swapIfBefore(child, at)) return top
      at = child
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#nodes[a], this.#nodes[b]]
    return first !== undefined && second !== undefined && before(first, second)
  }

  #swapIfBefore(a: number, b: number): boolean {
    if (!this.#isBefore(a, b)) return false
    const nodes = this.#nodes
    ;[nodes[a], nodes[b]] = [nodes[b] as OrderNode, nodes[a] as OrderNode]
    return true
  }
}

/** Strongly connected components of more than one node (Tarjan), without recursion. */
function cyclesOf(nodes: readonly OrderNode[]): readonly (readonly string[])[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const onStack = new Set<string>()
  const stack: string[] = []
  const cycles: string[][] = []

  for (const { key: start } of nodes) {
    if (index.has(start)) continue
    const path: { key: string; needs: string[] }[] = []
    const enter = (key: string): void => {
      index.set(key, index.size)
      low.set(key, index.get(key) ?? 0)
      stack.push(key)
      onStack.add(key)
      path.push({
        key,
        needs: [...(byKey.get(key)?.needs ?? [])].filter((need) => byKey.has(need)),
      })
    }
    enter(start)
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const need = frame.needs.pop()
      if (need !== undefined) {
        if (!index.has(need)) enter(need)
        else if (onStack.has(need)) lower(low, frame.key, index.get(need) ?? 0)
        continue
      }
      path.pop()
      const caller = path.at(-1)
      if (caller) lower(low, caller.key, low.get(frame.key) ?? 0)
      if (low.get(frame.key) !== index.get(frame.key)) continue
      const component = stack.splice(stack.lastIndexOf(frame.key))
      for (const key of component) onStack.delete(key)
      if (component.length > 1) cycles.push(component.sort())
    }
  }
  return cycles
}

const lower = (low: Map<string, number>, key: string, value: number): void => {
  low.set(key, Math.min(low.get(key) ?? value, value))
}
