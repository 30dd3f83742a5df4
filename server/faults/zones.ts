import { originOf } from '../compare/compare.ts'
import { kinds } from '../kinds/registry.ts'
import { dropStatements } from '../mend/drop.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'

/** What may differ once an object is dropped or made anew, by key: its parts, what needs it, what that takes along. */
export function standingOn(model: Model): ReadonlyMap<string, readonly string[]> {
  const standing = new Map<string, string[]>()
  const add = (on: string, key: string): void => {
    const keys = standing.get(on)
    if (keys) keys.push(key)
    else standing.set(on, [key])
  }
  const schemas = new Map(
    [...model.objects.values()]
      .filter(({ address }) => address.type === 'schema')
      .map(({ key, address }) => [address.names[0] ?? '', key]),
  )
  for (const object of model.objects.values()) {
    const { key, parent, dependsOn, address, attributes } = object
    if (parent !== null) add(parent, key)
    // A table whose replica identity is gone has none.
    if (parent !== null && attributes['replicaIdentity'] === true) add(key, parent)
    for (const need of dependsOn) if (need !== parent) add(need, key)
    for (const named of kinds[object.kind].names?.(object) ?? []) add(named, key)
    // What is said of a schema to come, such as default privileges, needs it without a word of pg_depend.
    for (const name of address.names) {
      const schema = schemas.get(name)
      if (schema !== undefined && schema !== key) add(schema, key)
    }
    for (const origin of originsOf(object)) add(origin, key)
    if (parent !== null && dropStatements(object, model) === 'with parent') add(key, parent)
  }
  return standing
}

/** An object and all that falls with it. */
export function zoneOf(
  key: string,
  standing: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const zone = new Set([key])
  // A set that grows while it is walked is walked to its end.
  for (const at of zone) for (const next of standing.get(at) ?? []) zone.add(next)
  return zone
}

/** What a change of it is told with where that has the same change. */
export const originsOf = (object: CatalogObject): readonly string[] => {
  const origin = originOf(object)
  return origin === undefined ? [] : [origin]
}
