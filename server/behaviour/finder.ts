import { isRefused, QueryFailed } from '../query-failed.ts'
import { ident, literal } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'
import { candidatesOf, type Candidate } from './candidates.ts'
import type { Subject, Subjects, TriedColumn, TriedTable } from './subjects.ts'

/** Values of some columns, by number. */
export type Values = ReadonlyMap<number, Candidate>

/** Functions that last as long as the connection: what they are asked may fail. */
const HELPERS = `
  create function pg_temp.rebaseline_takes(value text, type text) returns boolean language plpgsql as $$
    begin execute 'select ' || quote_literal(value) || '::' || type; return true;
    exception when others then return false; end $$;
  create function pg_temp.rebaseline_says(question text) returns text language plpgsql as $$
    declare answer text; begin execute question into answer; return answer;
    exception when others then return null; end $$;
  create function pg_temp.rebaseline_refusal(question text) returns text language plpgsql as $$
    declare name text; begin execute question; return null;
    exception when others then get stacked diagnostics name = constraint_name; return name; end $$`

/** So many rows are thought of for one question, over at most so many columns. */
const MOST_ROWS = 3000
const MOST_COLUMNS = 8

/** Finds values for which expressions of a database hold: the database itself is asked, before any row is written. */
export class Finder {
  readonly #query: Query
  readonly #subjects: Subjects
  readonly #checks = new Map<string, Subject[]>()
  readonly #taken = new Map<string, readonly string[]>()

  private constructor(query: Query, subjects: Subjects) {
    this.#query = query
    this.#subjects = subjects
    for (const subject of subjects.subjects) {
      if (subject.type !== 'check' || !subject.enforced) continue
      const there = this.#checks.get(subject.table)
      if (there) there.push(subject)
      else this.#checks.set(subject.table, [subject])
    }
  }

  static async open(query: Query, subjects: Subjects): Promise<Finder> {
    await query(HELPERS)
    return new Finder(query, subjects)
  }

  checksOf = (table: TriedTable): readonly Subject[] => this.#checks.get(table.id) ?? []

  /** The first values that a type takes. */
  async taken({ type, typeId }: TriedColumn): Promise<readonly string[]> {
    const known = this.#taken.get(type)
    if (known) return known
    const rows = await this.#query(
      `select v from unnest(${arrayOf(candidatesOf(typeId, this.#subjects.types))}) with ordinality u(v, o)
        where pg_temp.rebaseline_takes(v, ${literal(type)}) order by o limit 4`,
    )
    const values = rows.map(({ v }) => String(v))
    this.#taken.set(type, values)
    return values
  }

  /**
   * Values for these columns, and for those that they are computed from, for which all of `holds` are true and as many of
   * `likes` as can be; undefined where none were found.
   */
  async find(
    table: TriedTable,
    on: readonly number[],
    holds: readonly string[],
    likes: readonly string[] = [],
  ): Promise<Values | undefined> {
    const wanted = on.flatMap((number) => columnOf(table, number) ?? [])
    const computed = wanted.filter(({ generated }) => generated !== null)
    const free = [
      ...new Set([
        ...wanted.filter(({ generated }) => generated === null),
        ...computed.flatMap(({ generated }) =>
          (generated?.from ?? []).flatMap((number) => columnOf(table, number) ?? []),
        ),
      ]),
    ].slice(0, MOST_COLUMNS)
    const expressions = [
      ...holds,
      ...likes,
      ...computed.map(({ generated }) => generated?.expression ?? ''),
    ]
    const most = Math.max(2, Math.floor(MOST_ROWS ** (1 / Math.max(1, free.length))))
    const lists = free.map(({ typeId, type, notNull }, place) => {
      const values = arrayOf(candidatesOf(typeId, this.#subjects.types, expressions))
      const none = notNull ? '' : ` union all select null, 1000`
      return `c${place} as materialized (
        (select v as "~v", o as "~o" from unnest(${values}) with ordinality u(v, o)
          where pg_temp.rebaseline_takes(v, ${literal(type)}) order by o limit ${most})${none})`
    })
    const places = free.map((_, place) => place)
    const given = places.map((place) => `c${place}."~v" as v${place}`)
    const rank = places.map((place) => `c${place}."~o"`).join(' + ') || '(select 0)'
    const from = places.map((place) => `c${place}`)
    const values = free.map(({ name, type }, place) => `c${place}."~v"::${type} as ${ident(name)}`)
    const laterals = computed.map(
      ({ name, generated }, place) =>
        `cross join lateral (select (${generated?.expression}) as ${ident(name)}) g${place}`,
    )
    const isTrue = and(holds.map((each) => `(${each}) is true`))
    const missed = likes.map((each) => `case when (${each}) is true then 0 else 1 end`)
    const ordered = missed.length === 0 ? rank : `(${missed.join(' + ')}), ${rank}`
    const head = `${lists.length > 0 ? `with ${lists.join(', ')}` : ''} select ${given.join(', ') || '1 as found'} from`
    const row = `(select ${values.join(', ')}) ${ident(table.name)}`
    const plain = `${head} ${[...from, `lateral ${row}`].join(' cross join ')} ${laterals.join(' ')}
      where ${isTrue} order by ${ordered} limit 1`
    const found = await this.#ask(plain)
    if (found !== 'failed') return found && valuesOf(free, found)
    // Some of them make the expression itself fail: each is asked on its own.
    const asked = free.map(
      ({ name, type }) =>
        `%L::${type.replaceAll('%', '%%')} as ${ident(name).replaceAll('%', '%%')}`,
    )
    const question =
      `select (${isTrue})::text from (select ${'\u0000'}) ${ident(table.name)} ${laterals.join(' ')}`
        .replaceAll('%', '%%')
        .replace('\u0000', () => asked.join(', '))
    const each = places.map((place) => `, c${place}."~v"`).join('')
    const guarded = `${head} ${from.join(' cross join ') || '(select) none'}
      where pg_temp.rebaseline_says(format(${literal(question)}${each})) = 'true' order by ${rank} limit 1`
    const again = await this.#ask(guarded)
    return again === 'failed' || again === undefined ? undefined : valuesOf(free, again)
  }

  /** A value that a constraint of a domain refuses, and no other one before it. */
  async refusedByDomain(
    typeId: string,
    type: string,
    name: string,
    definition: string,
  ): Promise<string | undefined> {
    const base = this.#subjects.types.get(typeId)?.of ?? typeId
    const values = arrayOf(candidatesOf(base, this.#subjects.types, [definition]))
    const [row] = await this.#query(
      `select v from unnest(${values}) with ordinality u(v, o)
        where pg_temp.rebaseline_refusal('select ' || quote_literal(v) || ${literal(`::${type}`)}) = ${literal(name)}
        order by o limit 1`,
    )
    return row ? String(row['v']) : undefined
  }

  async #ask(sql: string): Promise<Readonly<Record<string, unknown>> | undefined | 'failed'> {
    try {
      return (await this.#query(sql))[0]
    } catch (error) {
      if (isRefused(error) || isTimeout(error)) return 'failed'
      throw error
    }
  }
}

/** It took longer than a question is worth. */
export const isTimeout = (error: unknown): error is QueryFailed =>
  error instanceof QueryFailed && error.sqlState === '57014'

export const columnOf = (table: TriedTable, number: number): TriedColumn | undefined =>
  table.columns.find((column) => column.number === number)

const valuesOf = (
  columns: readonly TriedColumn[],
  row: Readonly<Record<string, unknown>>,
): Values =>
  new Map(
    columns.map(({ number }, place) => [
      number,
      (row[`v${place}`] as Candidate | undefined) ?? null,
    ]),
  )

const and = (conditions: readonly string[]): string => conditions.join(' and ') || 'true'
const arrayOf = (texts: readonly string[]): string =>
  `array[${texts.map(literal).join(', ')}]::text[]`
