import type { AttributeRule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { isCalledOtherwise } from './renames.ts'
import type { AttributeDifference } from '../../shared/finding.ts'
import type { AttributeValue, CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, describeAddress, keyOf, ownNameOf } from '../../shared/model.ts'
import type { Delta } from './delta.ts'
import { renameOf, type Naming } from './naming.ts'
import { pairObjects, type Pairs } from './pairs.ts'

/** What a comparison of two models found. */
export interface CompareResult {
  readonly deltas: readonly Delta[]
  readonly pairs: Pairs
  /** Objects that differ only as what they are inherited from does, by old key: they have no delta of their own. */
  readonly echoes: ReadonlyMap<string, string>
}

/** Every raw difference between two models, attribute by attribute. Knows nothing about any kind. */
export function compare(old: Model, rebuilt: Model): CompareResult {
  const pairs = pairObjects(old, rebuilt)
  const { naming } = pairs
  const renames = new Set(pairs.renamed.map(([object]) => object.key))
  const moved = new Set(
    pairs.renamed
      .filter(([object]) => renameOf(object) === 'structural')
      .map(([object]) => object.key),
  )
  const missing = new Set(pairs.missing.map(({ key }) => key))
  const added = new Set(pairs.added.map(({ key }) => key))

  const deltas: Delta[] = [
    ...pairs.missing
      .filter((object) => !hasAncestorIn(object, old, missing))
      .map((object): Delta => ({ change: 'missing', object })),
    ...pairs.added
      .filter((object) => !hasAncestorIn(object, rebuilt, added))
      .map((object): Delta => ({ change: 'added', object })),
    ...pairs.renamed
      .filter(([object]) => !hasAncestorIn(object, old, renames))
      .map(([object, other]): Delta => ({
        change: 'renamed',
        old: object,
        rebuilt: other,
        inside: insideOf(object, old, pairs),
      })),
  ]
  const changed = new Set<string>()
  for (const [object, other] of pairs.matched) {
    const folded = moved.has(object.key) || hasAncestorIn(object, old, moved)
    const parentChanged = changed.has(object.parent ?? '')
    const attributes = differences(object, other, naming).filter(({ name }) => {
      const rule = ruleOf(object, name)
      return !(folded && rule === 'name') && !(parentChanged && rule === 'derived')
    })
    if (attributes.length > 0) changed.add(object.key)
    if (attributes.length > 0)
      deltas.push({ change: 'changed', old: object, rebuilt: other, attributes })
    const attribute = orderDifference(object, other, old, rebuilt, naming)
    if (attribute) deltas.push({ change: 'reordered', old: object, rebuilt: other, attribute })
  }
  const echoes = new Map<string, string>()
  return { deltas: withoutEchoes(deltas, naming, echoes), pairs, echoes }
}

/** Names inside something renamed that differ as well; they are told with it. */
function insideOf(
  renamed: CatalogObject,
  model: Model,
  { matched, naming }: Pairs,
): readonly AttributeDifference[] {
  const within = new Set([renamed.key])
  const names = matched.flatMap(([old, rebuilt]) => {
    if (!hasAncestorIn(old, model, within)) return []
    const ownNames = isCalledOtherwise([old, rebuilt])
      ? [[ownNameOf(old.address), ownNameOf(rebuilt.address)] as const]
      : []
    const named = differences(old, rebuilt, naming).flatMap(({ name, old: was, rebuilt: is }) =>
      ruleOf(old, name) === 'name' ? [[was, is] as const] : [],
    )
    return [...ownNames, ...named]
  })
  if (names.length === 0) return []
  return [
    { name: 'names inside', old: names.map(([was]) => was), rebuilt: names.map(([, is]) => is) },
  ]
}

/** Leaves out what is inherited and differs just as its origin does; what is left out as a whole goes into `echoes`. */
function withoutEchoes(
  deltas: readonly Delta[],
  naming: Naming,
  echoes: Map<string, string>,
): Delta[] {
  const said = new Map<string, Delta>()
  for (const delta of deltas) {
    if (delta.change !== 'reordered') said.set(`${delta.change} ${subject(delta).key}`, delta)
  }
  return deltas.flatMap((delta): Delta[] => {
    const origin =
      'object' in delta ? originOf(delta.object) : (originOf(delta.old) ?? originOf(delta.rebuilt))
    if (origin === undefined) return [delta]
    const there = said.get(`${delta.change} ${origin}`)
    if (!there) return delta.change === 'changed' ? withoutDerived(delta, said, origin) : [delta]
    if (delta.change !== 'changed' || there.change !== 'changed') return []
    const attributes = delta.attributes.filter(
      (mine) =>
        !there.attributes.some(
          (theirs) =>
            theirs.name === mine.name &&
            same(naming.valueOfOld(theirs.old), naming.valueOfOld(mine.old)) &&
            same(theirs.rebuilt, mine.rebuilt),
        ),
    )
    if (attributes.length > 0) return [{ ...delta, attributes }]
    echoes.set(delta.old.key, origin)
    return []
  })
}

/** What only follows from the origin being there on one side alone. */
function withoutDerived(
  delta: Extract<Delta, { change: 'changed' }>,
  said: ReadonlyMap<string, Delta>,
  origin: string,
): Delta[] {
  if (!said.has(`missing ${origin}`) && !said.has(`added ${origin}`)) return [delta]
  const attributes = delta.attributes.filter(({ name }) => ruleOf(delta.old, name) !== 'derived')
  return attributes.length > 0 ? [{ ...delta, attributes }] : []
}

const subject = (delta: Delta): CatalogObject => ('object' in delta ? delta.object : delta.old)

/** Key of what an object is inherited from. */
export function originOf(object: CatalogObject): string | undefined {
  for (const [name, rule] of Object.entries(kinds[object.kind].attributes)) {
    const value = object.attributes[name]
    if (rule !== 'origin' || !Array.isArray(value)) continue
    const [type, ...names] = value as string[]
    return keyOf({ type: type ?? '', names, args: [] })
  }
  return undefined
}

/** How an attribute is compared; `exact` where its kind says nothing. */
export const ruleOf = (object: CatalogObject, attribute: string): AttributeRule =>
  (kinds[object.kind].attributes as Record<string, AttributeRule>)[attribute] ?? 'exact'

function hasAncestorIn(object: CatalogObject, model: Model, keys: ReadonlySet<string>): boolean {
  for (let parent = object.parent; parent !== null;) {
    if (keys.has(parent)) return true
    parent = model.objects.get(parent)?.parent ?? null
  }
  return false
}

const NOT_COMPARED_ALONE = new Set<AttributeRule>(['whole', 'set', 'order', 'origin', 'unused'])

function differences(
  old: CatalogObject,
  rebuilt: CatalogObject,
  naming: Naming,
): AttributeDifference[] {
  const rules = Object.entries(kinds[old.kind].attributes)
  const found = rules.flatMap(([name, rule]) =>
    NOT_COMPARED_ALONE.has(rule) ? [] : differenceIn(name, rule, old, rebuilt, naming),
  )
  if (found.some(({ name }) => ruleOf(old, name) !== 'name')) return found
  const whole = rules.flatMap(([name, rule]) =>
    rule === 'whole' || rule === 'set' ? differenceIn(name, rule, old, rebuilt, naming) : [],
  )
  return [...found, ...whole]
}

function differenceIn(
  name: string,
  rule: AttributeRule,
  old: CatalogObject,
  rebuilt: CatalogObject,
  naming: Naming,
): AttributeDifference[] {
  const [was, is] = [old.attributes[name] ?? null, rebuilt.attributes[name] ?? null]
  if (same(was, is)) return []
  const alike =
    rule === 'address'
      ? same(naming.addressInRebuilt(was), is)
      : same(naming.valueOfOld(was), naming.valueOfRebuilt(is))
  if (alike) return []
  // A server before 18 knows no names for NOT NULL, nor where it comes from: there is nothing to hold against the other side.
  // What a role may not read is told by itself.
  if (rule === 'told' && (was === null || is === null)) return []
  if ((rule === 'name' || rule === 'derived') && (was === null || is === null)) return []
  if (rule === 'set') return [{ name, old: lackedBy(is, was), rebuilt: lackedBy(was, is) }]
  return [{ name, old: was, rebuilt: is }]
}

/** The entries of a list that another one hasn't. */
const lackedBy = (other: AttributeValue, list: AttributeValue): AttributeValue => {
  const there = new Set(Array.isArray(other) ? other : [])
  return Array.isArray(list) ? list.filter((entry) => !there.has(entry)) : list
}

/** Whether two values are equal, arrays by what they hold. */
export const same = (a: AttributeValue, b: AttributeValue): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))

/** The ranks of the children that both sides have, where they stand in another order. */
function orderDifference(
  old: CatalogObject,
  rebuilt: CatalogObject,
  oldModel: Model,
  rebuiltModel: Model,
  naming: Naming,
): AttributeDifference | undefined {
  const ranked = (
    model: Model,
    parent: CatalogObject,
  ): { key: string; name: string; rank: number }[] =>
    (model.children.get(parent.key) ?? [])
      .flatMap((child) => {
        const attribute = Object.entries(kinds[child.kind].attributes).find(
          ([, rule]) => rule === 'order',
        )
        if (!attribute) return []
        const key = model === oldModel ? naming.keyInRebuilt(child.key) : child.key
        return [
          {
            key,
            name: child.address.names.at(-1) ?? '',
            rank: Number(child.attributes[attribute[0]]),
          },
        ]
      })
      .sort((a, b) => a.rank - b.rank)
  const [before, after] = [ranked(oldModel, old), ranked(rebuiltModel, rebuilt)]
  const [oldKeys, newKeys] = [
    new Set(before.map(({ key }) => key)),
    new Set(after.map(({ key }) => key)),
  ]
  const common = before.filter(({ key }) => newKeys.has(key))
  const now = after.filter(({ key }) => oldKeys.has(key))
  if (common.every(({ key }, rank) => key === now[rank]?.key)) return undefined
  return {
    name: 'order',
    old: common.map(({ name }) => name),
    rebuilt: now.map(({ name }) => name),
  }
}

/**
 * What an object's expressions refer to: text can print alike and mean another operator. Compared where nothing
 * structural differs already, for kinds that hold an expression.
 */
export function referenceDifference(
  old: CatalogObject,
  rebuilt: CatalogObject,
  naming: Naming,
): AttributeDifference | undefined {
  const rules = Object.values(kinds[old.kind].attributes)
  if (!rules.includes('expression')) return undefined
  const was = [
    ...old.dependsOn.map((key) => naming.keyInRebuilt(key)).map(readable),
    ...old.references,
  ]
  const is = [...rebuilt.dependsOn.map(readable), ...rebuilt.references]
  const only = (a: string[], b: string[]): string[] => a.filter((each) => !b.includes(each)).sort()
  const [lost, gained] = [only(was, is), only(is, was)]
  if (lost.length === 0 && gained.length === 0) return undefined
  return { name: 'references', old: lost, rebuilt: gained }
}

const readable = (key: string): string => describeAddress(addressOf(key))
