import type { CatalogObject, Model } from '../../shared/model.ts'
import { ruleOf, same, type CompareResult } from './compare.ts'
import type { Forgiveness } from './classify.ts'

/** True where the comparison depends on texts that may only be printed differently. */
export const needsPrintingAgain = ({ deltas }: CompareResult): boolean =>
  deltas.some(
    (delta) =>
      delta.change === 'changed' &&
      delta.attributes.some(({ name }) =>
        ['expression', 'whole'].includes(ruleOf(delta.old, name)),
      ),
  )

/**
 * Both sides were written to scratch databases and read again, rebuilt with old's names for what was renamed: an attribute
 * that then reads the same was only printed differently. Only that attribute is forgiven; what the object refers to is
 * compared on the originals.
 */
export function printedAlike(
  result: CompareResult,
  oldAgain: Model,
  rebuiltAgain: Model,
): Forgiveness['printed'] {
  return (old: CatalogObject, rebuilt: CatalogObject, attribute: string): boolean => {
    const first = oldAgain.objects.get(old.key)
    const second = rebuiltAgain.objects.get(old.key) ?? rebuiltAgain.objects.get(rebuilt.key)
    if (!first || !second) return false
    const naming = result.pairs.naming
    const wholes = Object.keys(first.attributes).filter(
      (name) => name === attribute || ruleOf(old, name) === 'whole',
    )
    return wholes.every((name) => {
      const [was, is] = [first.attributes[name] ?? null, second.attributes[name] ?? null]
      // Rewriting names in a text is for what Postgres did not rename, such as the body of a function.
      return same(was, is) || same(naming.valueOfOld(was), naming.valueOfRebuilt(is))
    })
  }
}
