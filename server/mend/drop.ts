import { inDependencyOrder } from '../baseline/order.ts'
import { originOf } from '../compare/compare.ts'
import type { Release, Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { commentTarget } from '../kinds/target.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'

/** Statements that take one object away, where nothing needs it any more. */
export function dropStatements(
  object: CatalogObject,
  model: Model,
): readonly Statement[] | 'with parent' {
  const { drop, remove } = kinds[object.kind]
  if (drop) return drop(object, model)
  if (remove) return remove(object)
  return [{ sql: `DROP ${commentTarget(object.address)}` }]
}

/** Statements that take objects away, each before what it needs; what falls with another isn't named. */
export function planDrops(
  model: Model,
  dropped: ReadonlySet<string>,
  released: ReadonlyMap<string, Release>,
): readonly Statement[] {
  const keys = [...dropped, ...released.keys()].sort()
  const all = new Set(keys)
  const nodes = keys.map((key) => ({ key, rank: 0, needs: needsOf(model, key, all) }))
  const ordered = inDependencyOrder(nodes)
  // Only views can need each other, and which goes first then makes no difference to the refusal.
  const order = ordered.status === 'ordered' ? [...ordered.keys].reverse() : keys
  return order.flatMap((key) => {
    const release = released.get(key)
    if (release) return release.statements
    const object = model.objects.get(key)
    if (!object || fallsByItself(object, model, dropped, all)) return []
    const statements = dropStatements(object, model)
    return statements === 'with parent' ? [] : statements
  })
}

function needsOf(model: Model, key: string, all: ReadonlySet<string>): ReadonlySet<string> {
  const object = model.objects.get(key)
  const needs = object
    ? [...object.dependsOn, ...(object.parent === null ? [] : [object.parent])]
    : []
  return new Set(needs.filter((need) => need !== key && all.has(need)))
}

/** What stands inside something dropped goes with it, unless it also holds on to something outside that goes. */
function fallsByItself(
  object: CatalogObject,
  model: Model,
  dropped: ReadonlySet<string>,
  all: ReadonlySet<string>,
): boolean {
  const origin = originOf(object)
  if (origin !== undefined && dropped.has(origin)) return true
  const top = topmost(object, model, dropped)
  if (top === object.key) return false
  if (kinds[object.kind].attached) return true
  return object.dependsOn.every((need) => !all.has(need) || isWithin(need, top, model))
}

function topmost(object: CatalogObject, model: Model, dropped: ReadonlySet<string>): string {
  let top = object.key
  for (let at = object.parent; at !== null; at = model.objects.get(at)?.parent ?? null) {
    if (dropped.has(at)) top = at
  }
  return top
}

function isWithin(key: string, top: string, model: Model): boolean {
  for (let at: string | null = key; at !== null; at = model.objects.get(at)?.parent ?? null) {
    if (at === top) return true
  }
  return false
}
