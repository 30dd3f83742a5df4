import { keyOf, type CatalogObject, type Model } from '../../shared/model.ts'
import type { Column } from '../kinds/column-catalog.ts'
import { lateNotNull } from '../kinds/column-not-null.ts'
import { parentColumns } from '../kinds/inheritance.ts'
import type { Statement } from '../kinds/kind.ts'
import { ident, ownerName, ownName, typeName } from '../kinds/sql.ts'
import { targetOf } from '../kinds/target.ts'
import { mentionedFrom } from './mentions.ts'
import { planStatements } from './plan.ts'
import { searchPath, underPath } from './search-path.ts'

/** Constraints that rows may break on the way, how they are taken away and how they come back. */
export interface Away {
  /** Keys of the constraints. */
  readonly keys: ReadonlySet<string>
  readonly before: readonly string[]
  readonly after: readonly Statement[]
}

/**
 * Rows that were there before a NOT VALID constraint may break it, and an INSERT may not. Nor can a CHECK be asked that
 * reads rows which come later, or in the same statement. On the tables with seed rows, given in groups as they are
 * filled, such constraints go for the time of the INSERTs.
 */
export function awayOf(model: Model, groups: readonly (readonly string[])[]): Away {
  const tables = groups.flat()
  const found = [...model.objects.values()].filter(
    (object) => isUnvalidated(object) || readsAhead(object, model, groups),
  )
  const columns = [...model.objects.values()].filter(isLateNotNull)
  if (found.length + columns.length === 0) return { keys: new Set(), before: [], after: [] }
  const holders = holdersOf(model, tables)
  const depth = (key: string): number => ancestorsOf(model, key).length
  const held = <T extends CatalogObject>(objects: readonly T[]): T[] =>
    objects
      .filter(({ parent }) => parent !== null && holders.has(parent))
      .sort((a, b) => depth(a.parent ?? '') - depth(b.parent ?? '') || (a.key < b.key ? -1 : 1))
  // What a table inherits goes and comes with what it is inherited from.
  const constraints = held(found).filter((object) => !isInherited(object))
  const notNulls = held(columns).filter(
    (column) => !parentColumns(column, model).some(isLateNotNull),
  )
  return {
    keys: new Set(constraints.map(({ key }) => key)),
    before: [...constraints.map(dropConstraint), ...notNulls.map(dropNotNull)],
    after: [
      ...notNulls.map(lateNotNull),
      ...underPath(
        searchPath(model),
        planStatements(model, whileAway(model, constraints, [...held(found), ...held(columns)])),
      ),
    ],
  }
}

const isUnvalidated = ({ kind, attributes }: CatalogObject): boolean =>
  kind === 'constraint' && attributes['validated'] === false && attributes['enforced'] !== false

/** Whether its functions read, as far as their texts tell, rows that are not there yet when it is asked. */
function readsAhead(
  object: CatalogObject,
  model: Model,
  groups: readonly (readonly string[])[],
): boolean {
  const { kind, attributes, parent, dependsOn } = object
  if (kind !== 'constraint' || attributes['type'] !== 'CHECK') return false
  if (attributes['enforced'] === false) return false
  const read = mentionedFrom(model, dependsOn)
  if (read.size === 0) return false
  // A domain may stand in any of the tables, and a table's CHECK also holds for those that inherit it.
  const first = groups.findIndex((group) =>
    group.some(
      (key) =>
        isOnDomain(object) || key === parent || ancestorsOf(model, key).includes(parent ?? ''),
    ),
  )
  return first >= 0 && groups.slice(first).some((group) => group.some((key) => read.has(key)))
}

const isInherited = ({ attributes }: CatalogObject): boolean =>
  attributes['inheritance'] === 'inherited'

const isLateNotNull = (object: CatalogObject): object is CatalogObject<Column> => {
  const { kind, attributes } = object
  const options = attributes['notNullOptions']
  return kind === 'column' && Array.isArray(options) && options.includes('NOT VALID')
}

/** The tables, those they inherit from, and the domains that their columns hold at any depth. */
function holdersOf(model: Model, tables: readonly string[]): ReadonlySet<string> {
  const holders = new Set(tables.flatMap((key) => [key, ...ancestorsOf(model, key)]))
  const todo = tables.flatMap((key) => [key, ...(model.children.get(key) ?? []).map(keyOfObject)])
  const seen = new Set(todo)
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const object = model.objects.get(key)
    if (object?.kind === 'domain') holders.add(key)
    for (const needed of object?.dependsOn ?? []) {
      if (!seen.has(needed)) todo.push(needed)
      seen.add(needed)
    }
  }
  return holders
}

const keyOfObject = ({ key }: CatalogObject): string => key

/** Keys of the tables that a table inherits from or is a partition of, at any distance. */
const ancestorsOf = (model: Model, key: string): readonly string[] =>
  (model.objects.get(key)?.dependsOn ?? [])
    .filter((needed) => model.objects.get(needed)?.kind === 'table')
    .flatMap((parent) => [parent, ...ancestorsOf(model, parent)])

const isOnDomain = ({ address }: CatalogObject): boolean => address.type === 'domain constraint'

const dropConstraint = (object: CatalogObject): string =>
  isOnDomain(object)
    ? `ALTER DOMAIN ${typeName(object.address)} DROP CONSTRAINT ${ident(object.address.args.at(-1) ?? '')}`
    : `ALTER TABLE ${ownerName(object)} DROP CONSTRAINT ${ownName(object)}`

const dropNotNull = (column: CatalogObject): string =>
  `ALTER TABLE ${ownerName(column)} ALTER COLUMN ${ownName(column)} DROP NOT NULL`

/** The model while they are away: without them, and without the comments on what was touched. */
function whileAway(
  model: Model,
  gone: readonly CatalogObject[],
  touched: readonly CatalogObject[],
): Model {
  const away = new Set(gone.map(keyOfObject))
  const commented = new Set(touched.map(commentedKey))
  const stays = ([key, object]: [string, CatalogObject]): boolean =>
    !away.has(key) && !(object.kind === 'comment' && commented.has(keyOf(targetOf(object))))
  return { ...model, objects: new Map([...model.objects].filter(stays)) }
}

/** A NOT NULL is part of its column, but has a name of its own that comments stand on. */
const commentedKey = ({ key, kind, address, attributes }: CatalogObject): string =>
  kind === 'column'
    ? keyOf({
        type: 'table constraint',
        names: [...address.names.slice(0, -1), String(attributes['notNullName'])],
        args: [],
      })
    : key
