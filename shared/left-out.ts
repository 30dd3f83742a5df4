import { Type, type Static } from 'typebox'
import { counted, formatNumber } from './report.ts'
import { closed, nullable } from './schema.ts'

/** A table whose rows were left out of the seed, and how many of them each side holds. */
export const LeftOutTable = closed({
  /** `table public.audit_log` */
  table: Type.String(),
  /** Null where the side lacks the table, or nobody could count them. */
  old: nullable(Type.Integer()),
  rebuilt: nullable(Type.Integer()),
})
export type LeftOutTable = Static<typeof LeftOutTable>

/** `rows of table public.audit_log, left out of the seed: 3 rows stay behind on old; rebuilt has 0` */
export function leftOutText({ table, old, rebuilt }: LeftOutTable): string {
  const behind =
    old === null
      ? 'nobody could count those that stay behind'
      : `${counted(old, 'row')} ${old === 1 ? 'stays' : 'stay'} behind`
  return `rows of ${table}, left out of the seed: ${behind} on old; rebuilt has ${rebuilt === null ? 'an unknown number' : formatNumber(rebuilt)}`
}
