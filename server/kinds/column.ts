import type { CatalogObject, Model } from '../../shared/model.ts'
import { alterColumnTo, dropColumn, releaseColumn } from './column-alter.ts'
import { columnCatalog, columnSums, type Column } from './column-catalog.ts'
import { identityParts, identityStatements } from './column-identity.ts'
import {
  addedNotNull,
  addNotNull,
  losesNotNull,
  notNullParts,
  notNullSince,
  notNullStatements,
  setsNotNull,
} from './column-not-null.ts'
import { columnCall } from './column-type.ts'
import { varyColumn } from './column-vary.ts'
import { optionsClause } from './foreign-options.ts'
import { hasHeirs, parentColumns, takesColumnsFromParent } from './inheritance.ts'
import type { Clause, Statement, WriteContext } from './kind.ts'
import { defineKind } from './kind.ts'
import { hiddenOptions } from './secret-names.ts'
import { ownerName, ownName } from './sql.ts'
import { storageParameter } from './table-options.ts'

export const column = defineKind<Column>({
  kind: 'column',
  builder: 'where it says exactly the same',
  attributes: {
    position: 'order',
    type: 'exact',
    notNull: 'exact',
    notNullName: 'name',
    notNullOptions: 'exact',
    notNullInheritance: 'unused',
    notNullOwn: 'derived',
    collation: 'exact',
    storage: 'exact',
    compression: 'exact',
    statistics: 'exact',
    options: 'exact',
    foreignOptions: 'exact',
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
    identityType: 'exact',
    identityPersistence: 'exact',
  },
  relations: ({ attributes }) => (attributes.identity === null ? 0 : 1),
  read: columnCatalog,
  summedUp: columnSums,

  hides: ({ address, attributes }) =>
    hiddenOptions(attributes.foreignOptions, 'table', `the column ${address.names.join('.')}`),

  clause: inTable,
  since: notNullSince,

  complete: (object, context) => [
    ...(comesFromElsewhere(object, context) ? changes(object, context) : []),
    ...afterwards(object, context),
  ],

  add(object, context) {
    const isOwn = object.attributes.inheritance === 'local' && !comesFromElsewhere(object, context)
    const { sql } = inTable(object, context)
    return [
      ...(isOwn
        ? [{ sql: `ALTER TABLE ${ownerName(object)} ADD COLUMN ${sql}` }]
        : [
            ...(addedNotNull(object, context.model) === '' ? [] : [addNotNull(object)]),
            ...changes(object, context),
          ]),
      ...afterwards(object, context),
    ]
  },
  vary: varyColumn,
  drop: dropColumn,
  alter: alterColumnTo,
  release: releaseColumn,
  betweenMajors: (old, rebuilt, { name }) =>
    name === 'identity' &&
    [old, rebuilt].every(({ attributes: each }) => each.inheritance === 'inherited') &&
    [old, rebuilt].some(({ attributes: each }) => each.identity === null)
      ? 'identity of columns of partitions, which have that of their table from 17 on, and none before'
      : undefined,
  unknownBefore: { notNullName: 'names of NOT NULL constraints' },
  renameTo: (old, rebuilt) => [
    {
      sql: `ALTER TABLE ${ownerName(rebuilt)} RENAME COLUMN ${ownName(rebuilt)} TO ${ownName(old)}`,
    },
  ],
})

function inTable(object: CatalogObject<Column>, context: WriteContext): Clause {
  const rank = object.attributes.position
  if (comesFromElsewhere(object, context)) {
    return { rank, sql: addedNotNull(object, context.model), separable: false }
  }
  const notNull = notNullParts(object, context.model)
  const identity = identityParts(object)
  const defaults = context.clauses
  const type = typeText(object, context)
  const parts = [
    ownName(object),
    type,
    identity.sql,
    ...defaults.map((each) => each.sql),
    notNull.sql,
  ]
  const kysely = columnCall(object, type, [
    ...(identity.kysely === '' ? [] : [identity.kysely]),
    ...defaults.map((each) => each.kysely),
    ...(notNull.kysely === '' ? [] : [notNull.kysely]),
  ])
  return {
    rank,
    sql: parts.filter((part) => part !== '').join(' '),
    separable: false,
    ...(kysely === undefined ? {} : { kysely }),
  }
}

/** What is said once the column is there. */
const afterwards = (object: CatalogObject<Column>, context: WriteContext): Statement[] => [
  ...identityStatements(object),
  ...physical(object, context),
  ...notNullStatements(object, context.model),
  ...(losesNotNull(object, context) ? [alterColumn(object)('DROP NOT NULL')] : []),
]

/** Inherited columns, and those of a typed table, stand in no CREATE TABLE of their own. */
function comesFromElsewhere(object: CatalogObject<Column>, { model }: WriteContext): boolean {
  const table = model.objects.get(object.parent ?? '')
  if (!table) return false
  if ((table.attributes['typedOf'] ?? null) !== null) return true
  if (table.attributes['partitionOf'] !== null) return takesColumnsFromParent(table, model)
  return object.attributes.inheritance === 'inherited'
}

/** What a column that comes from elsewhere has otherwise than there. */
function changes(object: CatalogObject<Column>, context: WriteContext): Statement[] {
  const alter = alterColumn(object)
  const { model, clauses } = context
  const inherited = parentColumns(object, model).flatMap((column) => defaultOf(column, model))
  const drops = clauses.length === 0 && inherited.length > 0 && !hasDefault(object, model)
  return [
    ...(drops ? [alter('DROP DEFAULT')] : []),
    ...clauses
      .filter((each) => !saysTheSame(each, inherited))
      .map((each) => ({ ...alter(setting(each)), ...(each.separable ? {} : { since: 17 }) })),
    ...(setsNotNull(object, model) ? [alter('SET NOT NULL')] : []),
    ...(object.attributes.foreignOptions.length === 0
      ? []
      : [alter(optionsClause(object.attributes.foreignOptions).trim())]),
  ]
}

const setting = ({ sql, separable }: Clause): string =>
  separable
    ? `SET ${sql}`
    : sql.replace(/^GENERATED ALWAYS (.*) (STORED|VIRTUAL)$/s, 'SET EXPRESSION $1')

const saysTheSame = ({ sql }: Clause, inherited: readonly unknown[]): boolean =>
  inherited.length > 0 &&
  inherited.every(
    (expression) =>
      sql === `DEFAULT ${expression}` || sql.startsWith(`GENERATED ALWAYS AS (${expression}) `),
  )

const hasDefault = (column: CatalogObject, model: Model): boolean =>
  defaultOf(column, model).length > 0

const defaultOf = (column: CatalogObject, model: Model): unknown[] =>
  (model.children.get(column.key) ?? [])
    .filter(({ address }) => address.type === 'default value')
    .map(({ attributes }) => attributes['expression'])

/** Children would take the compression over, and those that inherit two could not be created: then it is set later. */
const typeText = ({ attributes, parent }: CatalogObject<Column>, { model }: WriteContext): string =>
  [
    attributes.type,
    optionsClause(attributes.foreignOptions).trim(),
    attributes.compression === null || hasHeirs(model, parent)
      ? ''
      : `COMPRESSION ${attributes.compression}`,
    attributes.collation === null ? '' : `COLLATE ${attributes.collation}`,
  ]
    .filter((part) => part !== '')
    .join(' ')

const alterColumn =
  (object: CatalogObject<Column>) =>
  (what: string): Statement => ({
    sql: `ALTER TABLE ONLY ${ownerName(object)} ALTER COLUMN ${ownName(object)} ${what}`,
  })

/** Storage, statistics and options, which CREATE TABLE can't say on every major; children take over the first two. */
function physical(object: CatalogObject<Column>, context: WriteContext): Statement[] {
  const { storage, compression, statistics, options } = object.attributes
  const alter = alterColumn(object)
  const heirs = hasHeirs(context.model, object.parent)
  const afterHeirs = (what: string): Statement =>
    heirs ? { ...alter(what), phase: 'late' } : alter(what)
  const isUnsaid = compression !== null && (heirs || comesFromElsewhere(object, context))
  return [
    ...(storage === null ? [] : [afterHeirs(`SET STORAGE ${storage}`)]),
    ...(isUnsaid ? [afterHeirs(`SET COMPRESSION ${compression}`)] : []),
    ...(statistics === null ? [] : [alter(`SET STATISTICS ${statistics}`)]),
    ...(options.length === 0 ? [] : [alter(`SET (${options.map(storageParameter).join(', ')})`)]),
  ]
}
