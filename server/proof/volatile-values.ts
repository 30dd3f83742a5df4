import { ruleOf } from '../compare/compare.ts'
import type { VolatileAttributes } from '../compare/volatile.ts'
import type { AttributeRule } from '../kinds/kind.ts'
import type { RowVolatility } from '../rows/volatility.ts'
import type { VolatileValue } from '../../shared/history.ts'
import { addressOf, type Model } from '../../shared/model.ts'
import { sentAddress } from '../../shared/object.ts'

/** What is told by another attribute already. */
const TOLD_ELSEWHERE: ReadonlySet<AttributeRule> = new Set(['whole', 'unused', 'derived', 'origin'])

/** What two builds of a folder have each of their own, objects first. */
export function volatileValues(
  model: Model,
  attributes: VolatileAttributes,
  rows: RowVolatility | null,
): VolatileValue[] {
  const inObjects = [...attributes].flatMap(([key, names]) => {
    const object = model.objects.get(key)
    if (!object) return []
    const parts = [...names.keys()].filter((name) => !TOLD_ELSEWHERE.has(ruleOf(object, name)))
    return (parts.length > 0 ? parts : [...names.keys()]).map((attribute) => ({
      address: sentAddress(object.address),
      attribute,
      cause: object.kind === 'default' ? `frozen default ${names.get(attribute)?.first}` : null,
    }))
  })
  const inRows = [...(rows?.tables ?? [])].flatMap(([table, { columns }]) =>
    [...columns].map(([name, { cause }]) => ({
      address: { type: 'table column', names: [...addressOf(table).names, name], args: [] },
      attribute: null,
      cause,
    })),
  )
  return [...inObjects, ...inRows]
}
