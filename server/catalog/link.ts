import type { Query } from '../postgres/session.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { keyOf, MIGRATING_ROLE } from '../../shared/model.ts'
import type { Claims, Pin } from './dependencies.ts'
import type { Found, Placed } from './found.ts'

/** Gives each found object its parent, what it depends on, and what it refers to outside the model. */
export async function linkObjects(
  query: Query,
  found: readonly Found[],
  claims: Claims,
): Promise<CatalogObject[]> {
  const kept = found.filter((each) => !isMigrators(each) && isPeoples(each, claims))
  const keys = new Set(kept.map((each) => keyOf(each.address)))
  const softOwners = new Set(
    kept.filter(({ module }) => module.lateOwner).map((each) => keyOf(each.address)),
  )
  const dependsOn = new Map<string, Set<string>>()
  const outside = new Map<string, Set<Pin>>()

  for (const { from, to, type } of claims.edges) {
    const key = claims.resolve(from)
    if (key === undefined || !keys.has(key)) continue
    // A partition's index or key is made before the whole that it becomes part of.
    if (type === 'e' || type === 'P' || (type === 'a' && softOwners.has(key))) continue
    const target = claims.resolve(to)
    if (target === key) continue
    if (target !== undefined) {
      if (keys.has(target)) add(dependsOn, key, target)
      continue
    }
    add(outside, key, to)
    const extension = claims.extensionOf(to)
    const extensionKey = extension === undefined ? undefined : claims.resolve(extension)
    if (extensionKey !== undefined) add(dependsOn, key, extensionKey)
  }

  const names = await namesOf(query, new Set([...outside.values()].flatMap((pins) => [...pins])))
  return kept.map(({ module, parentPin, address, attributes }) => {
    const key = keyOf(address)
    const parent = parentPin === undefined ? null : (claims.resolve(parentPin) ?? null)
    const needed = new Set(dependsOn.get(key))
    if (module.attached && parent !== null) needed.add(parent)
    if (module.attached && parentPin !== undefined && !keys.has(parent ?? '')) {
      // What is said of a member of an extension falls with that.
      const extension = claims.resolve(claims.extensionOf(parentPin) ?? '')
      if (extension !== undefined && keys.has(extension)) needed.add(extension)
    }
    needed.delete(key)
    return {
      kind: module.kind,
      key,
      address,
      parent: parent === key ? null : parent,
      attributes,
      dependsOn: [...needed].sort(),
      references: [...(outside.get(key) ?? [])].map((pin) => names.get(pin) ?? pin).sort(),
    }
  })
}

/** True for what only says that the migrating role owns an object. */
export const isMigrators = ({ module, attributes }: Found): boolean =>
  module.class === 'owner' && Object.values(attributes).includes(MIGRATING_ROLE)

/** False for what belongs to an extension; what is said of its members is people's own. */
export const isPeoples = ({ module, pin }: Placed, claims: Claims): boolean =>
  module.attached !== undefined || claims.extensionOf(pin) === undefined

function add<V>(map: Map<string, Set<V>>, key: string, value: V): void {
  const values = map.get(key)
  if (values) values.add(value)
  else map.set(key, new Set([value]))
}

async function namesOf(query: Query, pins: ReadonlySet<Pin>): Promise<ReadonlyMap<Pin, string>> {
  if (pins.size === 0) return new Map()
  const values = [...pins].map((pin) => {
    const [classid, objid, objsubid] = pin.split('/')
    return `(${classid}::oid, ${objid}::oid, ${objsubid}::int)`
  })
  const rows = await query(`
    select p.classid || '/' || p.objid || '/' || p.objsubid as pin, i.type || ' ' || i.identity as name
    from (values ${values.join(', ')}) p(classid, objid, objsubid),
      pg_catalog.pg_identify_object(p.classid, p.objid, p.objsubid) i`)
  return new Map(rows.map((row) => [String(row['pin']), String(row['name'])]))
}
