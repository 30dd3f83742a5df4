import type { Model } from '../../shared/model.ts'
import { partitionedTableOf, partitionsOf } from '../kinds/inheritance.ts'

/** Keys of all partitions below a table, at every depth; none for an ordinary table. */
export const partitionsBelow = (model: Model, key: string): readonly string[] =>
  partitionsOf(model, key).flatMap((child) => [child, ...partitionsBelow(model, child)])

/** Keys of the partitioned tables that a table is a part of, nearest first. */
export function partitionedAncestors(model: Model, key: string): readonly string[] {
  const object = model.objects.get(key)
  const parent = object && partitionedTableOf(object)
  return parent === undefined ? [] : [parent, ...partitionedAncestors(model, parent)]
}
