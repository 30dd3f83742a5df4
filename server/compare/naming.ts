import { kinds } from '../kinds/registry.ts'
import { qualified } from '../kinds/sql.ts'
import type { AttributeValue, CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'

export type Side = 'old' | 'rebuilt'

/** No name can hold it, so it stands for the name of the object whose content is asked for. */
const OWN_NAME = '\u0000'

/** What it means that an object of this kind is called otherwise. */
export const renameOf = ({ kind }: CatalogObject): 'name' | 'structural' | 'never' =>
  kinds[kind].rename ?? (kinds[kind].attached ? 'never' : 'structural')

/** Which names of old are called what in rebuilt, and how values look once that is taken into account. */
export class Naming {
  readonly #keys = new Map<string, string>()
  /** Qualified names as they stand in printed definitions: old's to rebuilt's. */
  readonly #printed: (readonly [string, string])[] = []

  rename(old: CatalogObject, rebuilt: CatalogObject): void {
    if (old.key === rebuilt.key) return
    this.#keys.set(old.key, rebuilt.key)
    if (renameOf(old) !== 'structural') return
    for (const form of [qualified, printedName]) {
      this.#printed.push([form(old.address.names), form(rebuilt.address.names)])
    }
  }

  keyInRebuilt(key: string): string {
    return this.#keys.get(key) ?? key
  }

  /** A value of old as rebuilt would have it, where names are all that differs. */
  valueInRebuilt(value: AttributeValue): AttributeValue {
    if (this.#printed.length === 0) return value
    if (typeof value === 'string') {
      return this.#printed.reduce((text, [from, to]) => text.replaceAll(from, to), value)
    }
    return Array.isArray(value)
      ? value.map((each: AttributeValue) => this.valueInRebuilt(each))
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
    return JSON.stringify([place, this.#content(object, model, side, '')])
  }

  #content(object: CatalogObject, model: Model, side: Side, name: string): AttributeValue {
    const neutral = neutralise(object)
    const attributes = Object.entries(kinds[object.kind].attributes).flatMap(([name, rule]) => {
      const value = object.attributes[name] ?? null
      if (rule === 'unused' || rule === 'name' || rule === 'origin') return []
      if (rule === 'address')
        return [neutral(side === 'old' ? this.addressInRebuilt(value) : value)]
      return [neutral(side === 'old' ? this.valueInRebuilt(value) : value)]
    })
    const children = (model.children.get(object.key) ?? [])
      .map((child) => neutral(this.#content(child, model, side, nameWithin(child))))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    return [object.kind, name, [...object.address.args], attributes, children]
  }
}

/** A child's own name, where it means something and isn't its parent's. */
const nameWithin = (child: CatalogObject): string =>
  renameOf(child) === 'structural' ? (child.address.names.at(-1) ?? '') : ''

/** Puts a mark where an object's own name stands in its attributes or its children's. */
function neutralise(object: CatalogObject): (value: AttributeValue) => AttributeValue {
  if (renameOf(object) !== 'structural') return (value) => value
  const { names } = object.address
  const forms = [...new Set([qualified(names), printedName(names)])]
  const apply = (value: AttributeValue): AttributeValue => {
    if (typeof value === 'string') {
      return forms.reduce((text, form) => text.replaceAll(form, OWN_NAME), value)
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

/** A qualified name as Postgres prints it: quoted only where it has to be. */
const printedName = (names: readonly string[]): string =>
  names
    .map((name) => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`))
    .join('.')
