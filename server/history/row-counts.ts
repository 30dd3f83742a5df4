import { literal, qualified, userSchema } from '../kinds/sql.ts'
import type { RowEffect, RowEffects } from '../../shared/history.ts'
import { weigh } from './row-balance.ts'

type Row = Readonly<Record<string, unknown>>
/** Sends statements as one text, outside of any transaction; gives the rows of the last. */
export type Ask = (sql: string) => Promise<readonly Row[]>

/** Whose rows are counted, and by which connections. */
export interface Counting {
  /** The migrator's own tables, which are left out. */
  readonly ledger: { readonly schema: string; readonly tables: readonly string[] }
  /** Application name of connections that only look. */
  readonly onlookers: string
}

/** All that Postgres counted of one table since it was made. */
interface Totals {
  readonly name: readonly string[]
  readonly file: string
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
}

interface Look {
  readonly major: number
  readonly isCounting: boolean
  /** When Postgres began to count. */
  readonly since: string
  /** The first transaction that was not over. */
  readonly next: string
  readonly wasRolledBack: boolean
  /** Connections that are none of ours: what they wrote may not be counted yet. */
  readonly strangers: readonly number[]
  readonly tables: ReadonlyMap<string, Totals>
}

const WAITS_MILLISECONDS = [20, 50, 100, 200]
/** Postgres counts for others to see at once only from here on. */
export const COUNTS_FROM = 15

/** Makes Postgres add what a connection counted to what all see, as soon as that has no more to do. */
export const SHOW_COUNTS = 'select pg_catalog.pg_stat_force_next_flush()'

const AS_OURS = `set local search_path = ''; set local statement_timeout = 0; set local lock_timeout = '2s';`

/**
 * Tells by what Postgres counts for its statistics which rows were touched between two looks. That is exact, triggers, foreign
 * keys and deferred triggers included, except where something was rolled back, which is counted as well: there the rows are
 * asked themselves.
 */
export class RowCounts {
  readonly #counting: Counting
  #before: Look | undefined
  /** How many rows each table holds, by its OID; null: not known. Of others it is known that they were born empty. */
  #held = new Map<string, number | null>()

  constructor(counting: Counting) {
    this.#counting = counting
  }

  /** Nothing is known of what was touched since the last look, nor of what tables hold. */
  async begin(ask: Ask, pids: readonly number[]): Promise<void> {
    this.#before = undefined
    const look = await this.#look(ask, pids)
    const filled = await ask(`${AS_OURS}
      select c.oid::text as oid from pg_catalog.pg_class c
      where c.relkind = 'r' and c.oid >= 16384 and pg_catalog.pg_relation_size(c.oid) > 0`)
    this.#held = new Map(filled.map(({ oid }) => [String(oid), null]))
    this.#before = look
  }

  /** What is touched until the next look can't be told. */
  forget(): void {
    this.#before = undefined
  }

  /** What was touched since the last look. */
  async since(ask: Ask, pids: readonly number[]): Promise<RowEffects> {
    const before = this.#before
    this.#before = undefined
    if (!before) {
      await this.begin(ask, pids)
      return { tables: [], notKnown: 'the database could not be asked before it' }
    }
    const now = await this.#look(ask, pids, before)
    const tables = await this.#effects(ask, before, now)
    this.#before = now
    return { tables, notKnown: whyNotKnown(before, now) }
  }

  async #effects(ask: Ask, before: Look, now: Look): Promise<RowEffect[]> {
    const touched = [...now.tables].flatMap(([oid, totals]) => {
      // A table is born with its OID as the name of its file.
      const was = before.tables.get(oid) ?? { file: oid, inserted: 0, updated: 0, deleted: 0 }
      const difference = {
        inserted: totals.inserted - was.inserted,
        updated: totals.updated - was.updated,
        deleted: totals.deleted - was.deleted,
        isStoredAnew: totals.file !== was.file,
      }
      const { inserted, updated, deleted, isStoredAnew } = difference
      const isTouched = inserted !== 0 || updated !== 0 || deleted !== 0
      return isTouched || isStoredAnew ? [{ oid, totals, difference, isTouched }] : []
    })
    const asked = touched.filter(
      ({ difference, isTouched }) => difference.isStoredAnew || (isTouched && now.wasRolledBack),
    )
    const seen = await rowsSeen(
      ask,
      asked.map(({ oid, totals }) => ({ oid, name: totals.name })),
      before.next,
    )
    for (const oid of this.#held.keys()) if (!now.tables.has(oid)) this.#held.delete(oid)
    return touched.flatMap(({ oid, totals, difference }): RowEffect[] => {
      const { holds, ...counts } = weigh({
        ...difference,
        wasRolledBack: now.wasRolledBack,
        held: this.#held.has(oid) ? (this.#held.get(oid) ?? null) : 0,
        seen: seen.get(oid) ?? null,
      })
      this.#held.set(oid, holds)
      const table = { type: 'table', names: [...totals.name], args: [] }
      return Object.values(counts).some((value) => value !== 0 && value !== false)
        ? [{ table, ...counts }]
        : []
    })
  }

  /** Waits a moment for connections that are about to end: until they have, not all is counted. */
  async #look(ask: Ask, pids: readonly number[], before?: Look): Promise<Look> {
    for (const wait of [...WAITS_MILLISECONDS, 0]) {
      const look = await this.#lookOnce(ask, pids, before)
      const isNew = look.strangers.some((pid) => !before?.strangers.includes(pid))
      if (!isNew || wait === 0) return look
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
    throw new Error('a look gave nothing')
  }

  async #lookOnce(ask: Ask, pids: readonly number[], before?: Look): Promise<Look> {
    const { ledger, onlookers } = this.#counting
    const known = [...this.#held.keys()]
    const rows = await ask(`${AS_OURS}
      with facts as (
        select pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) as next, d.oid
        from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
      )
      select null as oid, null as name, null as file,
        pg_catalog.current_setting('track_counts') as counting,
        coalesce(pg_catalog.pg_stat_get_db_stat_reset_time(f.oid)::text, '') as since,
        f.next::text as next, pg_catalog.current_setting('server_version_num') as version,
        (${rolledBack(before?.next)})::text as "rolledBack",
        (select coalesce(pg_catalog.json_agg(a.pid), '[]')::text from pg_catalog.pg_stat_get_activity(null) a
          where a.datid = f.oid and a.backend_type = 'client backend' and a.application_name <> ${literal(onlookers)}
            and a.pid <> all (${literal(`{${pids.join()}}`)}::int[])) as strangers,
        null as inserted, null as updated, null as deleted
      from facts f
      union all
      select c.oid::text, pg_catalog.json_build_array(n.nspname, c.relname)::text, c.relfilenode::text,
        null, null, null, null, null, null,
        pg_catalog.pg_stat_get_tuples_inserted(c.oid)::text, pg_catalog.pg_stat_get_tuples_updated(c.oid)::text,
        pg_catalog.pg_stat_get_tuples_deleted(c.oid)::text
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.oid >= 16384 and ${userSchema('n')}
        and not (n.nspname = ${literal(ledger.schema)} and c.relname::text in (${ledger.tables.map(literal).join()}))
        and (pg_catalog.pg_stat_get_tuples_inserted(c.oid) > 0 or pg_catalog.pg_stat_get_tuples_updated(c.oid) > 0
          or pg_catalog.pg_stat_get_tuples_deleted(c.oid) > 0 or c.oid = any (${literal(`{${known.join()}}`)}::oid[]))`)
    const [facts = {}, ...tables] = rows
    return {
      major: Math.floor(Number(facts['version']) / 10_000),
      isCounting: facts['counting'] === 'on',
      since: String(facts['since']),
      next: String(facts['next']),
      wasRolledBack: facts['rolledBack'] !== 'false',
      strangers: JSON.parse(String(facts['strangers'])) as number[],
      tables: new Map(tables.map((row) => [String(row['oid']), totalsOf(row)])),
    }
  }
}

const totalsOf = (row: Row): Totals => ({
  name: JSON.parse(String(row['name'])) as string[],
  file: String(row['file']),
  inserted: Number(row['inserted']),
  updated: Number(row['updated']),
  deleted: Number(row['deleted']),
})

const MOST_TRANSACTIONS = 100_000

/** Whether a transaction that ended since then, or a part of one, was rolled back after it had begun to write. */
const rolledBack = (since: string | undefined): string =>
  since === undefined
    ? 'false'
    : `f.next - ${since} > ${MOST_TRANSACTIONS} or exists (
        select from pg_catalog.generate_series(${since}::bigint, f.next - 1) x
        where pg_catalog.txid_status(x) is distinct from 'committed' and pg_catalog.txid_status(x) is distinct from 'in progress')`

/** Counts what these tables hold, and what of it was written since then; a table that can't be asked is not in it. */
async function rowsSeen(
  ask: Ask,
  tables: readonly { readonly oid: string; readonly name: readonly string[] }[],
  since: string,
): Promise<ReadonlyMap<string, { readonly rows: number; readonly written: number }>> {
  if (tables.length === 0) return new Map()
  const first = literal(String(BigInt(since) % 4_294_967_296n))
  const counts = tables.map(
    ({ oid, name }) =>
      `select ${literal(oid)} as oid, count(*)::text as rows,
        count(*) filter (where pg_catalog.age(xmin) <= pg_catalog.age(${first}::xid))::text as written from only ${qualified(name)}`,
  )
  const rows = await ask(
    `${AS_OURS} set local session authorization default; set local role none; set local row_security = off; ${counts.join(' union all ')}`,
  ).catch((): readonly Row[] => [])
  return new Map(
    rows.map((row) => [
      String(row['oid']),
      { rows: Number(row['rows']), written: Number(row['written']) },
    ]),
  )
}

function whyNotKnown(before: Look, now: Look): string | null {
  if (now.major < COUNTS_FROM) return `PostgreSQL ${now.major} shows too late what it counted`
  if (!before.isCounting || !now.isCounting) return 'track_counts is off'
  if (before.since !== now.since) return 'the statistics were reset'
  if (before.strangers.length + now.strangers.length > 0)
    return 'it holds a connection of its own open, and what that wrote may not be counted yet'
  return null
}
