import type { MigrationHistory, Provenance } from '../../shared/history.ts'
import { keyOf, type Address } from '../../shared/model.ts'
import { lineageOf } from './lineage.ts'

/** Which migrations made and touched what the last one left; in the order of their addresses. What none tells of is not in it. */
export function provenanceOf(migrations: readonly MigrationHistory[]): Provenance[] {
  return [...lineageOf(migrations).all]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, { kind, address, parent, created, touched, was }]) => ({
      kind,
      address,
      parent,
      created,
      touched: [...touched],
      was: [...was],
    }))
}

/** How an address came to name nothing: the migration that dropped what it named, or gave it another one. */
export interface Gone {
  readonly migration: string
  /** Null: dropped. */
  readonly nowCalled: Address | null
}

/** By the keys of what the migrations dropped or renamed, its last end each; also of keys that name another object since. */
export function goneIn(migrations: readonly MigrationHistory[]): ReadonlyMap<string, Gone> {
  const gone = new Map<string, Gone>()
  for (const { name: migration, effects } of migrations) {
    for (const { change, address, was } of effects?.objects ?? []) {
      if (change === 'dropped') gone.set(keyOf(address), { migration, nowCalled: null })
      if (change === 'renamed' && was) gone.set(keyOf(was), { migration, nowCalled: address })
    }
  }
  return gone
}
