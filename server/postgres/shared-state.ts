import { createHash } from 'node:crypto'
import type { Server } from './engine.ts'
import { maintain } from './maintenance.ts'
import { SCRATCH_NAME } from './marker.ts'
import { inPlainNames, readOnly, type Query } from './session.ts'

/** Something that belongs to a whole server, or to another database of it, in one of its versions. */
export interface SharedRow {
  readonly what: string
  readonly id: string
  /** Another one whenever it was changed. */
  readonly version: string
  readonly name: string
  /** Empty unless it belongs to one. */
  readonly database: string
}

/** Who may not look at the passwords of roles sees everything else of them. */
const roles = (access: 'all' | 'public'): string =>
  access === 'all'
    ? "select 'role' as what, oid::text as id, xmin::text as version, pg_catalog.quote_ident(rolname) as name, '' as database from pg_catalog.pg_authid"
    : "select 'role' as what, oid::text as id, pg_catalog.md5(r::text) as version, pg_catalog.quote_ident(rolname) as name, '' as database from pg_catalog.pg_roles r"

const nameOf = (role: string): string =>
  `(select pg_catalog.quote_ident(r.rolname) from pg_catalog.pg_roles r where r.oid operator(pg_catalog.=) ${role})`

/** A scratch database is its builder's own: what happens to it goes with it. */
const DATABASES = `(select oid, xmin, datname from pg_catalog.pg_database
                     where datname::text operator(pg_catalog.!~) '${SCRATCH_NAME.source}')`

/** A subscription belongs to one database, though its catalog is of the whole server. */
const DATABASE_OF = `case when classoid operator(pg_catalog.=) 1262 then objoid when classoid operator(pg_catalog.=) 6100
  then (select u.subdbid from pg_catalog.pg_subscription u where u.oid operator(pg_catalog.=) objoid) end`

/** Comments and labels: of a database, where `d` has it, or of the server. */
const described = (table: string, what: string, provider: string): string => `
  union all select '${what}', classoid::text || ' ' || objoid::text${provider}, s.xmin::text,
                   i.type || ' ' || i.identity, coalesce(d.oid::text, '')
              from pg_catalog.${table} s cross join pg_catalog.pg_identify_object(classoid, objoid, 0) i
              left join ${DATABASES} d on d.oid operator(pg_catalog.=) ${DATABASE_OF}
             where (classoid operator(pg_catalog.<>) 1262 and classoid operator(pg_catalog.<>) 6100) or d.oid is not null`

/** What belongs to a whole server and not to the database it is seen from; the row versions show every change. */
const shared = (major: number, access: 'all' | 'public'): string => `
  ${roles(access)}
  union all select 'membership of', roleid::text || ' ' || member::text || ' ' || grantor::text, xmin::text,
                   ${nameOf('member')} || ' in ' || ${nameOf('roleid')}, '' from pg_catalog.pg_auth_members
  union all select 'setting of', setrole::text || ' ' || setdatabase::text, s.xmin::text,
                   coalesce(${nameOf('setrole')}, 'everybody') || coalesce(' in ' || pg_catalog.quote_ident(d.datname), ''), coalesce(d.oid::text, '')
              from pg_catalog.pg_db_role_setting s
              left join ${DATABASES} d on setdatabase operator(pg_catalog.=) d.oid
             where setdatabase operator(pg_catalog.=) 0 or d.oid is not null
  union all select 'database', d.oid::text, d.xmin::text, pg_catalog.quote_ident(datname), d.oid::text from ${DATABASES} d
  union all select 'tablespace', oid::text, xmin::text, pg_catalog.quote_ident(spcname), '' from pg_catalog.pg_tablespace
  ${described('pg_shdescription', 'comment on', '')}
  ${described('pg_shseclabel', 'security label on', " || ' ' || provider")}
  ${major < 15 ? '' : "union all select 'privileges on parameter', oid::text, xmin::text, parname, '' from pg_catalog.pg_parameter_acl"}`

const SETTINGS_FILE =
  "union all select 'setting of', 'file', pg_catalog.md5(pg_catalog.pg_read_file('postgresql.auto.conf')), 'the whole server', ''"

/** A text that stays the same as long as nobody changes roles, or anything else of the whole server; for servers of our own. */
export const sharedState = (server: Server): Promise<string> =>
  maintain(server, server.runId, async (query) => {
    const sql = `${shared(server.major, 'all')} ${SETTINGS_FILE} order by 1, 2`
    const rows = await query(inPlainNames(sql))
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  })

/**
 * Looks at a server of our own; what comes of it says what is otherwise by then. A role that appeared is not among it,
 * since roles are told by themselves. On a server of somebody else nothing is changed.
 */
export async function lookAtOwn(server: Server): Promise<() => Promise<readonly string[]>> {
  if (server.kind === 'foreign') return () => Promise.resolve([])
  const rows = (): Promise<SharedRow[]> =>
    maintain(server, server.runId, async (query) => {
      const sql = `${shared(server.major, 'all')} ${SETTINGS_FILE} order by 1, 2`
      return (await query(inPlainNames(sql))) as unknown as SharedRow[]
    })
  const before = await rows()
  const known = new Set(before.map(identity))
  const was = new Set(before.map(state))
  return async () => {
    const after = await rows()
    const there = new Set(after.map(identity))
    return inWords([
      ...after.filter(
        (row) => !was.has(state(row)) && (row.what !== 'role' || known.has(identity(row))),
      ),
      ...before.filter((row) => !there.has(identity(row))),
    ])
  }
}

/** Sees what belongs to a whole server change; for a server of somebody else, where nothing of ours may stay. */
export interface ServerWatch {
  /** Gives a `SharedRow` for everything that can be seen; to be sent by whoever is watched. */
  readonly sql: string
  /** What a transaction changed that is still open, by what it sees itself. What others do meanwhile is never in it. */
  changedIn(seen: readonly SharedRow[]): Promise<readonly string[]>
  /** What is another than before, whoever changed it; databases come and go. */
  changedMeanwhile(): Promise<readonly string[]>
}

/** Begins to watch a server; one of our own needs none, since it goes as a whole. */
export async function watchServer(server: Server): Promise<ServerWatch | undefined> {
  if (server.kind !== 'foreign') return undefined
  const read = <T>(work: (query: Query) => Promise<T>): Promise<T> =>
    readOnly(server.url, { runId: server.runId, connections: 1 }, async (query) => {
      await query('set local role none')
      return work(query)
    })
  const sql = shared(server.major, await read(accessOf))
  const rows = (): Promise<SharedRow[]> =>
    read(async (query) => (await query(sql)) as unknown as SharedRow[])
  const before = await rows()
  return {
    sql,
    changedIn: async (seen) => (isAlike(before, seen) ? [] : changes(before, seen, await rows())),
    changedMeanwhile: async () => meanwhile(before, await rows()),
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
  // No transaction makes a database: one that is gone again was somebody else's.
  const isThere = inAny(after)
  return inWords([...made, ...gone].filter(isThere))
}

function meanwhile(before: readonly SharedRow[], after: readonly SharedRow[]): string[] {
  const [was, is] = [before, after].map((rows) => new Set(rows.map(state)))
  const others = [
    ...after.filter((row) => !was?.has(state(row))),
    ...before.filter((row) => !is?.has(state(row))),
  ]
  return inWords(others.filter(inAny(before)).filter(inAny(after)))
}

/** Whether what it belongs to is there: the server, or one of these databases. */
function inAny(rows: readonly SharedRow[]): (row: SharedRow) => boolean {
  const databases = new Set(rows.map(({ database }) => database))
  return ({ database }) => database === '' || databases.has(database)
}

const isAlike = (some: readonly SharedRow[], others: readonly SharedRow[]): boolean => {
  const known = new Set(some.map(state))
  return known.size === others.length && others.every((row) => known.has(state(row)))
}

const identity = ({ what, id }: SharedRow): string => `${what} ${id}`
const state = (row: SharedRow): string => `${identity(row)} ${row.version}`
const inWords = (rows: readonly SharedRow[]): string[] => [
  ...new Set(rows.map(({ what, name }) => `${what} ${name}`)),
]
