/** A table (pg_class, relkind r or p). Columns, defaults, constraints and indexes are objects of their own. */
export type Table = {
  persistence: 'permanent' | 'unlogged'
  partitionKey: string | null
  /** The partitioned table: `['table', schema, name]`. */
  partitionOf: string[] | null
  partitionBound: string | null
  /** A DETACH PARTITION … CONCURRENTLY was broken off: queries of the partitioned table leave it out. */
  detaching: boolean
  /** Quoted names of the tables it inherits from, in order. */
  inherits: string[]
  /** The composite type of a typed table. */
  typedOf: string | null
  accessMethod: string | null
  tablespace: string | null
  options: string[]
  toastOptions: string[]
  /** `kept`: it has a TOAST table that no column of it needs any more. */
  toastTable: 'needed' | 'kept' | null
  rowSecurity: boolean
  forceRowSecurity: boolean
  /** An index that is the identity says so itself; one that was dropped leaves nothing. */
  replicaIdentity: 'default' | 'nothing' | 'full'
}
