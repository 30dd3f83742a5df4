import { literal, ident, qualified } from '../kinds/sql.ts'
import {
  baseOf,
  changed,
  expressionOf,
  insertOf,
  writable,
  type Base,
  type RowValues,
} from './base-row.ts'
import { columnOf, type Finder, type Values } from './finder.ts'
import type { DomainSubject, Subject, Subjects, TriedColumn, TriedTable } from './subjects.ts'

/** What a row is meant to break, by names alone, so that both sides are asked the same. */
export interface Target {
  readonly type: Subject['type'] | 'not null' | 'domain'
  /** `CHECK`, `NOT NULL`, as people know it. */
  readonly title: string
  readonly schema: string
  /** Of the table, or of the domain. */
  readonly of: string
  /** Of the constraint, or of the column that takes no null; null for NOT NULL of a domain. */
  readonly name: string | null
  readonly enforced: boolean
  readonly isIndex: boolean
}

/** The statement that breaks it, or why none is known. */
export type Violation =
  | {
      readonly target: Target
      readonly table: Pick<TriedTable, 'schema' | 'name'> | null
      readonly sql: string
    }
  | { readonly target: Target; readonly why: string }

type Found = readonly RowValues[] | string

/** For each constraint of a database, one after the other, a statement whose rows break it. */
export async function* violationsOf(subjects: Subjects, finder: Finder): AsyncGenerator<Violation> {
  const byTable = grouped(subjects.subjects)
  const holders = new Map<string, { readonly base: Base; readonly column: TriedColumn }>()
  for (const table of subjects.tables.values()) {
    const ofTable = byTable.get(table.id) ?? []
    const notNull = table.columns.filter((column) => column.notNull)
    const closed = closedTo(table)
    if (closed !== null) {
      for (const subject of ofTable) yield { target: targetOf(table, subject), why: closed }
      for (const column of notNull) yield { target: notNullOf(table, column), why: closed }
      continue
    }
    const base = await baseOf(table, finder, subjects, ofTable)
    for (const column of writable(table)) {
      if (subjects.types.get(column.typeId)?.sort === 'domain' && !holders.has(column.typeId)) {
        holders.set(column.typeId, { base, column })
      }
    }
    const told = (target: Target, found: Found): Violation =>
      typeof found === 'string'
        ? { target, why: found }
        : { target, table, sql: insertOf(table, found) }
    for (const column of notNull)
      yield told(notNullOf(table, column), await withoutValue(base, column, finder))
    for (const subject of ofTable) {
      yield told(
        targetOf(table, subject),
        await WAYS[subject.type](base, subject, finder, subjects),
      )
    }
  }
  for (const domain of subjects.domains) yield ofDomain(domain, holders.get(domain.typeId), finder)
}

/** All that there is to break. */
export const targetsOf = ({ tables, subjects, domains }: Subjects): readonly Target[] => [
  ...[...tables.values()].flatMap((table) =>
    table.columns.filter(({ notNull }) => notNull).map((column) => notNullOf(table, column)),
  ),
  ...subjects.flatMap((subject) => {
    const table = tables.get(subject.table)
    return table ? [targetOf(table, subject)] : []
  }),
  ...domains.map(domainOf),
]

function grouped(all: readonly Subject[]): Map<string, Subject[]> {
  const groups = new Map<string, Subject[]>()
  for (const each of all) {
    const there = groups.get(each.table)
    if (there) there.push(each)
    else groups.set(each.table, [each])
  }
  return groups
}

/** Why no row can be written to it. */
function closedTo({ kind, hasParts }: TriedTable): string | null {
  if (kind === 'foreign') return 'its rows are on another server, and so is what refuses them'
  if (kind === 'materialized view') return 'no row is written to a materialized view'
  if (kind === 'partitioned' && !hasParts) return 'it has no partition that would take a row'
  return null
}

const targetOf = ({ schema, name: of }: TriedTable, subject: Subject): Target => {
  const { type, title, name, enforced, isIndex } = subject
  return { type, title, schema, of, name, enforced, isIndex }
}

const notNullOf = ({ schema, name: of }: TriedTable, { name }: TriedColumn): Target => ({
  type: 'not null',
  title: 'NOT NULL',
  schema,
  of,
  name,
  enforced: true,
  isIndex: false,
})

type Way = (base: Base, subject: Subject, finder: Finder, subjects: Subjects) => Promise<Found>

const NONE_FOUND = 'no value that breaks it was found among those that its expression suggests'

async function withoutValue(base: Base, column: TriedColumn, finder: Finder): Promise<Found> {
  if (!column.generated) return [changed(base, new Map([[column.number, null]]))]
  const { expression } = column.generated
  const found = await finder.find(base.table, [column.number], [`(${expression}) is null`])
  return found ? [changed(base, found)] : NONE_FOUND
}

const broken: Way = async (base, { on, expression, name }, finder) => {
  const { table } = base
  const others = finder
    .checksOf(table)
    .filter((check) => check.name !== name && check.on.every((number) => on.includes(number)))
    .map((check) => `(${check.expression}) is not false`)
  const bound =
    table.bound !== null && table.boundOn.some((number) => on.includes(number)) ? [table.bound] : []
  const isFalse = `(${expression}) is false`
  const columns = [...new Set([...on, ...(bound.length > 0 ? table.boundOn : [])])]
  const found =
    (await finder.find(table, columns, [isFalse, ...bound], others)) ??
    (bound.length > 0 && table.kind === 'ordinary'
      ? await finder.find(table, on, [isFalse], others)
      : undefined)
  return found ? [changed(base, found)] : NONE_FOUND
}

/** The same key twice, in rows that are otherwise told apart. */
const twice: Way = async (base, subject, finder) => {
  const { table, tied } = base
  const { on, keys, predicate, unlike } = subject
  const own = new Set(on)
  const joined = tied.filter((each) => on.some((number) => each.on.has(number)))
  const columns = [...new Set([...on, ...joined.flatMap((each) => [...each.on])])]
  const holds = [
    ...keys.map((key) => `(${key}) is not null`),
    ...(predicate === null ? [] : [`(${predicate}) is true`]),
    ...joined.flatMap((each) => each.holds),
  ]
  const likes = joined.flatMap((each) => each.likes)
  const isPlain =
    joined.length === 0 && predicate === null && keys.every((key) => /^(?:\w+|"[^"]+")$/.test(key))
  const found = isPlain
    ? await firstOf(table, on, finder)
    : await finder.find(table, columns, holds, likes)
  if (!found) return NONE_FOUND
  const first = changed(base, found)
  const second = new Map(first)
  const differ = async (number: number): Promise<void> => {
    const tie = tied.find((each) => each.on.has(number))
    const column = columnOf(table, number)
    if (!column || column.generated) return
    const not = `${ident(column.name)}::text is distinct from (${first.get(number)})::text`
    const isFree = tie && ![...tie.on].some((each) => own.has(each))
    const other = isFree
      ? await finder.find(table, [...tie.on], [...tie.holds, not], tie.likes)
      : await anotherValue(column, first.get(number), finder)
    for (const [each, value] of other ?? []) {
      const of = columnOf(table, each)
      if (of && (!own.has(each) || each === number)) second.set(each, expressionOf(of, value))
    }
  }
  for (const number of unlike) await differ(number)
  for (const key of base.keys) {
    if (key.id === subject.id || key.on.some((number) => !isSame(first, second, number))) continue
    const apart = key.on.find((number) => !own.has(number))
    if (apart !== undefined) await differ(apart)
  }
  return [first, second]
}

const isSame = (a: RowValues, b: RowValues, number: number): boolean =>
  a.get(number) === b.get(number)

async function firstOf(
  table: TriedTable,
  on: readonly number[],
  finder: Finder,
): Promise<Values | undefined> {
  const values = new Map<number, string>()
  for (const number of on) {
    const column = columnOf(table, number)
    const [first] = column ? await finder.taken(column) : []
    if (first === undefined) return undefined
    values.set(number, first)
  }
  return values
}

async function anotherValue(
  column: TriedColumn,
  not: string | undefined,
  finder: Finder,
): Promise<Values | undefined> {
  const other = (await finder.taken(column)).find((value) => expressionOf(column, value) !== not)
  return other === undefined ? undefined : new Map([[column.number, other]])
}

/** A reference to what is not there, and not the row itself either. */
const dangling: Way = async (base, { on, references }, finder, { tables }) => {
  const { table } = base
  const parent = references && tables.get(references.table)
  if (!parent) return 'what it refers to is no table of the schema'
  const pairs = on.map((number, place): [TriedColumn | undefined, TriedColumn | undefined] => [
    columnOf(table, number),
    columnOf(parent, references.on[place] ?? 0),
  ])
  const same = pairs.map(
    ([own, key]) =>
      `p.${ident(key?.name ?? '')}::text = ${ident(table.name)}.${ident(own?.name ?? '')}::text`,
  )
  const holds = [
    `not exists (select from ${qualified([parent.schema, parent.name])} p where ${same.join(' and ')})`,
    ...pairs.map(([own]) => `${ident(own?.name ?? '')} is not null`),
    ...(parent.id === table.id
      ? [
          pairs
            .map(
              ([own, key]) =>
                `${ident(own?.name ?? '')}::text is distinct from (${base.row.get(key?.number ?? 0)})::text`,
            )
            .join(' or '),
        ]
      : []),
  ]
  const likes = finder
    .checksOf(table)
    .filter((check) => check.on.every((number) => on.includes(number)))
    .map((check) => `(${check.expression}) is not false`)
  const bound =
    table.bound !== null && table.boundOn.every((number) => on.includes(number))
      ? [table.bound]
      : []
  const found = await finder.find(table, on, [...holds, ...bound], likes)
  return found
    ? [changed(base, found)]
    : `no value was found that ${parent.schema}.${parent.name} has no row for`
}

const WAYS: Readonly<Record<Subject['type'], Way>> = {
  check: broken,
  unique: twice,
  exclude: twice,
  'foreign key': dangling,
}

/** Through a column of the domain where there is one, else by the value alone. */
async function ofDomain(
  subject: DomainSubject,
  holder: { readonly base: Base; readonly column: TriedColumn } | undefined,
  finder: Finder,
): Promise<Violation> {
  const { schema, domain, name, definition, typeId } = subject
  const type = qualified([schema, domain])
  const target = domainOf(subject)
  const value = name === null ? null : await finder.refusedByDomain(typeId, type, name, definition)
  if (value === undefined) return { target, why: NONE_FOUND }
  const given = `${value === null ? 'null' : literal(value)}::${type}`
  if (!holder) return { target, table: null, sql: `select ${given}` }
  const { base, column } = holder
  const row = new Map(base.row).set(column.number, given)
  return { target, table: base.table, sql: insertOf(base.table, [row]) }
}

const domainOf = ({ schema, domain, name }: DomainSubject): Target => ({
  type: 'domain',
  title: name === null ? 'NOT NULL' : 'CHECK',
  schema,
  of: domain,
  name,
  enforced: true,
  isIndex: false,
})
