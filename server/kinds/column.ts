import { isPlainName, quote, sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { columnCatalog } from './column-catalog.ts'
import { kyselyType } from './column-type.ts'
import { parentColumns, takesColumnsFromParent } from './inheritance.ts'
import type { Statement, WriteContext } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, ownerName, ownName, qualified } from './sql.ts'
import { storageParameter } from './table-options.ts'

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

export const column = defineKind<Column>({
  kind: 'column',
  attributes: {
    position: 'order',
    type: 'exact',
    notNull: 'exact',
    notNullName: 'name',
    notNullOptions: 'exact',
    collation: 'exact',
    storage: 'exact',
    compression: 'exact',
    statistics: 'exact',
    options: 'exact',
    inheritance: 'derived',
    origin: 'origin',
    identity: 'exact',
    identitySequence: 'exact',
    identityStart: 'exact',
    identityIncrement: 'exact',
    identityMin: 'exact',
    identityMax: 'exact',
    identityCache: 'exact',
    identityCycle: 'exact',
  },
  read: columnCatalog,

  clause(object, context) {
    if (comesFromParent(object, context)) return undefined
    const notNull = notNullParts(object)
    const identity = identityParts(object)
    const defaults = context.clauses
    const parts = [
      ownName(object),
      typeText(object),
      identity.sql,
      ...defaults.map((each) => each.sql),
      notNull.sql,
    ]
    const kysely = builder(object, [
      ...(identity.kysely === '' ? [] : [identity.kysely]),
      ...defaults.map((each) => each.kysely),
      ...(notNull.kysely === '' ? [] : [notNull.kysely]),
    ])
    return {
      rank: object.attributes.position,
      sql: parts.filter((part) => part !== '').join(' '),
      separable: false,
      ...(kysely === undefined ? {} : { kysely }),
    }
  },

  complete: (object) => physical(object),

  create(object, context) {
    const { attributes } = object
    const alter = alterColumn(object)
    const notNull = attributes.notNull && !inheritsNotNull(object, context)
    return [
      ...(context.clauses.length === 0 && inheritsDefault(object, context)
        ? [alter('DROP DEFAULT')]
        : []),
      ...context.clauses.filter((each) => each.separable).map((each) => alter(`SET ${each.sql}`)),
      ...(notNull ? [alter('SET NOT NULL')] : []),
      ...physical(object),
    ]
  },
})

/** Inherited columns, and those of a typed table, stand in no CREATE TABLE of their own. */
function comesFromParent(object: CatalogObject<Column>, { model }: WriteContext): boolean {
  const table = model.objects.get(object.parent ?? '')
  if (!table) return false
  if (table.attributes['typedOf'] !== null) return true
  if (table.attributes['partitionOf'] !== null) return takesColumnsFromParent(table, model)
  return object.attributes.inheritance === 'inherited'
}

const inheritsNotNull = (object: CatalogObject<Column>, { model }: WriteContext): boolean =>
  parentColumns(object, model).some((column) => column.attributes['notNull'] === true)

const inheritsDefault = (object: CatalogObject<Column>, { model }: WriteContext): boolean =>
  parentColumns(object, model).some((column) =>
    (model.children.get(column.key) ?? []).some(({ address }) => address.type === 'default value'),
  )

const typeText = ({ attributes }: CatalogObject<Column>): string =>
  [
    attributes.type,
    attributes.compression === null ? '' : `COMPRESSION ${attributes.compression}`,
    attributes.collation === null ? '' : `COLLATE ${attributes.collation}`,
  ]
    .filter((part) => part !== '')
    .join(' ')

function builder(
  object: CatalogObject<Column>,
  calls: readonly (string | undefined)[],
): string | undefined {
  const name = object.address.names.at(-1) ?? ''
  if (!isPlainName(name) || calls.includes(undefined)) return undefined
  const plain = object.attributes.collation === null && object.attributes.compression === null
  const known = plain ? kyselyType(object.attributes.type) : undefined
  const type = known === undefined ? sqlTemplate(typeText(object)) : quote(known)
  const callback = calls.length === 0 ? '' : `, (col) => col${calls.join('')}`
  return `.addColumn(${quote(name)}, ${type}${callback})`
}

/** The NOT NULL of a column; its name is written only where Postgres would give another one. */
function notNullParts(object: CatalogObject<Column>): { sql: string; kysely: string } {
  const { notNull, notNullName, notNullOptions } = object.attributes
  if (!notNull || notNullOptions.includes('NOT VALID')) return { sql: '', kysely: '' }
  const [, table = '', column = ''] = object.address.names
  const usual = `${table}_${column}_not_null`
  if ((notNullName === null || notNullName === usual) && notNullOptions.length === 0) {
    return { sql: 'NOT NULL', kysely: '.notNull()' }
  }
  const sql = [`CONSTRAINT ${ident(notNullName ?? usual)} NOT NULL`, ...notNullOptions].join(' ')
  return { sql, kysely: `.modifyEnd(${sqlTemplate(sql)})` }
}

function identityParts(object: CatalogObject<Column>): { sql: string; kysely: string } {
  const { attributes } = object
  if (attributes.identity === null) return { sql: '', kysely: '' }
  const sequence = attributes.identitySequence
  const sql = [
    `GENERATED ${attributes.identity.toUpperCase()} AS IDENTITY (SEQUENCE NAME ${qualified(sequence ?? [])}`,
    `START WITH ${attributes.identityStart} INCREMENT BY ${attributes.identityIncrement}`,
    `MINVALUE ${attributes.identityMin} MAXVALUE ${attributes.identityMax} CACHE ${attributes.identityCache}${
      attributes.identityCycle ? ' CYCLE' : ''
    })`,
  ].join(' ')
  if (!isUsualIdentity(object)) return { sql, kysely: `.modifyEnd(${sqlTemplate(sql)})` }
  const call =
    attributes.identity === 'always' ? 'generatedAlwaysAsIdentity' : 'generatedByDefaultAsIdentity'
  return { sql, kysely: `.${call}()` }
}

const LARGEST: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
}

/** True where GENERATED … AS IDENTITY without any option gives the same sequence, name included. */
function isUsualIdentity({ address, attributes }: CatalogObject<Column>): boolean {
  const [schema = '', table = '', column = ''] = address.names
  const name = `${table}_${column}_seq`
  const [sequenceSchema, sequenceName] = attributes.identitySequence ?? []
  return (
    Buffer.byteLength(name) <= 63 &&
    sequenceSchema === schema &&
    sequenceName === name &&
    attributes.identityStart === '1' &&
    attributes.identityIncrement === '1' &&
    attributes.identityMin === '1' &&
    attributes.identityMax === LARGEST[attributes.type] &&
    attributes.identityCache === '1' &&
    attributes.identityCycle === false
  )
}

const alterColumn =
  (object: CatalogObject<Column>) =>
  (what: string): Statement => ({
    sql: `ALTER TABLE ONLY ${ownerName(object)} ALTER COLUMN ${ownName(object)} ${what}`,
  })

/** Storage, statistics and options, which CREATE TABLE can't say on every major. */
function physical(object: CatalogObject<Column>): Statement[] {
  const { storage, statistics, options, notNull, notNullOptions } = object.attributes
  const alter = alterColumn(object)
  const late = notNull && notNullOptions.includes('NOT VALID')
  return [
    ...(storage === null ? [] : [alter(`SET STORAGE ${storage}`)]),
    ...(statistics === null ? [] : [alter(`SET STATISTICS ${statistics}`)]),
    ...(options.length === 0 ? [] : [alter(`SET (${options.map(storageParameter).join(', ')})`)]),
    ...(late ? [lateNotNull(object)] : []),
  ]
}

/** A NOT NULL that came after the rows, and that some of them may break. */
export function lateNotNull(object: CatalogObject<Column>): Statement {
  const { notNullName, notNullOptions } = object.attributes
  const name = ident(notNullName ?? '')
  return {
    sql: `ALTER TABLE ${ownerName(object)} ADD CONSTRAINT ${name} NOT NULL ${ownName(object)} ${notNullOptions.join(' ')}`,
  }
}
