/** A column of a table (pg_attribute). Its default is an object of its own, its identity sequence belongs to it. */
export type Column = {
  position: number
  type: string
  notNull: boolean
  /** From 18 a NOT NULL is a constraint with a name. */
  notNullName: string | null
  /** `NO INHERIT`, `NOT VALID`, where a NOT NULL of 18 says so. */
  notNullOptions: string[]
  /** Null where it is the type's own. */
  collation: string | null
  storage: string | null
  compression: string | null
  statistics: number | null
  options: string[]
  inheritance: 'local' | 'inherited' | 'both'
  /** The column of the first table it is inherited from: `['table column', schema, table, column]`. */
  origin: string[] | null
  identity: 'always' | 'by default' | null
  identitySequence: [string, string] | null
  identityStart: string | null
  identityIncrement: string | null
  identityMin: string | null
  identityMax: string | null
  identityCache: string | null
  identityCycle: boolean | null
}
