import type { KindModule } from '../kinds/kind.ts'
import type { Address, Attributes } from '../../shared/model.ts'
import type { Pin } from './dependencies.ts'

/** Where an object of a kind was found. */
export interface Placed {
  readonly module: KindModule
  readonly pin: Pin
  readonly parentPin: Pin | undefined
  /** How many of its kind there are, where the pin is that of what all of them are parts of. */
  readonly count?: number
  /** Whom it is about, as the server calls them. */
  readonly role?: string
}

/** An object as one kind's query found it, not yet linked to others. */
export interface Found extends Placed {
  readonly address: Address
  readonly attributes: Attributes
}
