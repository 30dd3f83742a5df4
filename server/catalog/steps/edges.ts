import { catalogOf, wholeOf, type Edge, type Pin } from '../dependencies.ts'

/** By which an object is a part of another, stands for it, or belongs to it. */
const OWNING: ReadonlySet<string> = new Set(['i', 'a', 'e', 'P', 'S'])

/** Of these, each names the columns that it needs one by one, and is printed with no other column of the relation. */
const COLUMN_WISE: ReadonlySet<string> = new Set([
  'pg_class',
  'pg_constraint',
  'pg_attrdef',
  'pg_trigger',
  'pg_statistic_ext',
  'pg_publication_rel',
  'pg_type',
])

/** What needs what in one database, kept up to date object by object. */
export class Edges {
  readonly #from = new Map<Pin, readonly Edge[]>()
  readonly #into = new Map<Pin, Set<Pin>>()
  readonly #catalogs: ReadonlyMap<string, string>

  /** Names of the catalogs by their oids. */
  constructor(catalogs: ReadonlyMap<string, string>) {
    this.#catalogs = catalogs
  }

  /** Those that tell what these belong to, and what that belongs to in turn. */
  owningOf(pins: Iterable<Pin>): readonly Edge[] {
    const found = new Set<Edge>()
    const seen = new Set<Pin>()
    const waiting = [...pins].map(wholeOf)
    for (let whole = waiting.pop(); whole !== undefined; whole = waiting.pop()) {
      if (seen.has(whole)) continue
      seen.add(whole)
      for (const edge of this.#from.get(whole) ?? []) {
        if (!OWNING.has(edge.type)) continue
        found.add(edge)
        waiting.push(wholeOf(edge.to))
      }
    }
    return [...found]
  }

  clear(): void {
    this.#from.clear()
    this.#into.clear()
  }

  /** Puts these in the place of all that the objects needed until now. */
  replace(objects: Iterable<Pin>, edges: readonly Edge[]): void {
    for (const object of objects) {
      for (const { to } of this.#from.get(object) ?? []) this.#into.get(wholeOf(to))?.delete(object)
      this.#from.delete(object)
    }
    for (const edge of edges) {
      const from = wholeOf(edge.from)
      const to = wholeOf(edge.to)
      const known = this.#from.get(from)
      if (known) (known as Edge[]).push(edge)
      else this.#from.set(from, [edge])
      const into = this.#into.get(to)
      if (into) into.add(from)
      else this.#into.set(to, new Set([from]))
    }
  }

  /** The objects whose text or address may follow from how these are called, and what follows from those in turn. */
  followersOf(called: Iterable<Pin>): ReadonlySet<Pin> {
    const found = new Set<Pin>()
    const waiting = [...called]
    for (let pin = waiting.pop(); pin !== undefined; pin = waiting.pop()) {
      const whole = wholeOf(pin)
      for (const from of this.#into.get(whole) ?? []) {
        if (found.has(from) || !this.#follows(from, pin)) continue
        found.add(from)
        waiting.push(from)
      }
    }
    return found
  }

  #follows(from: Pin, pin: Pin): boolean {
    if (pin === wholeOf(pin)) return true
    const catalog = this.#catalogs.get(catalogOf(from)) ?? ''
    if (!COLUMN_WISE.has(catalog)) return true
    return (this.#from.get(from) ?? []).some(({ to }) => to === pin)
  }

  /** What these belong to, and what that belongs to in turn; each with its column where it belongs to one. */
  ownersOf(pins: Iterable<Pin>): ReadonlySet<Pin> {
    return new Set(this.owningOf(pins).map(({ to }) => to))
  }

  /** The nearest of these that a pin is, or belongs to. */
  standsFor(pin: Pin, claimed: ReadonlyMap<Pin, unknown>): readonly Pin[] {
    const own = [pin, wholeOf(pin)].find((each) => claimed.has(each))
    if (own !== undefined) return [own]
    const seen = new Set([pin])
    const found: Pin[] = []
    const waiting = [pin]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const { to, type } of this.#from.get(wholeOf(at)) ?? []) {
        if (!OWNING.has(type) || seen.has(to)) continue
        seen.add(to)
        const object = [to, wholeOf(to)].find((each) => claimed.has(each))
        if (object === undefined) waiting.push(to)
        else found.push(object)
      }
    }
    return found
  }
}
