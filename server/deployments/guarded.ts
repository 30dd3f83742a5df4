import type { KindModule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import type { Kind } from '../../shared/kinds.ts'

/**
 * What of a kind a deployment has to have as it was proven. Not what is only said of other objects (comments, owners,
 * privileges, settings of a database or a role), nor what belongs to the whole server or leads to a role.
 */
export interface Guarded {
  readonly kind: Kind
  readonly module: KindModule
  /** In the order in which they are hashed. */
  readonly attributes: readonly string[]
}

/** Order, names that mean nothing, where something is inherited from, and lists of what an extension brings. */
const LEFT_OUT: ReadonlySet<string> = new Set(['unused', 'origin', 'order', 'name', 'set'])

/** What each server decides for itself: CREATE EXTENSION takes the version that is installed there. */
const OF_SERVERS: Readonly<Partial<Record<Kind, readonly string[]>>> = { extension: ['version'] }

export const GUARDED: readonly Guarded[] = (Object.keys(kinds) as Kind[]).flatMap((kind) => {
  const module = kinds[kind]
  if (module.attached || module.shared || module.roleInAddress) return []
  const attributes = Object.entries(module.attributes).flatMap(([name, rule]) =>
    LEFT_OUT.has(rule) || OF_SERVERS[kind]?.includes(name) ? [] : [name],
  )
  return [{ kind, module, attributes }]
})
