import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import { parentColumns } from './inheritance.ts'
import type { Statement } from './kind.ts'
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
export function addedNotNull(object: CatalogObject<Column>): string {
  const { notNull, notNullName, notNullOptions, notNullInheritance } = object.attributes
  if (!notNull || notNullName === null || notNullInheritance === 'inherited') return ''
  if (notNullOptions.includes('NOT VALID')) return ''
  return [`CONSTRAINT ${ident(notNullName)} NOT NULL ${ownName(object)}`, ...notNullOptions].join(
    ' ',
  )
}

/** The same before 18. */
export function setsNotNull(object: CatalogObject<Column>, model: Model): boolean {
  const { notNull, notNullName } = object.attributes
  return notNull && notNullName === null && !inheritsNotNull(object, model)
}

/** A NOT VALID one is added to parent and children at once; where a child's was validated, that comes after. */
export function notNullStatements(object: CatalogObject<Column>, model: Model): Statement[] {
  const { notNull, notNullName, notNullOptions, notNullInheritance } = object.attributes
  if (!notNull || notNullName === null) return []
  if (notNullOptions.includes('NOT VALID')) {
    return notNullInheritance === 'inherited' ? [] : [lateNotNull(object)]
  }
  if (!comesLate(object, model)) return []
  const sql = `ALTER TABLE ${ownerName(object)} VALIDATE CONSTRAINT ${ident(notNullName)}`
  return [{ sql, phase: 'late' }]
}

/** A NOT NULL that came after the rows, and that some of them may break. */
export function lateNotNull(object: CatalogObject<Column>): Statement {
  const { notNullName, notNullOptions } = object.attributes
  const added = `CONSTRAINT ${ident(notNullName ?? '')} NOT NULL ${ownName(object)}`
  return {
    sql: `ALTER TABLE ${ownerName(object)} ADD ${added} ${notNullOptions.join(' ')}`,
    phase: 'late',
  }
}

const comesLate = (object: CatalogObject<Column>, model: Model): boolean =>
  object.attributes.notNullInheritance === 'inherited' &&
  parentColumns(object, model).some(({ attributes }) => isNotValid(attributes['notNullOptions']))

const isNotValid = (options: unknown): boolean =>
  Array.isArray(options) && options.includes('NOT VALID')

/** True where a table above has a NOT NULL on the column. */
export const inheritsNotNull = (object: CatalogObject<Column>, model: Model): boolean =>
  parentColumns(object, model).some((column) => column.attributes['notNull'] === true)

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
