/** One value as Postgres prints it in text form; null is SQL NULL. */
export type Cell = string | null

export interface RowColumn {
  readonly name: string
  /** As format_type() prints it under an empty search_path. */
  readonly type: string
  readonly notNull: boolean
  readonly hasDefault: boolean
  readonly identity: 'always' | 'by default' | null
}

/** The rows of one table, columns in table order without generated ones. */
export interface TableRows {
  /** Key of the table in the model. */
  readonly table: string
  readonly columns: readonly RowColumn[]
  /** Column names of the primary key, else of a unique constraint without nulls; absent where there is none. */
  readonly key?: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Where a sequence stands: what nextval() gives next. */
export interface SequenceState {
  /** Key of the sequence, or of the column for an identity's own sequence. */
  readonly sequence: string
  /** Quoted, qualified name for use as `setval(...)`'s regclass text. */
  readonly name: string
  readonly lastValue: string
  readonly isCalled: boolean
}

/** A table whose rows are left out of the seed. */
export interface LeftOut {
  /** Key of the table in the model. */
  readonly table: string
  /** How many it holds, with its partitions; null where they could not be counted. */
  readonly rows: number | null
}

/** The data that is part of the seed: rows and sequence states. */
export interface SeedData {
  readonly tables: readonly TableRows[]
  readonly sequences: readonly SequenceState[]
  /** What the materialized views hold: compared, and never written, since a REFRESH makes it. */
  readonly views?: readonly TableRows[]
  /** What a REFRESH of all of them would make of those; only of what was built for the comparison. */
  readonly refreshed?: readonly TableRows[]
  /** Where all tables but some are seed: those. Their rows are counted, and never read. */
  readonly leftOut?: readonly LeftOut[]
}

/** Everything whose rows are compared. */
export const comparedTables = ({ tables, views = [] }: SeedData): readonly TableRows[] => [
  ...tables,
  ...views,
]

/** Whose rows are seed: of all, of none, of these tables (as people write them: `public.colors` or `colors`), or of all others. */
export type SeedSelection =
  'all' | 'none' | readonly string[] | { readonly allBut: readonly string[] }

/** How many pairs of rows are sent at once. */
export const ROWS_A_PAGE = 50
