import type { Model } from '../../shared/model.ts'
import { isPartitioned } from './inheritance.ts'

interface Constrained {
  readonly parent: string | null
  readonly attributes: {
    readonly type: string
    readonly period: boolean
    readonly enforced: boolean
    readonly validated: boolean
    readonly nullsNotDistinct: boolean
    readonly onDeleteColumns: readonly string[]
  }
}

/** The major that brought what a constraint is, where not every one has it. */
export function constraintSince(
  { parent, attributes }: Constrained,
  model: Model,
): number | undefined {
  const { type, period, enforced, validated, nullsNotDistinct, onDeleteColumns } = attributes
  const isWhole = isPartitioned(model, parent)
  const isPending = type === 'FOREIGN KEY' && !validated
  if (period || !enforced || (isWhole && isPending)) return 18
  if (isWhole && type === 'EXCLUDE') return 17
  return nullsNotDistinct || onDeleteColumns.length > 0 ? 15 : undefined
}
