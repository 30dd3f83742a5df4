import type { AttributeDifference } from '../../shared/finding.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import { ruleOf, type CompareResult } from './compare.ts'
import type { Delta } from './delta.ts'
import { cutLiterals, type NumbersToo } from './literals.ts'

/** What an attribute said in two builds of the same folder. */
export interface TwoBuilds {
  readonly first: string
  readonly second: string
}

/** Attributes that differ between two builds of the same folder: key of the object to attribute name. */
export type VolatileAttributes = ReadonlyMap<string, ReadonlyMap<string, TwoBuilds>>

/** What of the difference between two builds of the same folder is nothing but another value. */
export function volatileAttributes({ deltas }: CompareResult): {
  readonly volatile: VolatileAttributes
  /** False where the builds differ in more than values: then the folder does not build the same thing twice. */
  readonly faithful: boolean
} {
  const volatile = new Map<string, Map<string, TwoBuilds>>()
  let faithful = true
  for (const delta of deltas) {
    if (delta.change !== 'changed') {
      faithful = false
      continue
    }
    const { key } = delta.old
    for (const { name, old, rebuilt } of [...delta.attributes, ...wholeTexts(delta)]) {
      if (!sameShape(old, rebuilt, literalsOf(delta.old, name))) {
        faithful = false
        continue
      }
      const known = volatile.get(key) ?? new Map<string, TwoBuilds>()
      volatile.set(key, known.set(name, { first: old, second: rebuilt } as TwoBuilds))
    }
  }
  return { volatile, faithful }
}

/** Definitions that hold what differs once more: they are what is written. */
const wholeTexts = ({ old, rebuilt }: Extract<Delta, { change: 'changed' }>) =>
  Object.entries(old.attributes).flatMap(([name, value]): AttributeDifference[] => {
    const other = rebuilt.attributes[name] ?? null
    const rule = ruleOf(old, name)
    const holdsIt =
      rule === 'whole' || (rule === 'unused' && sameShape(value, other, literalsOf(old, name)))
    return holdsIt && value !== other ? [{ name, old: value, rebuilt: other }] : []
  })

/** True where an attribute is known to be volatile and only its value differs: a missing one, or another type, is not forgiven. */
export const isVolatileValue = (
  volatile: VolatileAttributes,
  object: CatalogObject,
  { name, old, rebuilt }: AttributeDifference,
): boolean =>
  (volatile.get(object.key)?.has(name) ?? false) &&
  sameShape(old, rebuilt, literalsOf(object, name))

/** Which literals of an attribute may be volatile. */
export function literalsOf(object: CatalogObject, name: string): NumbersToo {
  const rule = ruleOf(object, name)
  return rule === 'expression' || rule === 'whole' ? 'with numbers' : 'quoted only'
}

/** A text with nothing but the type in place of each literal. */
export const shapeOf = (text: string, numbers: NumbersToo): readonly string[] =>
  cutLiterals(text, numbers).map((part) => ('literal' in part ? part.type : part.text))

/** Two texts that differ only inside of their literals, of which there is at least one. */
function sameShape(a: AttributeValue, b: AttributeValue, numbers: NumbersToo): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false
  const shapes = [a, b].map((text) => shapeOf(text, numbers))
  const [first = [], second = []] = shapes
  return first.length > 1 && JSON.stringify(first) === JSON.stringify(second)
}
