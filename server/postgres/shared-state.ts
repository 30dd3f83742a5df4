import { createHash } from 'node:crypto'
import type { Server } from './engine.ts'
import { readOnly, type Query } from './session.ts'

/** Something that belongs to a whole server, in one of its versions. */
export interface SharedRow {
  readonly what: string
  readonly id: string
  /** Another one whenever it was changed. */
  readonly version: string
  readonly name: string
}

/** Who may not look at the passwords of roles sees everything else of them. */
const roles = (access: 'all' | 'public'): string =>
  access === 'all'
    ? "select 'role' as what, oid::text as id, xmin::text as version, rolname::text as name from pg_catalog.pg_authid"
    : "select 'role' as what, oid::text as id, pg_catalog.md5(r::text) as version, rolname::text as name from pg_catalog.pg_roles r"

const nameOf = (role: string): string =>
  `(select r.rolname::text from pg_catalog.pg_roles r where r.oid operator(pg_catalog.=) ${role})`

/** What belongs to a whole server and not to one of its databases; the row versions show every change. */
const shared = (major: number, access: 'all' | 'public'): string => `
  ${roles(access)}
  union all select 'membership of', roleid::text || ' ' || member::text || ' ' || grantor::text, xmin::text,
                   ${nameOf('member')} || ' in ' || ${nameOf('roleid')} from pg_catalog.pg_auth_members
  union all select 'setting of', setrole::text, xmin::text, coalesce(${nameOf('setrole')}, 'everybody')
              from pg_catalog.pg_db_role_setting where setdatabase operator(pg_catalog.=) 0
  union all select 'tablespace', oid::text, xmin::text, spcname::text from pg_catalog.pg_tablespace
  union all select 'comment on', classoid::text || ' ' || objoid::text, xmin::text,
                   pg_catalog.pg_describe_object(classoid, objoid, 0)
              from pg_catalog.pg_shdescription where classoid operator(pg_catalog.<>) 1262
  union all select 'security label on', classoid::text || ' ' || objoid::text || ' ' || provider, xmin::text,
                   pg_catalog.pg_describe_object(classoid, objoid, 0)
              from pg_catalog.pg_shseclabel where classoid operator(pg_catalog.<>) 1262
  ${major < 15 ? '' : "union all select 'privileges on parameter', oid::text, xmin::text, parname from pg_catalog.pg_parameter_acl"}`

const SETTINGS_FILE =
  "union all select 'file', '', pg_catalog.md5(pg_catalog.pg_read_file('postgresql.auto.conf')), ''"

/** A text that stays the same as long as nobody changes roles, or anything else of the whole server; for servers of our own. */
export const sharedState = ({ url, runId, major }: Server): Promise<string> =>
  readOnly(url, { runId, connections: 1 }, async (query) =>
    createHash('sha256')
      .update(JSON.stringify(await query(`${shared(major, 'all')} ${SETTINGS_FILE} order by 1, 2`)))
      .digest('hex'),
  )

/** Sees what belongs to a whole server change; for a server of somebody else, where nothing of ours may stay. */
export interface SharedWatch {
  /** Gives a `SharedRow` for everything that can be seen; to be sent by whoever is watched. */
  readonly sql: string
  /** What a transaction changed that is still open, by what it sees itself. What others do meanwhile is never in it. */
  changedIn(seen: readonly SharedRow[]): Promise<readonly string[]>
  /** What is there now and was not before, whoever made it. */
  appeared(): Promise<readonly string[]>
}

/** Begins to watch a server; one of our own needs none, since it goes as a whole. */
export async function watchShared(server: Server): Promise<SharedWatch | undefined> {
  if (server.kind !== 'foreign') return undefined
  const read = <T>(work: (query: Query) => Promise<T>): Promise<T> =>
    readOnly(server.url, { runId: server.runId, connections: 1 }, work)
  const sql = shared(server.major, await read(accessOf))
  const rows = (): Promise<SharedRow[]> =>
    read(async (query) => (await query(sql)) as unknown as SharedRow[])
  const before = await rows()
  return {
    sql,
    changedIn: async (seen) => (isAlike(before, seen) ? [] : changes(before, seen, await rows())),
    appeared: async () => {
      const known = new Set(before.map(identity))
      return (await rows()).filter((row) => !known.has(identity(row))).map(inWords)
    },
  }
}

const accessOf = async (query: Query): Promise<'all' | 'public'> => {
  const [row] = await query(
    "select pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'select') as so",
  )
  return row?.['so'] === true ? 'all' : 'public'
}

/**
 * Only an open transaction sees what it made, and only it no longer sees what it took away: made is what neither of two
 * looks from outside shows, one before and one after; taken away is what both show.
 */
function changes(
  before: readonly SharedRow[],
  inside: readonly SharedRow[],
  after: readonly SharedRow[],
): string[] {
  const [first, seen, last] = [before, inside, after].map((rows) => new Set(rows.map(state)))
  const made = inside.filter((row) => !first?.has(state(row)) && !last?.has(state(row)))
  const gone = before.filter((row) => !seen?.has(state(row)) && last?.has(state(row)))
  return [...new Set([...made, ...gone].map(inWords))]
}

const isAlike = (some: readonly SharedRow[], others: readonly SharedRow[]): boolean => {
  const known = new Set(some.map(state))
  return known.size === others.length && others.every((row) => known.has(state(row)))
}

const identity = ({ what, id }: SharedRow): string => `${what} ${id}`
const state = (row: SharedRow): string => `${identity(row)} ${row.version}`
const inWords = ({ what, name }: SharedRow): string => `${what} ${name}`
