/** An index that stands for no constraint (pg_index). */
export type Index = {
  method: string
  unique: boolean
  nullsNotDistinct: boolean
  /** Each key column with its collation, operator class and order, where they aren't the usual ones. */
  columns: string[]
  include: string[]
  predicate: string | null
  options: string[]
  tablespace: string | null
  /** `2=500`: the statistics target of the second column. */
  statistics: string[]
  clustered: boolean
  replicaIdentity: boolean
  /** Extensions it is to be dropped with, sorted. */
  extensions: string[]
  valid: boolean
  /** The partitioned index it is a part of: `['index', schema, name]`. */
  attachedTo: string[] | null
  origin: string[] | null
  /** `['table', schema, name]`, or a materialized view. */
  on: string[]
  /** Without expressions among its columns. */
  plain: boolean
  statement: string
  /** The statement after the index's name. */
  definition: string
}
