import { ident, literal } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'

/** What a database holds besides what every new one holds. */
export interface Contents {
  readonly database: string
  readonly isTemplate: boolean
  readonly size: string
  readonly schemas: readonly {
    readonly name: string
    readonly relations: number
  }[]
  readonly extensions: readonly string[]
  /** Other things, as people read them: `publication p`. */
  readonly others: readonly string[]
  readonly subscriptions: readonly string[]
  /** Other people's connections: who, from where, by which program. */
  readonly sessions: readonly string[]
  /** The comment on the database says that it is disposable. */
  readonly isDeclared: boolean
}

/** What the comment on a database says to declare that it may be emptied at any time. */
export const DISPOSABLE = 'rebaseline: disposable'

const USER_SCHEMA = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

/** What exists beside schemas and extensions, and how each is dropped. `{}` stands for its quoted name. */
const OTHERS = [
  ['event trigger', 'pg_event_trigger', 'evtname', 'drop event trigger {}'],
  ['publication', 'pg_publication', 'pubname', 'drop publication {}'],
  [
    'foreign-data wrapper',
    'pg_foreign_data_wrapper',
    'fdwname',
    'drop foreign data wrapper {} cascade',
  ],
  ['language', 'pg_language', 'lanname', 'drop language {} cascade'],
  ['access method', 'pg_am', 'amname', 'drop access method {} cascade'],
] as const

/** The first OID that is not one of Postgres's own. */
const FIRST_OWN = 16_384

/** `own` is the name of our own connections. */
export async function contentsOf(query: Query, own: string): Promise<Contents> {
  const [about] = await query(
    `select d.datname, d.datistemplate, pg_catalog.shobj_description(d.oid, 'pg_database') as comment,
            pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.oid)) as size
       from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  )
  const schemas = await query(
    `select n.nspname as name,
            pg_catalog.count(c.oid) filter (where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S'))::pg_catalog.int4 as relations
       from pg_catalog.pg_namespace n left join pg_catalog.pg_class c on c.relnamespace = n.oid
      where ${USER_SCHEMA} group by n.nspname order by n.nspname`,
  )
  const extensions = await query(
    `select extname as name from pg_catalog.pg_extension where extname <> 'plpgsql' order by extname`,
  )
  const others = await query(othersSql())
  const subscriptions = await query(
    `select s.subname as name from pg_catalog.pg_subscription s
       join pg_catalog.pg_database d on d.oid = s.subdbid
      where d.datname = pg_catalog.current_database() order by s.subname`,
  )
  const sessions = await query(
    `select coalesce(nullif(a.application_name, ''), 'unnamed') || ', ' || a.usename
            || coalesce(' from ' || pg_catalog.host(a.client_addr), '') || ', ' || coalesce(a.state, '') as name
       from pg_catalog.pg_stat_activity a
      where ${otherSessions(own)} order by 1`,
  )
  const names = (rows: readonly Record<string, unknown>[]): string[] =>
    rows.map(({ name }) => String(name))
  return {
    database: String(about?.['datname']),
    isTemplate: about?.['datistemplate'] === true,
    size: String(about?.['size']),
    schemas: schemas.map(({ name, relations }) => ({
      name: String(name),
      relations: Number(relations),
    })),
    extensions: names(extensions),
    others: names(others),
    subscriptions: names(subscriptions),
    sessions: names(sessions),
    isDeclared: String(about?.['comment'] ?? '').includes(DISPOSABLE),
  }
}

/** A connection of ours that was just closed may live a moment longer on the server. */
const otherSessions = (own: string): string =>
  `a.datname = pg_catalog.current_database() and a.backend_type = 'client backend'
        and a.pid <> pg_catalog.pg_backend_pid() and a.application_name <> ${literal(own)}`

/** Ends other people's connections to this database. */
export const endSessions = (own: string): string =>
  `select pg_catalog.pg_terminate_backend(a.pid, 5000) from pg_catalog.pg_stat_activity a where ${otherSessions(own)}`

const othersSql = (): string =>
  [
    ...OTHERS.map(
      ([word, catalog, column]) =>
        `select '${word} ' || ${column} as name, 1 as rank from pg_catalog.${catalog} where oid >= ${FIRST_OWN} and ${notOfExtension(catalog)}`,
    ),
    `select 'cast ' || pg_catalog.format_type(castsource, null) || ' as ' || pg_catalog.format_type(casttarget, null), 2
       from pg_catalog.pg_cast where oid >= ${FIRST_OWN} and ${notOfExtension('pg_cast')}`,
    `select pg_catalog.count(*) || ' large objects', 3 from pg_catalog.pg_largeobject_metadata having pg_catalog.count(*) > 0`,
    `select 'default privileges of ' || pg_catalog.pg_get_userbyid(defaclrole), 4
       from pg_catalog.pg_default_acl where defaclnamespace = 0 group by defaclrole`,
  ].join(' union all ') + ' order by rank, name'

const notOfExtension = (catalog: string): string =>
  `not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
     and e.objid = ${catalog}.oid and e.deptype = 'e')`

/** The statements that empty a database, for one transaction: what fires on drops first, `public` made anew last. */
export async function dropStatements(query: Query): Promise<readonly string[]> {
  const statements: string[] = []
  for (const [word, catalog, column, drop] of OTHERS) {
    if (word === 'language' || word === 'access method') continue
    const rows = await query(
      `select ${column} as name from pg_catalog.${catalog} where oid >= ${FIRST_OWN} and ${notOfExtension(catalog)}`,
    )
    for (const { name } of rows) statements.push(drop.replace('{}', () => ident(String(name))))
  }
  const extensions = await query(
    `select extname as name from pg_catalog.pg_extension where extname <> 'plpgsql' order by extname`,
  )
  for (const { name } of extensions) {
    statements.push(`drop extension if exists ${ident(String(name))} cascade`)
  }
  const schemas = await query(
    `select nspname as name from pg_catalog.pg_namespace n where ${USER_SCHEMA} order by nspname`,
  )
  for (const { name } of schemas) {
    statements.push(`drop schema if exists ${ident(String(name))} cascade`)
  }
  return [...statements, LEFTOVERS, ...(await publicStatements(query))]
}

/** What may be left once all schemas are gone; each is asked for then, since much of it went with them. */
const LEFTOVERS = `do $drop$ declare each record; begin
  for each in select castsource, casttarget from pg_catalog.pg_cast where oid >= ${FIRST_OWN} loop
    execute pg_catalog.format('drop cast if exists (%s as %s)', pg_catalog.format_type(each.castsource, null), pg_catalog.format_type(each.casttarget, null));
  end loop;
  for each in select lanname from pg_catalog.pg_language where oid >= ${FIRST_OWN} and ${notOfExtension('pg_language')} loop
    execute pg_catalog.format('drop language if exists %I cascade', each.lanname);
  end loop;
  for each in select amname from pg_catalog.pg_am where oid >= ${FIRST_OWN} loop
    execute pg_catalog.format('drop access method if exists %I cascade', each.amname);
  end loop;
  perform pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata;
  for each in
    select d.defaclrole::pg_catalog.regrole as role, g.grantee,
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
             when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as what
      from pg_catalog.pg_default_acl d left join lateral pg_catalog.aclexplode(d.defaclacl) g on true
     where d.defaclnamespace = 0
  loop
    if each.grantee is not null then
      execute pg_catalog.format('alter default privileges for role %s revoke all on %s from %s', each.role, each.what,
        case each.grantee when 0 then 'public' else each.grantee::pg_catalog.regrole::pg_catalog.text end);
    end if;
  end loop;
  for each in
    select d.defaclrole::pg_catalog.regrole as role, d.defaclobjtype as kind,
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
             when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as what
      from pg_catalog.pg_default_acl d where d.defaclnamespace = 0
  loop
    execute pg_catalog.format('alter default privileges for role %s grant all on %s to %s', each.role, each.what, each.role);
    if each.kind = 'f' then execute pg_catalog.format('alter default privileges for role %s grant execute on functions to public', each.role); end if;
    if each.kind = 'T' then execute pg_catalog.format('alter default privileges for role %s grant usage on types to public', each.role); end if;
  end loop;
end $drop$`

/** `public` as a new database has it, as far as this role may make it so. */
async function publicStatements(query: Query): Promise<readonly string[]> {
  const [row] = await query(
    `select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 as number,
            (select r.rolname from pg_catalog.pg_roles r
              where r.oid = case when pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 150000
                                 then 'pg_database_owner'::pg_catalog.regrole::pg_catalog.oid else 10 end
                and pg_catalog.pg_has_role(r.oid, 'MEMBER')) as owner`,
  )
  const owner = row?.['owner']
  const right = Number(row?.['number']) >= 150_000 ? 'usage' : 'all'
  return [
    `create schema public${typeof owner === 'string' ? ` authorization ${ident(owner)}` : ''}`,
    `grant ${right} on schema public to public`,
    `comment on schema public is ${literal('standard public schema')}`,
  ]
}
