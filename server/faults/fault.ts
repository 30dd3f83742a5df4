import type { Kind } from '../../shared/kinds.ts'
import type { Address } from '../../shared/model.ts'

/** One difference that is made on purpose. */
export interface Fault {
  readonly key: string
  readonly kind: Kind
  readonly address: Address
  /** What is changed of the object; null where it is dropped. */
  readonly attribute: string | null
  readonly statements: readonly string[]
  /** Keys of all that may differ because of it: itself, its parts, what stands on it. */
  readonly zone: ReadonlySet<string>
}

/** An object that nothing was tried on, and why. */
export interface Spared {
  readonly address: Address
  readonly why: string
}
