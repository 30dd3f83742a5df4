import type { Row } from '../postgres/session.ts'

/** `classid/objid/objsubid`: what one server calls an object. Never leaves this room. */
export type Pin = string

export const pinOf = (classid: unknown, objid: unknown, objsubid: unknown): Pin =>
  `${classid}/${objid}/${objsubid ?? 0}`

/** The object that a pin is, or is a column of. */
export const wholeOf = (pin: Pin): Pin => `${pin.slice(0, pin.lastIndexOf('/'))}/0`

/** Objects made by initdb are not worth an edge, but where an extension has them; those of people have larger numbers. */
export const DEPENDENCIES = `
  select classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
  from pg_catalog.pg_depend where objid >= 16384 or refobjid >= 16384 or deptype = 'e'`

/** A row of pg_depend: `from` needs `to`; the type is its `deptype`. */
export interface Edge {
  readonly from: Pin
  readonly to: Pin
  readonly type: string
}

/**
 * What stands for what. Postgres already knows: an address that no kind claims (a view's rewrite rule, a table's
 * row type, the index behind a primary key) stands for the object that it is internal to.
 */
export class Claims {
  readonly edges: readonly Edge[]
  readonly #claimed: ReadonlyMap<Pin, string>
  readonly #internalTo = new Map<Pin, Pin>()
  readonly #memberOf = new Map<Pin, Pin>()
  readonly #owners = new Map<Pin, Pin[]>()

  constructor(claimed: ReadonlyMap<Pin, string>, rows: readonly Row[]) {
    this.#claimed = claimed
    this.edges = rows.map((row) => ({
      from: pinOf(row['classid'], row['objid'], row['objsubid']),
      to: pinOf(row['refclassid'], row['refobjid'], row['refobjsubid']),
      type: String(row['deptype']),
    }))
    for (const { from, to, type } of this.edges) {
      if (type === 'i') this.#internalTo.set(from, to)
      if (type === 'a') this.#owners.set(from, [...(this.#owners.get(from) ?? []), wholeOf(to)])
      if (type === 'e') this.#memberOf.set(from, to)
    }
  }

  /** Key of the object that a pin stands for. */
  resolve(pin: Pin): string | undefined {
    for (let at: Pin | undefined = pin, steps = 0; at !== undefined && steps < 20; steps += 1) {
      const key = this.#claimed.get(at) ?? this.#claimed.get(wholeOf(at))
      if (key !== undefined) return key
      at = this.#internalTo.get(at) ?? this.#internalTo.get(wholeOf(at))
    }
    return undefined
  }

  /** The pin at the end of the internal edges: what a person would name. */
  root(pin: Pin): Pin {
    let at = pin
    for (let steps = 0; steps < 20; steps += 1) {
      const next = this.#internalTo.get(at) ?? this.#internalTo.get(wholeOf(at))
      if (next === undefined) break
      at = next
    }
    return at
  }

  /** Whole pins that a pin falls with. */
  ownersOf(pin: Pin): readonly Pin[] {
    return this.#owners.get(pin) ?? []
  }

  /** Pin of the extension that a pin, or what it is internal to, belongs to. */
  extensionOf(pin: Pin): Pin | undefined {
    return this.#memberOf.get(wholeOf(pin)) ?? this.#memberOf.get(wholeOf(this.root(pin)))
  }

  /** True for what falls with something that belongs to an extension: told as a part of it. */
  isPartOfExtension(pin: Pin): boolean {
    return this.ownersOf(pin).some((owner) => this.extensionOf(owner) !== undefined)
  }
}
