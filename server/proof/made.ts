import type { Ledger } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import type { Model } from '../../shared/model.ts'
import type { Side } from './read-side.ts'
import type { Workspace } from './workspace.ts'

/** What scratch databases showed once: models never change, and writing one again ends the same. */
interface Made {
  readonly empty: WeakMap<Server, Promise<Model>>
  readonly again: WeakMap<Model, Promise<Side>>
}

const known = new WeakMap<Server, Map<string, Made>>()

/** What was made on the rebuilt side's server under that ledger; it goes with the server. */
export function madeIn({ rebuilt: server }: Workspace, ledger: Ledger): Made {
  const onServer = known.get(server) ?? new Map<string, Made>()
  known.set(server, onServer)
  const key = JSON.stringify([ledger.schema, ledger.table, ledger.lockTable])
  const made = onServer.get(key) ?? { empty: new WeakMap(), again: new WeakMap() }
  onServer.set(key, made)
  return made
}

/** What was made of that before, or is made now; a failure is not kept. */
export function once<K extends object, V>(
  made: WeakMap<K, Promise<V>>,
  of: K,
  make: () => Promise<V>,
): Promise<V> {
  const there = made.get(of)
  if (there) return there
  const making = make()
  made.set(of, making)
  making.catch(() => made.delete(of))
  return making
}
