import { ownNameOf, type CatalogObject, type Model } from '../../shared/model.ts'
import { Naming, renameOf } from './naming.ts'

/** Which object of one side stands for which of the other. */
export interface Pairs {
  /** Matched objects, by address or, where renamed, by content. */
  readonly matched: readonly (readonly [CatalogObject, CatalogObject])[]
  /** The renamed ones among them: what the other renames follow from, without their children. */
  readonly renamed: readonly (readonly [CatalogObject, CatalogObject])[]
  readonly missing: readonly CatalogObject[]
  readonly added: readonly CatalogObject[]
  readonly naming: Naming
}

/** Matches by address, then pairs what is left over by content, parents before children. */
export function pairObjects(old: Model, rebuilt: Model): Pairs {
  const naming = new Naming(old.server.major === rebuilt.server.major ? 'one' : 'two')
  const renamed: (readonly [CatalogObject, CatalogObject])[] = []
  for (const flavour of ['structural', 'name'] as const) {
    for (let found = -1; found !== 0;) {
      const left = leftOver(old, rebuilt, naming)
      const candidates = (objects: readonly CatalogObject[]): CatalogObject[] => {
        const keys = new Set(objects.map(({ key }) => key))
        return objects.filter(
          (object) => renameOf(object) === flavour && !keys.has(object.parent ?? ''),
        )
      }
      const pairs = byContent(
        candidates(left.missing),
        candidates(left.added),
        old,
        rebuilt,
        naming,
      )
      for (const pair of pairs) adopt(pair, old, rebuilt, naming)
      renamed.push(...pairs)
      found = pairs.length
    }
  }
  const left = leftOver(old, rebuilt, naming)
  const matched = [...old.objects.values()].flatMap((object) => {
    const other = rebuilt.objects.get(naming.keyInRebuilt(object.key))
    return other ? [[object, other] as const] : []
  })
  return { matched, renamed, ...left, naming }
}

function leftOver(
  old: Model,
  rebuilt: Model,
  naming: Naming,
): { missing: CatalogObject[]; added: CatalogObject[] } {
  const missing = [...old.objects.values()].filter(
    ({ key }) => !rebuilt.objects.has(naming.keyInRebuilt(key)),
  )
  const taken = new Set([...old.objects.keys()].map((key) => naming.keyInRebuilt(key)))
  const added = [...rebuilt.objects.values()].filter(({ key }) => !taken.has(key))
  return { missing, added }
}

/** Pairs objects of equal content, as multisets: among equals the first goes with the first. */
function byContent(
  missing: readonly CatalogObject[],
  added: readonly CatalogObject[],
  old: Model,
  rebuilt: Model,
  naming: Naming,
): (readonly [CatalogObject, CatalogObject])[] {
  if (missing.length === 0 || added.length === 0) return []
  const waiting = new Map<string, CatalogObject[]>()
  for (const object of added) {
    const content = naming.contentOf(object, rebuilt, 'rebuilt')
    waiting.set(content, [...(waiting.get(content) ?? []), object])
  }
  return missing.flatMap((object) => {
    const other = waiting.get(naming.contentOf(object, old, 'old'))?.shift()
    return other ? [[object, other] as const] : []
  })
}

/** A renamed object's children carry its name in their own addresses: they are matched by what remains. */
function adopt(
  [object, other]: readonly [CatalogObject, CatalogObject],
  old: Model,
  rebuilt: Model,
  naming: Naming,
): void {
  naming.rename(object, other)
  const theirs = [...(rebuilt.children.get(other.key) ?? [])]
  for (const child of old.children.get(object.key) ?? []) {
    const wanted = naming.contentOf(child, old, 'old')
    const sameName = (each: CatalogObject): boolean =>
      ownNameOf(each.address) === ownNameOf(child.address)
    const candidates = theirs.filter(
      (each) => naming.contentOf(each, rebuilt, 'rebuilt') === wanted,
    )
    const match = candidates.find(sameName) ?? candidates[0]
    if (!match) continue
    theirs.splice(theirs.indexOf(match), 1)
    adopt([child, match], old, rebuilt, naming)
  }
}
