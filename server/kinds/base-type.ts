import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { literal, nameOf, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** A base type (pg_type, typtype b and no array of another), or one that is only announced. Functions are qualified and quoted. */
export type BaseType = {
  /** False of a type that is only announced: nothing else of it is known then. */
  defined: boolean
  input: string | null
  output: string | null
  receive: string | null
  send: string | null
  typmodIn: string | null
  typmodOut: string | null
  analyze: string | null
  subscript: string | null
  /** Bytes; -1 for as many as a value needs, -2 up to a null byte. */
  length: number | null
  byValue: boolean | null
  alignment: string | null
  storage: string | null
  category: string | null
  preferred: boolean | null
  /** A value as its input function takes it. */
  default: string | null
  element: string | null
  /** Between the elements of an array of it. */
  delimiter: string | null
  collatable: boolean | null
}

type Functions = 'input' | 'output' | 'receive' | 'send' | 'typmodIn' | 'typmodOut' | 'analyze'

const FUNCTIONS: Readonly<
  Record<Functions | 'subscript', { readonly column: string; readonly parameter: string }>
> = {
  input: { column: 'typinput', parameter: 'INPUT' },
  output: { column: 'typoutput', parameter: 'OUTPUT' },
  receive: { column: 'typreceive', parameter: 'RECEIVE' },
  send: { column: 'typsend', parameter: 'SEND' },
  typmodIn: { column: 'typmodin', parameter: 'TYPMOD_IN' },
  typmodOut: { column: 'typmodout', parameter: 'TYPMOD_OUT' },
  analyze: { column: 'typanalyze', parameter: 'ANALYZE' },
  subscript: { column: 'typsubscript', parameter: 'SUBSCRIPT' },
}

const ALIGNMENTS = { c: 'char', s: 'int2', i: 'int4', d: 'double' } as const
const STORAGES = { p: 'plain', e: 'external', m: 'main', x: 'extended' } as const

const words = (column: string, of: Readonly<Record<string, string>>): string =>
  `case ${column} ${Object.entries(of)
    .map(([letter, word]) => `when '${letter}' then '${word}'`)
    .join(' ')} end`

const ifDefined = (sql: string): string => `case when t.typisdefined then ${sql} end`

const RULES = {
  defined: 'exact',
  input: 'exact',
  output: 'exact',
  receive: 'exact',
  send: 'exact',
  typmodIn: 'exact',
  typmodOut: 'exact',
  analyze: 'exact',
  subscript: 'exact',
  length: 'exact',
  byValue: 'exact',
  alignment: 'exact',
  storage: 'exact',
  category: 'exact',
  preferred: 'exact',
  default: 'exact',
  element: 'exact',
  delimiter: 'exact',
  collatable: 'exact',
} as const

const ATTRIBUTES = Object.keys(RULES) as (keyof BaseType)[]

/** What ALTER TYPE … SET changes; anything else is there from the beginning. */
const SETTABLE = [
  'receive',
  'send',
  'typmodIn',
  'typmodOut',
  'analyze',
  'subscript',
  'storage',
] as const
type Settable = (typeof SETTABLE)[number]

const isSettable = (name: keyof BaseType): name is Settable =>
  SETTABLE.some((each) => each === name)

export const baseType = defineKind<BaseType>({
  kind: 'base-type',
  attributes: RULES,

  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent}, t.typisdefined as defined,
      ${Object.entries(FUNCTIONS)
        .map(
          ([name, { column }]) =>
            `${ifDefined(nameOf('pg_proc', 'pro', `t.${column}`))} as "${name}"`,
        )
        .join(',\n      ')},
      ${ifDefined('t.typlen::integer')} as length, ${ifDefined('t.typbyval')} as "byValue",
      ${ifDefined(words('t.typalign', ALIGNMENTS))} as alignment, ${ifDefined(words('t.typstorage', STORAGES))} as storage,
      ${ifDefined('t.typcategory::text')} as category, ${ifDefined('t.typispreferred')} as preferred,
      ${ifDefined('t.typdefault')} as "default",
      ${ifDefined('case when t.typelem <> 0 then pg_catalog.format_type(t.typelem, null) end')} as element,
      ${ifDefined('t.typdelim::text')} as delimiter, ${ifDefined('t.typcollation <> 0')} as collatable
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where ${userSchema('n')} and ${notMember('pg_type', 't.oid')} and (t.typtype = 'p' and not t.typisdefined
      or t.typtype = 'b' and not exists (
        select from pg_catalog.pg_type e where e.oid = t.typelem and e.typarray = t.oid))`,

  vary: ({ attributes: { defined, analyze } }) =>
    defined ? [{ analyze: analyze === null ? 'pg_catalog.array_typanalyze' : null }] : [],

  create,

  alter(old, rebuilt) {
    const differing = ATTRIBUTES.filter((name) => old.attributes[name] !== rebuilt.attributes[name])
    if (!differing.every(isSettable)) return undefined
    if (differing.includes('storage') && old.attributes.storage === 'plain') return undefined
    const settings = differing.map((name) =>
      name === 'storage'
        ? `STORAGE = ${old.attributes.storage}`
        : `${FUNCTIONS[name].parameter} = ${old.attributes[name] ?? 'NONE'}`,
    )
    return {
      statements: [{ sql: `ALTER TYPE ${typeName(old.address)} SET (${settings.join(', ')})` }],
    }
  },

  // Its functions take and return the type itself.
  shell: (object) =>
    object.attributes.defined
      ? { standIn: [announce(object)], completed: create(object) }
      : undefined,
})

const announce = ({ address }: CatalogObject): Statement => ({
  sql: `CREATE TYPE ${typeName(address)}`,
})

function create(object: CatalogObject<BaseType>): Statement[] {
  const { attributes } = object
  if (!attributes.defined) return [announce(object)]
  const { length, byValue, alignment, storage, category, preferred, element, delimiter } =
    attributes
  const functions = Object.entries(FUNCTIONS).flatMap(([name, { parameter }]) => {
    const value = attributes[name as keyof typeof FUNCTIONS]
    return value === null ? [] : [`${parameter} = ${value}`]
  })
  const parameters = [
    ...functions,
    // No number says how long a text up to a null byte is.
    length === -2
      ? 'LIKE = pg_catalog.cstring'
      : `INTERNALLENGTH = ${length === -1 ? 'VARIABLE' : length}`,
    ...(byValue === true ? ['PASSEDBYVALUE'] : []),
    `ALIGNMENT = ${alignment}`,
    `STORAGE = ${storage}`,
    `CATEGORY = ${literal(category ?? '')}`,
    `PREFERRED = ${preferred}`,
    ...(attributes.default === null ? [] : [`DEFAULT = ${literal(attributes.default)}`]),
    ...(element === null ? [] : [`ELEMENT = ${element}`]),
    `DELIMITER = ${literal(delimiter ?? '')}`,
    ...(attributes.collatable === true ? ['COLLATABLE = true'] : []),
  ]
  return [{ sql: `CREATE TYPE ${typeName(object.address)} (${parameters.join(', ')})` }]
}
