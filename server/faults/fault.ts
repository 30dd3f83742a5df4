import type { FindingKind } from '../../shared/kinds.ts'
import type { Address } from '../../shared/model.ts'

/** One difference that is made on purpose. */
export interface Fault {
  readonly key: string
  readonly kind: FindingKind
  readonly address: Address
  /** What is changed of the object; null where it is dropped. */
  readonly attribute: string | null
  readonly statements: readonly string[]
  /** What is planted instead where the server refuses that, in this order. */
  readonly otherwise?: readonly (readonly string[])[]
  /** What becomes of a row, where it is about rows. */
  readonly row?: 'missing' | 'changed' | 'added'
  /** Keys of all that may differ because of it: itself, its parts, what stands on it. */
  readonly zone: ReadonlySet<string>
}

/** An object that nothing was tried on, and why. */
export interface Spared {
  readonly address: Address
  readonly why: string
}
