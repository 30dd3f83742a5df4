import type { Kind } from './kinds.ts'

export type AttributeValue = string | number | boolean | null | readonly AttributeValue[]
export type Attributes = Readonly<Record<string, AttributeValue>>

/** Postgres's own portable name of an object; see pg_identify_object_as_address(). */
export interface Address {
  readonly type: string
  readonly names: readonly string[]
  readonly args: readonly string[]
}

/** One object of a database, at the grain that pg_depend or COMMENT ON can name. */
export interface CatalogObject<A extends Attributes = Attributes> {
  readonly kind: Kind
  /** The address as one string: what objects are matched and looked up by. */
  readonly key: string
  readonly address: Address
  /** Key of the object it is a part of, and falls with. */
  readonly parent: string | null
  readonly attributes: A
  /** Keys of the objects that must exist before it. */
  readonly dependsOn: readonly string[]
  /** Addresses of what it refers to and no kind models: members of extensions, mostly. */
  readonly references: readonly string[]
}

/** A user's object in a catalog that no kind reads, or one that Postgres could not describe. */
export interface Unmodeled {
  readonly reason: 'unmodeled' | 'unreadable'
  readonly address: Address
  readonly detail: string
}

export interface ServerFacts {
  /** 180004 becomes 18. */
  readonly major: number
  readonly version: string
  readonly encoding: string
  /** Provider, name and rules of the default collation, and what decides on letters. */
  readonly locale: string
  /** Of the library that sorts; null where it says none. */
  readonly collationVersion: string | null
  /** What else belongs to the database itself, in words; what a new one has as well is null. */
  readonly database: Readonly<Record<string, string | null>>
  /** The role that owns most objects; it stands for the same role on the other side. */
  readonly migratingRole: string
}

/** All objects of one database at one snapshot. */
export interface Model {
  readonly objects: ReadonlyMap<string, CatalogObject>
  readonly children: ReadonlyMap<string, readonly CatalogObject[]>
  readonly unmodeled: readonly Unmodeled[]
  readonly server: ServerFacts
  readonly ledger?: LedgerFacts
  /** What of Postgres's own objects is not as it made them. */
  readonly builtins?: readonly BuiltinChange[]
}

export interface BuiltinChange {
  readonly key: string
  readonly address: Address
  /** `changed` or `commented`. */
  readonly what: string
  /** The comment, or a hash of what was changed. */
  readonly says: string
}

/** What is left out of the model: the migrator's own tables. */
export interface LedgerFacts {
  /** Their schema, which the migrator makes before the first migration; null where every database has it. */
  readonly ownSchema: string | null
  /** The tables, their parts, and what is said of them; not what default privileges give. */
  readonly objects: ReadonlyMap<string, CatalogObject>
  /** Keys of those that the migrator makes. */
  readonly made: ReadonlySet<string>
  /** What no kind reads. */
  readonly unmodeled: readonly Unmodeled[]
}

/** Stands for the migrating role wherever a role is named: no real role can have an empty name. */
export const MIGRATING_ROLE = ''

export const keyOf = (address: Address): string =>
  JSON.stringify([address.type, address.names, address.args])

export const addressOf = (key: string): Address => {
  const [type, names, args] = JSON.parse(key) as [string, string[], string[]]
  return { type, names, args }
}

/** The names that lead to an object, its own at last: a domain's constraint has that among the arguments. */
export const pathOf = ({ type, names, args }: Address): readonly string[] =>
  type.endsWith('domain constraint') ? [...names, ...args] : names

export const ownNameOf = (address: Address): string => pathOf(address).at(-1) ?? ''

/** How a person reads an address: `table public.users`, `function public.area(integer)`. */
export function describeAddress({ type, names, args }: Address): string {
  const name = names.join('.')
  if (args.length > 0) return `${type} ${name}(${args.join(', ')})`
  return name === '' ? type : `${type} ${name}`
}

/** Objects grouped by the key of their parent. */
export function childrenByParent(
  objects: Iterable<CatalogObject>,
): ReadonlyMap<string, readonly CatalogObject[]> {
  const children = new Map<string, CatalogObject[]>()
  for (const object of objects) {
    if (object.parent === null) continue
    const siblings = children.get(object.parent)
    if (siblings) siblings.push(object)
    else children.set(object.parent, [object])
  }
  return children
}
