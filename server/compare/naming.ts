import { kinds } from '../kinds/registry.ts'
import { qualified } from '../kinds/sql.ts'
import type { AttributeValue, CatalogObject, Model } from '../../shared/model.ts'
import { keyOf, pathOf } from '../../shared/model.ts'
import { lastNames, rewriteNames } from './printed-names.ts'

/** Which database a name comes from. */
export type Side = 'old' | 'rebuilt'

/** No name can hold it, so it stands for the name of the object whose content is asked for. */
const OWN_NAME = '\u0000'

/** What it means that an object of this kind is called otherwise. */
export const renameOf = ({ kind }: CatalogObject): 'name' | 'structural' | 'never' =>
  kinds[kind].rename ?? (kinds[kind].attached ? 'never' : 'structural')

/** Which names of old are called what in rebuilt, and how values look once that is taken into account. */
export class Naming {
  readonly #keys = new Map<string, string>()
  /** Names as they stand in printed definitions: old's to rebuilt's, both in one certain writing. */
  readonly #printed = new Map<string, string>()
  readonly #newNames = new Set<string>()
  readonly #majors: 'one' | 'two'

  /** What two majors print otherwise, or one of them doesn't know, tells nothing about which object is which. */
  constructor(majors: 'one' | 'two' = 'one') {
    this.#majors = majors
  }

  rename(old: CatalogObject, rebuilt: CatalogObject): void {
    if (old.key === rebuilt.key) return
    this.#keys.set(old.key, rebuilt.key)
    if (renameOf(old) !== 'structural') return
    const name = qualified(rebuilt.address.names)
    this.#printed.set(qualified(old.address.names), name)
    this.#newNames.add(name)
  }

  keyInRebuilt(key: string): string {
    return this.#keys.get(key) ?? key
  }

  /** A value of old with the names that rebuilt has, to be held against `valueOfRebuilt`. */
  valueOfOld(value: AttributeValue): AttributeValue {
    return this.#rewritten(value, (name) => this.#printed.get(name) ?? this.#newName(name))
  }

  /** A value of rebuilt, with the names that were renamed to written alike wherever they stand. */
  valueOfRebuilt(value: AttributeValue): AttributeValue {
    return this.#rewritten(value, (name) => this.#newName(name))
  }

  readonly #newName = (name: string): string | undefined =>
    this.#newNames.has(name) ? name : undefined

  #rewritten(
    value: AttributeValue,
    replacementOf: (name: string) => string | undefined,
  ): AttributeValue {
    if (this.#printed.size === 0) return value
    if (typeof value === 'string') {
      return rewriteNames(value, (names) => replacementOf(qualified(names)))
    }
    return Array.isArray(value)
      ? value.map((each: AttributeValue) => this.#rewritten(each, replacementOf))
      : value
  }

  /** `[type, ...names]` of old as rebuilt calls it. */
  addressInRebuilt(value: AttributeValue): AttributeValue {
    if (!Array.isArray(value)) return value
    const [type, ...names] = value as string[]
    const key = keyOf({ type: type ?? '', names, args: [] })
    const [newType, newNames] = JSON.parse(this.keyInRebuilt(key)) as [string, string[]]
    return [newType, ...newNames]
  }

  /** What an object is but for its name, and where it stands: what it is paired by when it was renamed. */
  contentOf(object: CatalogObject, model: Model, side: Side): string {
    const parent = object.parent
    const place = side === 'old' && parent !== null ? this.keyInRebuilt(parent) : parent
    const content = this.#content(object, model, side, '')
    return JSON.stringify([place, this.#majors === 'two' ? alone(content) : content])
  }

  #content(object: CatalogObject, model: Model, side: Side, name: string): AttributeValue {
    const neutral = neutralise(object)
    const attributes = Object.entries(kinds[object.kind].attributes).flatMap(([name, rule]) => {
      const value = object.attributes[name] ?? null
      if (rule === 'unused' || rule === 'name' || rule === 'origin') return []
      if (rule === 'derived' && this.#majors === 'two') return []
      if (rule === 'address')
        return [neutral(side === 'old' ? this.addressInRebuilt(value) : value)]
      return [neutral(side === 'old' ? this.valueOfOld(value) : this.valueOfRebuilt(value))]
    })
    const children = (model.children.get(object.key) ?? [])
      .map((child) => neutral(this.#content(child, model, side, nameWithin(child))))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    // What stands there after its names may be its own name.
    const isNamed = pathOf(object.address).length > object.address.names.length
    return [object.kind, name, isNamed ? [] : [...object.address.args], attributes, children]
  }
}

/** Names without what stands before them, as some majors print them and some do not. */
const alone = (value: AttributeValue): AttributeValue => {
  if (typeof value === 'string') return lastNames(value)
  return Array.isArray(value) ? value.map(alone) : value
}

/** A child's own name, where it means something and isn't its parent's. */
const nameWithin = (child: CatalogObject): string =>
  renameOf(child) === 'structural' ? (child.address.names.at(-1) ?? '') : ''

/** Puts a mark where an object's own name stands in its attributes or its children's. */
function neutralise(object: CatalogObject): (value: AttributeValue) => AttributeValue {
  if (renameOf(object) !== 'structural') return (value) => value
  const { names } = object.address
  const own = qualified(names)
  const apply = (value: AttributeValue): AttributeValue => {
    if (typeof value === 'string') {
      return rewriteNames(value, (printed) => (qualified(printed) === own ? OWN_NAME : undefined))
    }
    if (!Array.isArray(value)) return value
    const at = value.findIndex((_, place) =>
      names.every((name, rank) => value[place + rank] === name),
    )
    const rest =
      at < 0 ? value : [...value.slice(0, at), OWN_NAME, ...value.slice(at + names.length)]
    return rest.map(apply)
  }
  return apply
}
