import type { AttributeDifference } from '../../shared/finding.ts'
import type { AttributeValue } from '../../shared/model.ts'
import type { CompareResult } from './compare.ts'

/** Attributes that differ between two builds of the same folder: key of the object to attribute names. */
export type VolatileAttributes = ReadonlyMap<string, ReadonlySet<string>>

/** What of the difference between two builds of the same folder is nothing but another value. */
export function volatileAttributes({ deltas }: CompareResult): {
  readonly volatile: VolatileAttributes
  /** False where the builds differ in more than values: then the folder does not build the same thing twice. */
  readonly faithful: boolean
} {
  const volatile = new Map<string, Set<string>>()
  let faithful = true
  for (const delta of deltas) {
    if (delta.change !== 'changed') {
      faithful = false
      continue
    }
    for (const attribute of delta.attributes) {
      if (!sameShape(attribute.old, attribute.rebuilt)) faithful = false
      else
        volatile.set(delta.old.key, (volatile.get(delta.old.key) ?? new Set()).add(attribute.name))
    }
  }
  return { volatile, faithful }
}

/** True where an attribute is known to be volatile and only its value differs: a missing one, or another type, is not forgiven. */
export const isVolatileValue = (
  volatile: VolatileAttributes,
  key: string,
  { name, old, rebuilt }: AttributeDifference,
): boolean => (volatile.get(key)?.has(name) ?? false) && sameShape(old, rebuilt)

/** Two texts that differ only inside of their quoted literals, of which there is at least one. */
function sameShape(a: AttributeValue, b: AttributeValue): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false
  const [first, second] = [withoutLiterals(a), withoutLiterals(b)]
  return first === second && first.includes("''")
}

/** A text with nothing between the quotes of its literals. */
export const withoutLiterals = (text: string): string => text.replace(/'(?:[^']|'')*'/g, "''")
