import { migratingRole, withAddress } from '../catalog/fragments.ts'
import { asciiLiteral, ident, literal } from '../kinds/sql.ts'
import { arrayOf, listed, refuse, tagFor } from './do-block.ts'
import type { ExpectedObject, StampPlan } from '../../shared/stamp.ts'
import { HASH_DIGITS } from './expected-schema.ts'
import { GUARDED, type Guarded } from './guarded.ts'

const text = (sql: string): string => `${sql}::pg_catalog.text`

/** A list of roles as a model has it: relative to the migrating role. */
const rolesText = (column: string): string =>
  text(`array(select case u.role when m.role then '' else u.role end collate pg_catalog."C"
        from pg_catalog.unnest(${column}) u (role) order by 1)`)

const notMember = (classid: string, objid: string): string =>
  `not exists (select from pg_catalog.pg_depend e where e.deptype = 'e' and e.classid = ${classid} and e.objid = ${objid})`

/** Each object of a kind that is neither an extension's nor the ledger's, as one text that `expectedOf` writes alike. */
function objectsOf({ kind, module, attributes }: Guarded, major: number): string {
  const said = attributes.map((name) => {
    const column = `k.${ident(name)}`
    return module.attributes[name] === 'roles' ? rolesText(column) : text(column)
  })
  const all = [
    literal(kind),
    'k.address_type',
    text('k.address_names'),
    text(`coalesce(k.address_args, '{}')`),
    ...said,
  ]
  return `
  select k.address_type || ' ' || pg_catalog.array_to_string(k.address_names, '.')
      || case when pg_catalog.cardinality(k.address_args) > 0 then '(' || pg_catalog.array_to_string(k.address_args, ', ') || ')' else '' end as address,
    ${text(`pg_catalog.jsonb_build_array(${all.join(', ')})`)} as said,
    k.classid, k.objid, k.objsubid, k.parent_classid, k.parent_objid, k.parent_objsubid
  from migrating m cross join (${withAddress(module.read(major))}) k
  where ${notMember('k.classid', 'k.objid')} and ${notMember('k.parent_classid', 'k.parent_objid')}
    and not (k.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and k.objid = any ($3))
    and not (k.parent_objid is not null and k.parent_classid = 'pg_catalog.pg_class'::pg_catalog.regclass and k.parent_objid = any ($3))`
}

/**
 * What is in the database and not expected ($1, lines of hashes and address), in the schemas of the project ($2), but for
 * the ledger's own tables ($3): what differs, and what is ignored, each a list of texts or null.
 */
export const schemaQuery = (major: number): string => `
with migrating as materialized (select ${migratingRole('n.nspname = any ($2)')} as role),
objects as materialized (${GUARDED.map((each) => objectsOf(each, major)).join('\n  union all')}
),
live as materialized (
  select o.*, pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(o.said, 'UTF8')), 'hex'), ${HASH_DIGITS}) as hash from objects o
),
expected as materialized (
  select e.address, pg_catalog.count(*) as number, pg_catalog.string_agg(e.hashes, '|') as hashes
  from (select pg_catalog.split_part(l.line, ' ', 1) as hashes, pg_catalog.substr(l.line, pg_catalog.strpos(l.line, ' ') + 1) as address
    from pg_catalog.unnest($1) l (line)) e
  group by e.address
),
added as materialized (
  select l.*, coalesce(own.schema, above.schema, case l.address when 'schema ' || own.name then own.name end) as in_schema
  from live l
  left join lateral pg_catalog.pg_identify_object(l.classid, l.objid, l.objsubid) own on true
  left join lateral pg_catalog.pg_identify_object(l.parent_classid, l.parent_objid, l.parent_objsubid) above on l.parent_objid is not null
  where not exists (select from expected e where e.address = l.address)
),
top as (
  select a.* from added a where not exists (select from added p where p.classid = a.parent_classid and p.objid = a.parent_objid and p.objsubid = a.parent_objsubid)
),
found (rank, what) as (
  select 1, 'missing: ' || e.address from expected e left join live l on l.address = e.address
   group by e.address, e.number having pg_catalog.count(l.address) < e.number
  union all
  select 2, 'different: ' || l.address from expected e join live l on l.address = e.address
   where e.hashes <> '*' and l.hash <> all (pg_catalog.string_to_array(e.hashes, '|'))
  union all
  select 3, 'not readable: an object whose name this role may not see' from live l where l.address is null
  union all
  select 4, 'added: ' || t.address from top t where t.in_schema = any ($2)
  union all
  select 5, t.address from top t where t.address is not null and (t.in_schema = any ($2)) is not true
  union all
  select 6, 'privileges of ' || coalesce(g.grantee, 'public') from (
    select distinct r.rolname::pg_catalog.text as grantee
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral pg_catalog.aclexplode(c.relacl) acl left join pg_catalog.pg_roles r on r.oid = acl.grantee
    where n.nspname = any ($2) and acl.grantee <> c.relowner and c.relkind <> 'i'
      and ${notMember(`'pg_catalog.pg_class'::pg_catalog.regclass`, 'c.oid')}) g
)
select pg_catalog.array_agg(f.what order by f.rank, f.what collate pg_catalog."C") filter (where f.rank < 5) as differences,
  pg_catalog.array_agg(f.what order by f.rank, f.what collate pg_catalog."C") filter (where f.rank >= 5) as ignored
from found f`

/** An expected object as a line of the list. */
export const lineOf = ({ address, hashes }: ExpectedObject): string =>
  `${hashes.length === 0 ? '*' : hashes.join('|')} ${address}`

/** What a refusal of the schema says, before how many objects differ. */
export const SCHEMA_DIFFERS = 'the schema is not what the baseline was proven to build'

/** What to do then; neither text has a quote in it. */
export const SCHEMA_HELP =
  'Find out why it differs (rebaseline drift), and make it as the migrations do, or write a migration for it and prove that. Then stamp again.'

/** What the step below declares. */
export const GUARD_DECLARATIONS: readonly string[] = [
  'expected pg_catalog.text[]',
  'project_schemas pg_catalog.text[]',
  'schema_query pg_catalog.text',
  'major pg_catalog.int4',
  'later_run pg_catalog.text[]',
  'differences pg_catalog.text[]',
  'ignored pg_catalog.text[]',
  'ledger_oids pg_catalog.oid[]',
]

/** Compares the schema, object by object; whatever differs is named. */
export function schemaGuard({ schema, ledger: { lockTable } }: StampPlan): string {
  const majors = [...new Set(schema.flatMap(({ variants }) => variants.map(({ major }) => major)))]
  const queries = majors.map((major, at) => {
    const sql = schemaQuery(major)
    const tag = tagFor(sql, 'schema')
    return `${either(at)} major = ${major} then
-- How the catalogs of PostgreSQL ${major} are read, kind by kind; nothing is written.
schema_query := ${tag}${sql}${tag};`
  })
  const lists = schema.flatMap(({ laterRun, variants }) =>
    variants.map((variant) => ({ laterRun, ...variant })),
  )
  const expected = lists.map(({ laterRun, major, schemas, objects }, at) => {
    const ran = arrayOf(laterRun)
    return `${either(at)} major = ${major} and later_run @> ${ran} and later_run <@ ${ran} then
-- The schemas of the project: whatever else stands in them is drift.
project_schemas := ${arrayOf(schemas)};
-- Each object that the migrations make, behind a hash of all that is compared of it: as they made it, and as the
-- baseline makes it where Postgres prints that otherwise (* where it differs from build to build).
expected := ${arrayOf(objects.map(lineOf))};`
  })
  const all = schema.at(-1)?.laterRun ?? []
  return `
-- The schema. It is compared without comments, order of columns, owners, privileges, roles and settings, and without
-- what extensions bring.
major := pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000;
select coalesce(pg_catalog.array_agg(n.name), array[]::pg_catalog.text[]) into later_run
  from pg_catalog.unnest(names) n (name) where n.name = any (later);
${queries.join('\n')}
else
  ${refuse(
    'major',
    `'this server is PostgreSQL ' || pg_catalog.current_setting('server_version') || ', and the baseline was proven on ${majors.join(' and ')}'`,
    `'Each major prints a schema in its own way. Prove it on that major (--postgres N), and export again.'`,
  )}
end if;
${expected.join('\n')}
else
  select pg_catalog.array_agg(a.name) into odd from pg_catalog.unnest(${arrayOf(all)}) a (name) where a.name <> all (later_run);
  ${refuse(
    'between',
    `'this database has run some files behind the squash line and not others, and what its schema has to be then was not proven; not run: ' || coalesce(${listed('odd')}, 'none')`,
    `'Migrate it to the end by the code that still has the archived folder; then stamp again.'`,
  )}
end if;
select pg_catalog.array_agg(c.oid) into ledger_oids
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = ledger_schema::pg_catalog.name and c.relkind = 'r'
   and c.relname = any (array[ledger_table, ${asciiLiteral(lockTable)}, backup_table]::pg_catalog.name[]);
execute schema_query into differences, ignored using expected, project_schemas, ledger_oids;
if differences is not null then
  ${refuse(
    'schema',
    `'${SCHEMA_DIFFERS}: ' || pg_catalog.cardinality(differences) || case pg_catalog.cardinality(differences) when 1 then ' object' else ' objects' end`,
    `'${SCHEMA_HELP}'`,
    `${listed('differences', `E'\\n'`)}`,
  )}
end if;
if ignored is not null then
  raise notice 'Ignored, since no migration makes it or it is not compared: %.', ${listed('ignored')};
end if;
`
}

const either = (at: number): string => (at === 0 ? 'if' : 'elsif')
