import type { Alteration, Release } from '../kinds/kind.ts'
import { originOf, ruleOf } from '../compare/compare.ts'
import { kinds } from '../kinds/registry.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { dropStatements } from './drop.ts'
import type { MendSides } from './sides.ts'

/** What has to happen to the rebuilt side so that some objects become as they are in old, with all that follows. */
export class Changes {
  readonly sides: MendSides
  /** Keys of old. */
  readonly created = new Set<string>()
  /** Keys of old: what comes by itself with what is created, since the partitioned whole of it stands. */
  readonly born = new Set<string>()
  /** Keys of rebuilt. */
  readonly dropped = new Set<string>()
  /** By key of rebuilt: what lets go of something dropped, and is altered back later. */
  readonly released = new Map<string, Release>()
  /** By key of old. */
  readonly altered = new Map<string, Alteration>()
  /** Keys of old. */
  readonly renamed = new Set<string>()

  constructor(sides: MendSides) {
    this.sides = sides
  }

  create(key: string): void {
    const object = this.sides.old.objects.get(key)
    if (!object || this.created.has(key)) return
    this.created.add(key)
    this.altered.delete(key)
    const { parent, dependsOn } = object
    const whole = wholeOf(object)
    if (whole !== undefined && parent !== null && this.created.has(parent) && this.#stands(whole)) {
      this.born.add(key)
    }
    for (const need of parent === null ? dependsOn : [parent, ...dependsOn]) this.require(need)
    const inside = this.sides.old.children.get(key) ?? []
    const followers = this.sides.oldFollowers.get(key) ?? []
    for (const part of [...inside.map((child) => child.key), ...followers]) {
      if (!this.#stands(part)) this.create(part)
    }
    // What is to be inherited, and stands by itself, would stay its own.
    for (const follower of followers) {
      if (this.#derivesOtherwise(follower)) this.drop(this.sides.naming.keyInRebuilt(follower))
    }
    if (parent === null || this.created.has(parent)) return
    const added = kinds[object.kind].add?.(object, this.#context())
    if (added === 'with parent') this.drop(this.sides.naming.keyInRebuilt(parent))
  }

  drop(key: string): void {
    const object = this.sides.rebuilt.objects.get(key)
    if (!object || this.dropped.has(key)) return
    this.dropped.add(key)
    this.released.delete(key)
    const inside = (this.sides.rebuilt.children.get(key) ?? []).map((child) => child.key)
    for (const part of [...inside, ...(this.sides.rebuiltFollowers.get(key) ?? [])]) this.drop(part)
    for (const dependant of this.sides.dependants.get(key) ?? []) this.#free(dependant)
    const oldKey = this.sides.oldKeys.get(key)
    if (oldKey !== undefined) {
      this.renamed.delete(oldKey)
      this.create(oldKey)
    }
    const origin = originOf(object)
    const goesAlong = [object.parent, origin ?? null].some(
      (above) => above !== null && this.dropped.has(above),
    )
    const outcome = goesAlong ? [] : dropStatements(object, this.sides.rebuilt)
    if (outcome === 'with parent') this.drop(object.parent ?? '')
    if (outcome === 'with origin') this.drop(origin ?? '')
  }

  /** Gives what has the other's name, and the parts of it, the names they have in old. */
  rename(key: string): void {
    if (this.sides.renamed.has(key) && this.#stands(key)) this.renamed.add(key)
    for (const part of this.sides.old.children.get(key) ?? []) this.rename(part.key)
  }

  /** Makes an object that both sides have as it is in old. */
  change(key: string): void {
    const old = this.sides.old.objects.get(key)
    const rebuiltKey = this.sides.naming.keyInRebuilt(key)
    const rebuilt = this.sides.rebuilt.objects.get(rebuiltKey)
    if (!old || !rebuilt || this.created.has(key)) return
    const there = this.released.get(rebuiltKey)?.as ?? rebuilt
    const alteration = kinds[old.kind].alter?.(old, there, this.#context())
    const { first = [], statements = [], validates = [] } = alteration ?? {}
    const says = [...first, ...statements, ...validates]
    // What reads alike but refers to something else is made anew.
    if (!alteration || (says.length === 0 && isAlike(old, there))) return this.drop(rebuiltKey)
    if (says.length === 0) return
    this.altered.set(key, alteration)
    const { parent, dependsOn } = old
    for (const need of parent === null ? dependsOn : [parent, ...dependsOn]) this.require(need)
    this.require(key)
    if (alteration.frees !== undefined) this.#freeDependants(rebuiltKey, alteration.frees)
  }

  #context() {
    const { old, rebuilt } = this.sides
    return { model: old, major: rebuilt.server.major, clauses: [] }
  }

  /** True where rebuilt has it, and keeps it. */
  #stands(key: string): boolean {
    const there = this.sides.naming.keyInRebuilt(key)
    return this.sides.rebuilt.objects.has(there) && !this.dropped.has(there)
  }

  #derivesOtherwise(key: string): boolean {
    const old = this.sides.old.objects.get(key)
    const rebuilt = this.sides.rebuilt.objects.get(this.sides.naming.keyInRebuilt(key))
    if (!old || !rebuilt) return false
    return Object.keys(old.attributes).some(
      (name) =>
        ruleOf(old, name) === 'derived' &&
        JSON.stringify(old.attributes[name]) !== JSON.stringify(rebuilt.attributes[name]),
    )
  }

  /** What is needed has to be there, under its name of old. */
  require(key: string): void {
    if (!this.#stands(key)) this.create(key)
    for (let at: string | null = key; at !== null;) {
      const object: CatalogObject | undefined = this.sides.old.objects.get(at)
      if (object && (kinds[object.kind].rename ?? 'structural') === 'structural') this.rename(at)
      at = object?.parent ?? null
    }
  }

  /** Takes what needs something that goes out of its way: it lets go, or goes as well. */
  #free(key: string): void {
    const object = this.sides.rebuilt.objects.get(key)
    if (!object || this.dropped.has(key) || this.released.has(key)) return
    const oldKey = this.sides.oldKeys.get(key)
    const isInside = object.parent !== null && this.dropped.has(object.parent)
    const release =
      isInside || oldKey === undefined
        ? undefined
        : kinds[object.kind].release?.(object, this.sides.rebuilt)
    if (release === undefined || oldKey === undefined) return this.drop(key)
    this.released.set(key, release)
    this.#freeDependants(key, 'all')
    this.change(oldKey)
  }

  #freeDependants(key: string, which: 'readers' | 'all'): void {
    for (const dependant of this.sides.dependants.get(key) ?? []) {
      const kind = this.sides.rebuilt.objects.get(dependant)?.kind
      const module = kind === undefined ? undefined : kinds[kind]
      if (module?.attached || (which === 'readers' && module?.followsType)) continue
      if (this.#follows(dependant, key)) continue
      this.drop(dependant)
    }
  }

  /** What is inherited from an object, or holds it, changes with it. */
  #follows(dependant: string, key: string): boolean {
    const parent = this.sides.rebuilt.objects.get(key)?.parent
    return dependant === parent || (this.sides.rebuiltFollowers.get(key) ?? []).includes(dependant)
  }
}

const isAlike = (old: CatalogObject, rebuilt: CatalogObject): boolean =>
  JSON.stringify(old.attributes) === JSON.stringify(rebuilt.attributes)

/** Key of the partitioned index or key that an object is a part of. */
function wholeOf({ attributes }: CatalogObject): string | undefined {
  const value = attributes['attachedTo']
  if (!Array.isArray(value)) return undefined
  const [type = '', ...names] = value as string[]
  return keyOf({ type, names, args: [] })
}
