import type { SequenceState } from '../../shared/rows.ts'
import type { Cutting } from './cells.ts'

/** What a value begins and ends with. */
export type Affix = readonly [before: string, after: string]

/** Nothing is fixed. */
export const NO_AFFIX: Affix = ['', '']

/** A column some of whose values differ between two builds of the same folder. */
export interface VolatileColumn extends Cutting {
  /** What makes the values, for people: `now()`, `gen_random_uuid()`, `made where it is written (in JavaScript or in SQL), no default`. */
  readonly cause: string
  /** The column's default makes such a value by itself: it may be left out of an INSERT. */
  readonly remade: boolean
  /** How long the changing values are, where all of them are equally long. */
  readonly width: number | null
  /** Two equal values are a reference; otherwise they may be equal by accident. */
  readonly linked: boolean
  /** Values that are the same in both builds, each with the row it stands in (see literalKey). */
  readonly literals: ReadonlySet<string>
  /** What the changing values begin and end with in both builds, each with the row and the piece of the cell. */
  readonly affixes: ReadonlyMap<string, Affix>
}

/** The columns of a table that differ between two builds, and those that don't. */
export interface VolatileTable {
  /** Names of the other columns, sorted. */
  readonly stable: readonly string[]
  readonly columns: ReadonlyMap<string, VolatileColumn>
}

/** What differs between two builds of the same folder, by the key of the table or sequence. */
export interface RowVolatility {
  readonly tables: ReadonlyMap<string, VolatileTable>
  /** The further of both states. */
  readonly sequences: ReadonlyMap<string, SequenceState>
  /** Keys of materialized views that hold other rows in each build, in more than values. */
  readonly unsteady?: ReadonlySet<string>
  /** Of the materialized views once they were refreshed. */
  readonly refreshed?: RowVolatility
}
