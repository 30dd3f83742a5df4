import { compare, originOf } from '../compare/compare.ts'
import type { Naming } from '../compare/naming.ts'
import { isCalledOtherwise } from '../compare/renames.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'

/** Two models with what is needed to go from one to the other; made once for many findings. */
export interface MendSides {
  readonly old: Model
  readonly rebuilt: Model
  readonly naming: Naming
  /** Keys of old for those of rebuilt. */
  readonly oldKeys: ReadonlyMap<string, string>
  /** Keys of old of what is called otherwise in rebuilt. */
  readonly renamed: ReadonlySet<string>
  /** For each key of rebuilt, what needs it there. */
  readonly dependants: ReadonlyMap<string, readonly string[]>
  /** For each key, what is inherited from it. */
  readonly oldFollowers: ReadonlyMap<string, readonly string[]>
  readonly rebuiltFollowers: ReadonlyMap<string, readonly string[]>
}

/** Two models, and how the names of one are those of the other. */
export function mendSides(old: Model, rebuilt: Model): MendSides {
  const { pairs } = compare(old, rebuilt)
  return {
    old,
    rebuilt,
    naming: pairs.naming,
    oldKeys: new Map(pairs.matched.map(([mine, theirs]) => [theirs.key, mine.key])),
    renamed: new Set(pairs.matched.filter(isCalledOtherwise).map(([{ key }]) => key)),
    dependants: group(rebuilt, ({ dependsOn }) => dependsOn),
    oldFollowers: group(old, origins),
    rebuiltFollowers: group(rebuilt, origins),
  }
}

const origins = (object: CatalogObject): readonly string[] => {
  const origin = originOf(object)
  return origin === undefined ? [] : [origin]
}

function group(
  model: Model,
  targetsOf: (object: CatalogObject) => readonly string[],
): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const object of model.objects.values()) {
    for (const target of targetsOf(object)) {
      const members = groups.get(target)
      if (members) members.push(object.key)
      else groups.set(target, [object.key])
    }
  }
  return groups
}
