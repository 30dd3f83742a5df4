import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import { parentColumns } from './inheritance.ts'
import type { Statement, WriteContext } from './kind.ts'
import { ident, ownerName, ownName } from './sql.ts'

const NOTHING = { sql: '', kysely: '' }

/** The NOT NULL in a column's own definition; its name is written only where Postgres might give another one. */
export function notNullParts(
  object: CatalogObject<Column>,
  model: Model,
): { sql: string; kysely: string } {
  const { notNull, notNullName, notNullOptions, notNullInheritance } = object.attributes
  if (!notNull || notNullOptions.includes('NOT VALID') || comesLate(object, model)) return NOTHING
  const isPartition = model.objects.get(object.parent ?? '')?.attributes['partitionOf'] !== null
  if (notNullInheritance === 'inherited' && !isPartition) return NOTHING
  if (notNullName === null || (isUsual(object, model) && notNullOptions.length === 0)) {
    return { sql: 'NOT NULL', kysely: '.notNull()' }
  }
  const sql = [`CONSTRAINT ${ident(notNullName)} NOT NULL`, ...notNullOptions].join(' ')
  return { sql, kysely: `.modifyEnd(${sqlTemplate(sql)})` }
}

/** The NOT NULL that the CREATE TABLE has to add to a column that comes from elsewhere; from 18 it is a constraint. */
export function addedNotNull(object: CatalogObject<Column>, model: Model): string {
  const { notNullName, notNullOptions } = object.attributes
  if (notNullName === null || !isAdded(object) || setsNotNull(object, model)) return ''
  const own = `CONSTRAINT ${ident(notNullName)} NOT NULL`
  if (!isInherited(object, model)) {
    const named = isUsual(object, model) ? 'NOT NULL' : own
    return [`${ownName(object)} WITH OPTIONS ${named}`, ...notNullOptions].join(' ')
  }
  return [`${own} ${ownName(object)}`, ...notNullOptions].join(' ')
}

/** True where ALTER COLUMN gives such a column the NOT NULL it has: before 18, and where it gives that the same name. */
export function setsNotNull(object: CatalogObject<Column>, model: Model): boolean {
  const { notNull, notNullName, notNullOptions } = object.attributes
  if (notNullName === null) return notNull && !inheritsNotNull(object, model)
  if (!isAdded(object) || !isInherited(object, model) || notNullOptions.length > 0) return false
  const above = parentColumns(object, model).filter(({ attributes }) => attributes['notNull'])
  return above.length === 0
    ? isUsual(object, model)
    : above.every(
        ({ attributes }) =>
          attributes['notNullName'] === notNullName && !isNotValid(attributes['notNullOptions']),
      )
}

/** 18 where the clause of a column needs a NOT NULL that is a constraint. */
export function notNullSince(object: CatalogObject<Column>, model: Model): number | undefined {
  const isBare = isInherited(object, model) && addedNotNull(object, model) !== ''
  const { notNullOptions } = object.attributes
  return isBare || JSON.stringify(notNullOptions) === '["NO INHERIT"]' ? 18 : undefined
}

/** The NOT NULL of a column that stands already, as a constraint with its name. */
export function addNotNull(object: CatalogObject<Column>): Statement {
  const { notNullName, notNullOptions } = object.attributes
  const added = `CONSTRAINT ${ident(notNullName ?? '')} NOT NULL ${ownName(object)}`
  return {
    sql: [`ALTER TABLE ${ownerName(object)} ADD ${added}`, ...notNullOptions].join(' '),
    since: 18,
  }
}

/** A valid one of its own. */
const isAdded = ({ attributes }: CatalogObject<Column>): boolean =>
  attributes.notNull &&
  attributes.notNullInheritance !== 'inherited' &&
  !attributes.notNullOptions.includes('NOT VALID')

/** Not what comes from the partitioned table, or from the type of its table: CREATE TABLE can say more of that. */
const isInherited = ({ parent, attributes }: CatalogObject<Column>, model: Model): boolean =>
  attributes.inheritance === 'inherited' &&
  model.objects.get(parent ?? '')?.attributes['partitionOf'] === null

/** A NOT VALID one is added to parent and children at once; where a child's was validated, that comes after. */
export function notNullStatements(object: CatalogObject<Column>, model: Model): Statement[] {
  const { notNull, notNullName, notNullOptions, notNullInheritance } = object.attributes
  if (!notNull || notNullName === null) return []
  if (notNullOptions.includes('NOT VALID')) {
    return notNullInheritance === 'inherited' ? [] : [lateNotNull(object)]
  }
  if (!comesLate(object, model)) return []
  const sql = `ALTER TABLE ${ownerName(object)} VALIDATE CONSTRAINT ${ident(notNullName)}`
  return [{ sql, phase: 'late', since: 18 }]
}

/** A NOT NULL that came after the rows, and that some of them may break. */
export const lateNotNull = (object: CatalogObject<Column>): Statement => ({
  ...addNotNull(object),
  phase: 'late',
})

const comesLate = (object: CatalogObject<Column>, model: Model): boolean =>
  object.attributes.notNullInheritance === 'inherited' &&
  parentColumns(object, model).some(({ attributes }) => isNotValid(attributes['notNullOptions']))

const isNotValid = (options: unknown): boolean =>
  Array.isArray(options) && options.includes('NOT VALID')

/** True where a table above has a NOT NULL on the column. */
export const inheritsNotNull = (object: CatalogObject<Column>, model: Model): boolean =>
  parentColumns(object, model).some((column) => column.attributes['notNull'] === true)

/** Before 18 a child may take NULL where its parent does not: there it is no constraint that is inherited. */
export const losesNotNull = (
  object: CatalogObject<Column>,
  { model, major }: Pick<WriteContext, 'model' | 'major'>,
): boolean => major < 18 && !object.attributes.notNull && inheritsNotNull(object, model)

/** True where NOT NULL without a name gets this one, whatever was created before. */
function isUsual({ address, attributes }: CatalogObject<Column>, model: Model): boolean {
  const [schema = '', table = '', column = ''] = address.names
  const usual = `${table}_${column}_not_null`
  if (attributes.notNullName !== usual) return false
  return (namesTaken(model).get(JSON.stringify([schema, usual])) ?? 0) <= 1
}

const cache = new WeakMap<Model, ReadonlyMap<string, number>>()

/** How many constraints of a schema have a name; Postgres gives none that another one of the schema has. */
function namesTaken(model: Model): ReadonlyMap<string, number> {
  const known = cache.get(model)
  if (known) return known
  const taken = new Map<string, number>()
  for (const { address, attributes } of model.objects.values()) {
    const [schema = '', , own] = address.names
    const name =
      address.type === 'table constraint'
        ? own
        : attributes['notNullInheritance'] === 'inherited'
          ? null
          : attributes['notNullName']
    if (typeof name !== 'string') continue
    const key = JSON.stringify([schema, name])
    taken.set(key, (taken.get(key) ?? 0) + 1)
  }
  cache.set(model, taken)
  return taken
}
