import { ruleOf } from '../compare/compare.ts'
import { describeAddress, addressOf, keyOf, type Model } from '../../shared/model.ts'
import type { SeedData, TableRows } from '../../shared/rows.ts'
import { familyOf } from '../rows/cells.ts'
import type { Side } from './read-side.ts'

const MOST_TOLD = 10

/** A default that says when it is. */
const OF_THE_CLOCK = /\b(now|\w+_timestamp|timeofday)\(|CURRENT_(DATE|TIME)|LOCALTIME/i

/**
 * What two builds agree on and is the day they ran on, as by `current_date`: whether a build on another day holds the same
 * can't be told. It counts as a constant, since one that is written in a migration may be that day as well. What has one of
 * the `known` keys is told already.
 */
export function dayOfBuild(
  first: Side,
  second: Side,
  moments: readonly Date[],
  known: ReadonlySet<string>,
): readonly string[] {
  const days = [...new Set(moments.flatMap(daysOf))]
  const found = [
    ...inObjects(first.model, second.model, days),
    ...inRows(first.data, second.data, first.model, days),
  ].filter(({ key }) => !known.has(key))
  const told = found
    .slice(0, MOST_TOLD)
    .map(
      ({ what }) =>
        `whether ${what} is a constant: it is the day both builds of the folder ran on, and a build on another day may hold another one`,
    )
  const more = found.length - told.length
  return more > 0 ? [...told, `the same of ${more} more`] : told
}

interface Dated {
  readonly key: string
  readonly what: string
}

/** The day of that moment here and in UTC, as Postgres writes it. */
const daysOf = (moment: Date): string[] => [
  moment.toISOString().slice(0, 10),
  moment.toLocaleDateString('sv-SE'),
]

function inObjects(first: Model, second: Model, days: readonly string[]): Dated[] {
  return [...first.objects.values()].flatMap((object) => {
    const other = second.objects.get(object.key)
    const isFound = Object.entries(object.attributes).some(
      ([name, value]) =>
        typeof value === 'string' &&
        value === other?.attributes[name] &&
        ruleOf(object, name) !== 'unused' &&
        days.some((day) => value.includes(day)),
    )
    return isFound
      ? [{ key: object.key, what: `the date in ${describeAddress(object.address)}` }]
      : []
  })
}

function inRows(first: SeedData, second: SeedData, model: Model, days: readonly string[]): Dated[] {
  const others = new Map(second.tables.map((table) => [table.table, table]))
  return first.tables.flatMap((table) => {
    const other = others.get(table.table)
    return table.columns.flatMap(({ name, type }, place) => {
      const expression = defaultOf(model, table, name)
      const isClock = OF_THE_CLOCK.test(expression)
      const isNumber = ['integer', 'number'].includes(familyOf(type))
      const wanted = isNumber ? (isClock ? days.flatMap(numbersOf) : []) : days
      const isOfDay = (cell: string): boolean =>
        isNumber ? wanted.includes(cell) : wanted.some((day) => cell.includes(day))
      const there = new Set(other?.rows.map((row) => row[place]))
      const count = table.rows.filter((row) => {
        const cell = row[place] ?? null
        return cell !== null && isOfDay(cell) && there.has(cell)
      }).length
      if (count === 0) return []
      const rows = `${count} ${count === 1 ? 'row' : 'rows'}`
      const by = isClock ? `, whose default is ${expression},` : ''
      const column = columnOf(table, name)
      return [{ key: keyOf(column), what: `what ${describeAddress(column)}${by} holds in ${rows}` }]
    })
  })
}

/** Year, month and day, as extract() gives them. */
const numbersOf = (day: string): string[] => day.split('-').map((part) => String(Number(part)))

const columnOf = (table: TableRows, name: string) => ({
  type: 'table column',
  names: [...addressOf(table.table).names, name],
  args: [],
})

function defaultOf(model: Model, table: TableRows, name: string): string {
  const children = model.children.get(keyOf(columnOf(table, name))) ?? []
  const expression = children.map(({ attributes }) => attributes['expression'])
  return expression.find((each) => typeof each === 'string') ?? ''
}
