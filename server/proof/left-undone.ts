import type { CompareResult } from '../compare/compare.ts'
import type { Delta } from '../compare/delta.ts'
import { kinds } from '../kinds/registry.ts'

/** A comparison with a side that was built here, without what baselines leave undone on purpose, which is said instead. */
export function withoutLeftUndone(result: CompareResult): {
  readonly result: CompareResult
  readonly notes: readonly string[]
} {
  const notes: string[] = []
  const deltas = result.deltas.flatMap((delta): Delta[] => {
    if (delta.change !== 'changed') return [delta]
    const undone = kinds[delta.old.kind].leftUndone?.(delta.old, delta.rebuilt)
    const attributes = delta.attributes.filter(({ name }) => name !== undone?.attribute)
    if (undone === undefined || attributes.length === delta.attributes.length) return [delta]
    notes.push(undone.note)
    return attributes.length === 0 ? [] : [{ ...delta, attributes }]
  })
  return { result: { ...result, deltas }, notes }
}
