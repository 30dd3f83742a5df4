import type { Model } from '../../shared/model.ts'

const known = new WeakMap<Model, ReadonlySet<string>>()

/** Whether a foreign key of the model stands on this key of a table: of several on the same columns it takes the oldest. */
export function isReferenced(model: Model, key: string): boolean {
  const keys =
    known.get(model) ??
    new Set(
      [...model.objects.values()]
        .filter(({ attributes }) => (attributes['references'] ?? null) !== null)
        .flatMap(({ dependsOn }) => dependsOn),
    )
  known.set(model, keys)
  return keys.has(key)
}
