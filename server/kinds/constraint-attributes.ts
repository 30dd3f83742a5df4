import type { CatalogObject } from '../../shared/model.ts'

/** A constraint of a table or a domain (pg_constraint). NOT NULL is an attribute of its column. */
export type Constraint = {
  type: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY' | 'CHECK' | 'EXCLUDE'
  columns: string[]
  include: string[]
  /** `['table', schema, name]`. */
  references: string[] | null
  referencedColumns: string[]
  match: 'FULL' | 'PARTIAL' | 'SIMPLE' | null
  onUpdate: string | null
  onDelete: string | null
  onDeleteColumns: string[]
  deferrable: boolean
  deferred: boolean
  validated: boolean
  enforced: boolean
  noInherit: boolean | null
  inheritance: 'local' | 'inherited' | 'both'
  /** The CHECK it is inherited from, or the key of the partitioned table it is a part of. */
  origin: string[] | null
  /** WITHOUT OVERLAPS, or PERIOD in a foreign key. */
  period: boolean
  nullsNotDistinct: boolean
  expression: string | null
  exclusion: string | null
  options: string[]
  tablespace: string | null
  clustered: boolean
  replicaIdentity: boolean
  valid: boolean
  /** `2=500`: the statistics target of the second column of its index. */
  statistics: string[]
  /** `[table, name]` of a foreign key's copies in partitions that have a name of their own. */
  partNames: string[]
  /** Those that were validated while it was not. */
  partsValidated: string[]
  /** What the triggers that make it work are set to, where that isn't ORIGIN. */
  triggers: string[]
  /** The partitioned table's constraint that this one is a part of: `['table constraint', schema, table, name]`. */
  attachedTo: string[] | null
  definition: string
}

export type ConstraintObject = CatalogObject<Constraint>
