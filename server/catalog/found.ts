import type { KindModule } from '../kinds/kind.ts'
import type { Address, Attributes } from '../../shared/model.ts'
import type { Pin } from './dependencies.ts'

/** An object as one kind's query found it, not yet linked to others. */
export interface Found {
  readonly module: KindModule
  readonly pin: Pin
  readonly parentPin: Pin | undefined
  readonly address: Address
  readonly attributes: Attributes
  /** Whom it is about, as the server calls them. */
  readonly role?: string
}
