import { inDependencyOrder, type OrderNode } from '../baseline/order.ts'
import { originOf } from '../compare/compare.ts'
import type { Release, Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { commentTarget } from '../kinds/target.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'

/** Statements that take one object away, where nothing needs it any more. */
export function dropStatements(
  object: CatalogObject,
  model: Model,
): readonly Statement[] | 'with parent' | 'with origin' {
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
  const orphans = orphansIn(model, dropped)
  const statementsFor = (key: string): readonly Statement[] => {
    const release = released.get(key)
    if (release) return release.statements
    const object = orphans.get(key)?.alone ?? model.objects.get(key)
    if (!object || fallsByItself(object, model, dropped, all)) return []
    const statements = dropStatements(object, model)
    return typeof statements === 'string' ? [] : statements
  }
  const { order, cycles } = dropOrder(
    keys.map((key) => ({ key, rank: 0, needs: needsOf(model, key, all, orphans) })),
  )
  const done = new Set<string>()
  return order.flatMap((key) => {
    const cycle = cycles.get(key)
    if (!cycle) return statementsFor(key)
    if (done.has(key)) return []
    for (const each of cycle) done.add(each)
    const freed = cycle.filter((each) => released.has(each))
    const fallen = cycle.filter((each) => !released.has(each))
    return [...freed.flatMap(statementsFor), ...cascade(fallen.map(statementsFor))]
  })
}

/** What needs each other falls together: nothing else stands on it by then that stays. */
function cascade(statements: readonly (readonly Statement[])[]): Statement[] {
  const first = statements.find((each) => each.length > 0) ?? []
  return first.map((statement, place) =>
    place === first.length - 1 ? { ...statement, sql: `${statement.sql} CASCADE` } : statement,
  )
}

/** The order to drop in; what lies on a cycle stands together, with all of its cycle by each key. */
function dropOrder(nodes: readonly OrderNode[]): {
  readonly order: readonly string[]
  readonly cycles: ReadonlyMap<string, readonly string[]>
} {
  const ordered = inDependencyOrder(nodes)
  if (ordered.status === 'ordered') {
    return { order: [...ordered.keys].reverse(), cycles: new Map() }
  }
  const cycles = new Map(
    ordered.cycles.flatMap((cycle) => cycle.map((key) => [key, cycle] as const)),
  )
  const head = (key: string): string => cycles.get(key)?.[0] ?? key
  const heads = new Map<string, Set<string>>()
  for (const { key, needs } of nodes) {
    const own = heads.get(head(key)) ?? new Set()
    for (const need of needs) own.add(head(need))
    heads.set(head(key), own)
  }
  const whole = inDependencyOrder([...heads].map(([key, needs]) => ({ key, rank: 0, needs })))
  return { order: whole.status === 'ordered' ? [...whole.keys].reverse() : [], cycles }
}

/** What is merged with something inherited, and stays behind as its own when that goes. */
interface Orphan {
  readonly origin: string
  readonly alone: CatalogObject
}

function orphansIn(model: Model, dropped: ReadonlySet<string>): ReadonlyMap<string, Orphan> {
  return new Map(
    [...dropped].flatMap((key) => {
      const object = model.objects.get(key)
      const origin = object && originOf(object)
      if (origin === undefined || !dropped.has(origin)) return []
      if (object?.attributes['inheritance'] !== 'both') return []
      const attributes = { ...object.attributes, inheritance: 'local', origin: null }
      return [[key, { origin, alone: { ...object, attributes } }] as const]
    }),
  )
}

function needsOf(
  model: Model,
  key: string,
  all: ReadonlySet<string>,
  orphans: ReadonlyMap<string, Orphan>,
): ReadonlySet<string> {
  const object = model.objects.get(key)
  const needs = object
    ? [...object.dependsOn, ...(object.parent === null ? [] : [object.parent])]
    : []
  const left = [...orphans].flatMap(([orphan, { origin }]) => (origin === key ? [orphan] : []))
  return new Set([...needs, ...left].filter((need) => need !== key && all.has(need)))
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
