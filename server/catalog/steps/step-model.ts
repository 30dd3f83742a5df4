import type { KindModule } from '../../kinds/kind.ts'
import type { Row } from '../../postgres/session.ts'
import { keyOf, type CatalogObject } from '../../../shared/model.ts'
import { Claims, isPostgresOwn, oidOf, type Pin } from '../dependencies.ts'
import type { Found } from '../found.ts'
import { splitLedger, type LedgerPins } from '../ledger.ts'
import { isMigrators, isPeoples } from '../link.ts'
import { decode, relativeTo } from '../read-model.ts'
import type { Edges } from './edges.ts'

/** An object without what it needs: that is told of it nowhere between two migrations. */
export type StepObject = Omit<CatalogObject, 'dependsOn' | 'references'>

/** What one server calls an object, and what a kind says of it there. */
export interface Placement {
  readonly pin: Pin
  /** Undefined for what is not people's: the migrator's own, members of extensions. */
  readonly object: StepObject | undefined
}

/** Rows of one kind's query. */
export interface KindRows {
  readonly module: KindModule
  readonly rows: readonly Row[]
}

interface Entry {
  readonly identity: string
  readonly found: Found
  readonly key: string
  /** Of the row that it was read from. */
  readonly hash: bigint
}

/** How many rows of a kind there are, and the sum of their hashes. */
export interface KindDigest {
  readonly rows: number
  readonly hashes: bigint
}

/** The objects of one database as of the last look, by what the server calls them. */
export class StepModel {
  readonly edges: Edges
  readonly #kinds = new Map<KindModule, Map<string, readonly Entry[]>>()
  readonly #claimed = new Map<Pin, string>()
  readonly #placed = new Map<string, Placement>()
  #unreadable = 0

  constructor(edges: Edges) {
    this.edges = edges
  }

  get claimed(): ReadonlyMap<Pin, string> {
    return this.#claimed
  }

  /** Everything that is known of every object, each under a name that stays for as long as the object does. */
  get placed(): ReadonlyMap<string, Placement> {
    return this.#placed
  }

  /** How many objects of the last reading could not be read. */
  get unreadable(): number {
    return this.#unreadable
  }

  /** True where a role other than the migrating one has anything: then who the migrating one is may change. */
  get othersOwn(): boolean {
    for (const [{ class: said }, entries] of this.#kinds) {
      if (said !== 'owner') continue
      for (const { found } of [...entries.values()].flat()) {
        if (!isPostgresOwn(found.pin) && !isMigrators(found)) return true
      }
    }
    return false
  }

  /** Puts the rows in the place of what was known of these objects; of all of them where no oids are named. */
  replace(
    results: readonly KindRows[],
    {
      oids,
      migratingRole,
    }: { readonly oids?: ReadonlySet<string>; readonly migratingRole: string },
  ): { readonly before: ReadonlyMap<string, Placement>; readonly written: readonly Entry[] } {
    const rename = relativeTo(migratingRole)
    const before = new Map<string, Placement>()
    const written: Entry[] = []
    this.#unreadable = 0
    for (const { module, rows } of results) {
      const entries = this.#kinds.get(module) ?? new Map<string, readonly Entry[]>()
      this.#kinds.set(module, entries)
      for (const oid of oids ?? [...entries.keys()]) this.#forget(entries, oid, before)
      for (const row of rows) {
        const found = decode(module, row, rename)
        if (!('pin' in found)) {
          this.#unreadable += 1
          continue
        }
        const identity = JSON.stringify([module.kind, found.pin, found.role ?? null])
        const entry = {
          identity,
          found,
          key: keyOf(found.address),
          hash: BigInt(String(row['row_hash'])),
        }
        const oid = oidOf(found.pin)
        entries.set(oid, [...(entries.get(oid) ?? []), entry])
        this.#claim(entry)
        written.push(entry)
      }
    }
    return { before, written }
  }

  /** Of all that is known of a kind. */
  digestOf(module: KindModule): KindDigest {
    const all = [...(this.#kinds.get(module)?.values() ?? [])].flat()
    return { rows: all.length, hashes: all.reduce((sum, { hash }) => sum + hash, 0n) }
  }

  #forget(
    entries: Map<string, readonly Entry[]>,
    oid: string,
    before: Map<string, Placement>,
  ): void {
    for (const { identity, found } of entries.get(oid) ?? []) {
      const placement = this.#placed.get(identity)
      if (placement) before.set(identity, placement)
      this.#placed.delete(identity)
      if (!found.module.attached) this.#claimed.delete(found.pin)
    }
    entries.delete(oid)
  }

  /** The same for all that is known, as if it had been read just now. */
  placeAll(pins: LedgerPins): ReadonlyMap<string, Placement> {
    const all = [...this.#kinds.values()].flatMap((entries) => [...entries.values()].flat())
    this.#placed.clear()
    this.#claimed.clear()
    for (const entry of all) this.#claim(entry)
    return this.place(all, pins)
  }

  #claim({ found: { module, pin }, key }: Entry): void {
    if (!module.attached) this.#claimed.set(pin, key)
  }

  /** Links what was read to what it is a part of, once the edges are those of the same look. */
  place(written: readonly Entry[], pins: LedgerPins): ReadonlyMap<string, Placement> {
    const found = written.map((entry) => entry.found)
    const named = found.flatMap(({ pin, parentPin }) => (parentPin ? [pin, parentPin] : [pin]))
    const claims = new Claims(this.#claimed, this.edges.owningOf(named))
    const peoples = new Set(splitLedger(found, claims, pins).peoples)
    const after = new Map<string, Placement>()
    for (const { identity, key, found: each } of written) {
      const isOurs = peoples.has(each) && !isMigrators(each) && isPeoples(each, claims)
      const placement = { pin: each.pin, object: isOurs ? objectOf(each, key, claims) : undefined }
      after.set(identity, placement)
      this.#placed.set(identity, placement)
    }
    return after
  }
}

function objectOf(
  { module, parentPin, address, attributes }: Found,
  key: string,
  claims: Claims,
): StepObject {
  const parent = parentPin === undefined ? null : (claims.resolve(parentPin) ?? null)
  return { kind: module.kind, key, address, parent: parent === key ? null : parent, attributes }
}
