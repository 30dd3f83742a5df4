import { quote } from '../baseline/kysely-source.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import {
  defaultKeyOf,
  namedTypesOf,
  neverNull,
  typesOf,
  type ColumnTypes,
  type NamedTypes,
} from './type-of.ts'

/** The types of a database for `new Kysely<DB>()`. */
export interface WrittenTypes {
  readonly text: string
  readonly tables: number
  readonly columns: number
}

const KINDS: ReadonlySet<string> = new Set(['table', 'foreign-table', 'view', 'materialized-view'])

/** Writes them from a model alone: the same objects give the same bytes, in whatever order columns stand. */
export function writeTypes(model: Model): WrittenTypes {
  const named = namedTypesOf(model)
  const tables = [...model.objects.values()]
    .filter(({ kind }) => KINDS.has(kind))
    .map((object) => ({ object, key: tableKey(object) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const taken = new Set(RESERVED)
  let columns = 0
  const written = tables.map(({ object, key }) => {
    const lines = columnsOf(object, model, named).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    columns += lines.length
    const name = interfaceName(object, taken)
    const body = lines.map(({ name: column, type }) => `  ${property(column)}: ${type}\n`).join('')
    return { key, name, text: `export interface ${name} {\n${body}}\n` }
  })
  const list = written.map(({ key, name }) => `  ${property(key)}: ${name}\n`).join('')
  const parts = [...written.map(({ text }) => text), `export interface DB {\n${list}}\n`]
  return { text: [HEADER, ...parts].join('\n'), tables: tables.length, columns }
}

/** Whether a file is one of ours, to be written over. */
export const isOurTypes = (text: string): boolean =>
  text.startsWith('// Kysely types, generated from the database by Rebaseline')

const HEADER = `// Kysely types, generated from the database by Rebaseline, with what pg gives by itself for each type. Do not edit.
import type { ColumnType } from 'kysely'

/** A column that may be left out of an insert. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** A column that only Postgres writes. */
export type GeneratedAlways<T> =
  T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export interface Interval {
  years?: number
  months?: number
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  milliseconds?: number
}
export interface Point {
  x: number
  y: number
}
export interface Circle extends Point {
  radius: number
}
`

const RESERVED = [
  'DB',
  'Generated',
  'GeneratedAlways',
  'Json',
  'Interval',
  'Point',
  'Circle',
  'ColumnType',
  'Buffer',
  'Date',
]

interface WrittenColumn {
  readonly name: string
  readonly type: string
}

function columnsOf(
  object: CatalogObject,
  model: Model,
  named: NamedTypes,
): readonly WrittenColumn[] {
  const stand = object.attributes['columns']
  if (Array.isArray(stand)) return stand.map((each) => viewColumn(String(each), named))
  const columns = (model.children.get(object.key) ?? []).filter(({ kind }) => kind === 'column')
  return columns.map((column) => {
    const { attributes, address } = column
    const printed = String(attributes['type'])
    const isNull = attributes['notNull'] !== true && !neverNull(printed, named)
    const type = columnType(typesOf(printed, named), isNull ? ' | null' : '')
    return { name: address.names.at(-1) ?? '', type: wrapped(type, column, model, named) }
  })
}

/** A column that is filled by itself need not be given, or can't be. */
function wrapped(
  type: string,
  column: CatalogObject,
  model: Model,
  { domains }: NamedTypes,
): string {
  const own = model.objects.get(defaultKeyOf(column))
  const { identity } = column.attributes
  const isAlways = identity === 'always' || (own && own.attributes['generated'] !== null)
  if (isAlways) return `GeneratedAlways<${type}>`
  const domain = domains.get(String(column.attributes['type']))
  const isFilled =
    identity === 'by default' || own || (domain && domain.attributes['default'] !== null)
  return isFilled ? `Generated<${type}>` : type
}

function columnType({ select, insert }: ColumnTypes, orNull: string): string {
  if (select === insert) return `${select}${orNull}`
  return `ColumnType<${select}${orNull}, ${insert}${orNull}, ${insert}${orNull}>`
}

/** `NULL::numeric(10,2) COLLATE … AS "Total"`: every column of a view may be null, as far as Postgres says. */
function viewColumn(text: string, named: NamedTypes): WrittenColumn {
  const found = /^NULL::(.*) AS ("(?:[^"]|"")*"|[^" ]+)$/s.exec(text)
  const [, type = '', name = ''] = found ?? []
  const printed = type.replace(
    / COLLATE (?:"(?:[^"]|"")*"|[^". ]+)\.(?:"(?:[^"]|"")*"|[^". ]+)$/s,
    '',
  )
  const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
  return { name: plain, type: columnType(typesOf(printed, named), ' | null') }
}

/** As Kysely names it: without `public`, others with their schema. */
function tableKey({ address: { names } }: CatalogObject): string {
  return names[0] === 'public' ? names.slice(1).join('.') : names.join('.')
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

function interfaceName({ address: { names } }: CatalogObject, taken: Set<string>): string {
  const words = (names[0] === 'public' ? names.slice(1) : names).join('_')
  const parts = words.split(/[^\p{ID_Continue}]+|_/u).filter((part) => part !== '')
  const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
  const base = /^\p{ID_Start}/u.test(pascal) ? pascal : `Table${pascal}`
  let name = base
  for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`
  taken.add(name)
  return name
}
