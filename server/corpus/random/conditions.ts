import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { Column } from './place.ts'
import { chosen } from './place.ts'
import { texts } from './texts.ts'

/** What is chosen for a condition on a row. */
export const conditions = fc.record({
  column: fc.nat(20),
  form: fc.constantFrom('compare', 'null', 'list', 'case', 'between', 'both', 'either', 'distinct'),
  text: texts,
  number: fc.integer({ min: -9, max: 99 }),
})

/** What is chosen for a condition on a row. */
export type Condition = typeof conditions extends fc.Arbitrary<infer T> ? T : never

/** A condition on one of these columns, which Postgres prints again as it printed it first. */
export function conditionOn(
  columns: readonly Column[],
  { column, form, text, number }: Condition,
  before = '',
): string {
  const on = chosen(
    columns.filter(({ made }) => made !== 'generated'),
    column,
  )
  if (!on) return 'true'
  const name = `${before}${ident(on.name)}`
  const isText = on.type.sql === 'text'
  if (!isText && on.type.sql !== 'integer') return `${name} IS NOT NULL`
  const value = isText ? literal(text) : `${number}`
  const other = isText ? literal(`${text}!`) : `${number + 1}`
  const written: Readonly<Record<Condition['form'], string>> = {
    compare: `${name} <> ${value}`,
    null: `${name} IS NOT NULL`,
    list: `${name} IN (${value}, ${other})`,
    case: `CASE WHEN ${name} = ${value} THEN false ELSE true END`,
    // Beside another AND it would only be flattened, and print so, the second time.
    between: `NOT (${name} BETWEEN ${value} AND ${other})`,
    both: `${name} <> ${value} AND NOT ${name} > ${other}`,
    either: `${name} < ${value} OR ${name} = ${other} OR ${name} IS NULL`,
    distinct: `${name} IS DISTINCT FROM ${value}`,
  }
  return written[form]
}
