import type { AttributeRule, KindModule } from '../kinds/kind.ts'
import { ident, literal, PINNED } from '../kinds/sql.ts'
import type { Query, SessionFacts } from '../postgres/session.ts'
import type { ServerFacts } from '../../shared/model.ts'
import { BUILTIN_CHANGES } from './builtins.ts'
import { RELATIONS } from './dependencies.ts'
import type { Placed } from './found.ts'
import { NEVER_NULL, serverFactsOf, serverFactsQuery } from './fragments.ts'
import { catalogs, withName } from './names.ts'
import { ofKinds } from './of-kinds.ts'
import { objectCounts } from './unmodeled.ts'

/** What Postgres itself sums up of a database, so that hardly anything is sent. */
export interface Digest {
  readonly server: ServerFacts
  /**
   * Of everything that is compared: two servers of one major that give equal ones hold databases that differ in nothing.
   * Unequal ones say nothing. Null where something could not be read.
   */
  readonly said: string | null
  /** What one server calls the objects of each kind, where that was asked. */
  readonly placed: readonly Placed[]
}

/** Sums up one database. Only the side whose objects are to be counted need say which they are. */
export async function readDigest(
  query: Query,
  facts: SessionFacts,
  { placed }: { readonly placed: boolean },
): Promise<Digest> {
  const [row = {}] = await query(serverFactsQuery(facts.major))
  const server = serverFactsOf(row, facts)
  const [perKind, [edges], pinned, builtins, objects] = await Promise.all([
    ofKinds(
      query,
      (module) => digestOf(module, server, placed),
      (module, rows) => ({ module, rows, places: placedIn(module, rows[0]?.['places']) }),
    ),
    query(EDGES),
    query(PINNED_NAMES),
    query(BUILTIN_CHANGES),
    query(objectCounts(facts.major)),
  ])
  const isReadable = perKind.every(({ rows }) => rows.every((each) => each['unreadable'] === 0))
  const said = [
    edges?.['said'],
    pinned,
    builtins,
    objects,
    ...perKind.flatMap(({ module, rows }) =>
      rows.flatMap(({ count, said }) => (count === 0 ? [] : [[module.kind, count, said]])),
    ),
  ]
  return {
    server,
    said: isReadable ? JSON.stringify(said) : null,
    placed: perKind.flatMap(({ places }) => places),
  }
}

function placedIn(module: KindModule, places: unknown): Placed[] {
  if (typeof places !== 'string') return []
  return places.split(',').map((place) => {
    const [pin = '', other] = place.split('>')
    if (module.attached === undefined) {
      const [whole = '', count] = pin.split('*')
      if (count === undefined) return { module, pin, parentPin: other }
      return { module, pin: whole, parentPin: whole, count: Number(count) }
    }
    const found = { module, pin, parentPin: pin }
    return other === undefined
      ? found
      : { ...found, role: Buffer.from(other, 'hex').toString('utf8') }
  })
}

/** SHA-256 over those of all rows, in whatever order a server gives them. */
const sumOf = (hash: string): string =>
  `pg_catalog.encode(pg_catalog.sha256(coalesce(pg_catalog.string_agg(${hash}, ''::bytea order by ${hash}), ''::bytea)), 'hex')`

const hashOf = (record: string): string =>
  `pg_catalog.sha256(pg_catalog.convert_to(${record}::text, 'UTF8'))`

/** One row: how many objects of a kind there are, and what is said of them. */
function digestOf(module: KindModule, server: ServerFacts, placed: boolean): string {
  const rows = digestRows(module, server)
  if (module.summedUp?.ofRelation) {
    const place = `pg_catalog.concat('${RELATIONS}/', k.place, '/0*', k.count)`
    return `
  select coalesce(sum(k.count), 0)::int as count, coalesce(sum(k.unreadable), 0)::int as unreadable, ${sumOf('k.hash')} as said
    ${placed ? `, pg_catalog.string_agg(${place}, ',') as places` : ''}
  from (
    select r.place, count(*) as count, count(*) filter (where r.unreadable) as unreadable,
      pg_catalog.sha256(pg_catalog.string_agg(r.hash, ''::bytea order by r.hash)) as hash
    from (${rows}) r group by r.place
  ) k`
  }
  return `
  select count(*)::int as count, count(*) filter (where k.unreadable)::int as unreadable, ${sumOf('k.hash')} as said
    ${placed ? `, pg_catalog.string_agg(k.place, ',') as places` : ''}
  from (${rows}) k`
}

/** Each object of a kind: its name, a hash of all that is compared of it, whether that could be read, and where it is. */
export function digestRows(module: KindModule, server: ServerFacts): string {
  const { attributes, attached, summedUp } = module
  const instead = new Set<string>(summedUp?.instead)
  const names = Object.keys(attributes).filter((name) => !instead.has(name))
  const implied = new Set<AttributeRule>(
    Object.values(attributes).includes('whole') ? ['unused', 'expression'] : ['unused'],
  )
  const column = (name: string): string => `k.${ident(name)}`
  const called = summedUp?.names ?? ['object_name']
  const beside = summedUp?.columns ?? []
  const said = names.filter((name) => !implied.has(attributes[name] ?? 'exact'))
  const isLost = [
    ...(summedUp ? [] : called),
    ...names.filter((name) => NEVER_NULL.has(name) || attributes[name] === 'told'),
    ...beside,
  ].map((name) => `${column(name)} is null`)
  const record = [...called, ...(attached ? ['qualifier'] : []), ...said, ...beside].map(column)
  return `
    select pg_catalog.concat_ws('.', ${called.map(column).join(', ')}) as name,
      ${hashOf(`row(${record.join(', ')})`)} as hash,
      ${isLost.length > 0 ? isLost.join(' or ') : 'false'} as unreadable, ${placeOf(module, server)} as place
    from (${summedUp?.read(server.major) ?? withName(module.read(server.major))} offset 0) k`
}

/**
 * `pin>pin of the parent`, `pin>role in hexadecimal digits`, the number of the relation for parts of one; null for what only says
 * that the migrating role owns it.
 */
function placeOf(
  { attached, attributes, summedUp, ...module }: KindModule,
  { migratingRole }: ServerFacts,
): string {
  const pin = `pg_catalog.concat_ws('/', k.classid, k.objid, k.objsubid)`
  const parent = `pg_catalog.concat_ws('/', k.parent_classid, k.parent_objid, k.parent_objsubid)`
  if (summedUp?.ofRelation) return 'k.parent_objid'
  if (!attached)
    return `${pin} || case when k.parent_objid is null then '' else '>' || ${parent} end`
  const place = `${pin} || coalesce('>' || pg_catalog.encode(pg_catalog.convert_to(k.qualifier, 'UTF8'), 'hex'), '')`
  if (module.class !== 'owner') return place
  const owners = Object.keys(attributes).map(
    (name) => `k.${ident(name)} = ${literal(migratingRole)}`,
  )
  return `case when ${owners.join(' or ')} then null else ${place} end`
}

/**
 * What refers to what, by names: text can be printed alike and mean another operator. Not in it is what follows from what
 * else is said: which columns a default, a constraint or an index names, the type of a table's column, the index that a
 * foreign key leads to, the schema of a table, its row type, its TOAST table, and the triggers that keep a constraint,
 * whose names are numbers.
 */
export const EDGE_ROWS = `
  with edges as materialized (
    select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
    from pg_catalog.pg_depend d
    where (d.objid >= 16384 or d.refobjid >= 16384)
      and not (d.classid = ${catalogs('pg_constraint')} and d.refclassid = ${catalogs('pg_class')}
        and d.refobjid in (select f.conindid from pg_catalog.pg_constraint f where f.contype = 'f'))
      and not (d.classid = ${catalogs('pg_class')} and d.refclassid = ${catalogs('pg_type')} and d.objsubid <> 0
        and d.objid in (select t.oid from pg_catalog.pg_class t where t.relkind in ('r', 'p', 'f')))
      and not (d.classid in (${catalogs('pg_class', 'pg_attrdef', 'pg_constraint')}) and d.refobjsubid <> 0)
      and not (d.classid = ${catalogs('pg_class')} and d.refclassid = ${catalogs('pg_namespace')})
      and not (d.classid in (${catalogs('pg_class', 'pg_type')}) and d.deptype = 'i')
      and not (d.classid = ${catalogs('pg_trigger')}
        and d.objid in (select g.oid from pg_catalog.pg_trigger g where g.tgisinternal))
  ),
  names as materialized (${withName(`
      select e.classid, e.objid, e.objsubid from edges e
      union select e.refclassid, e.refobjid, e.refobjsubid from edges e`)})
  select f.object_name as name, ${hashOf('row(coalesce(f.object_name, f.objid::text), e.deptype, coalesce(t.object_name, t.objid::text))')} as hash
  from edges e
  join names f on f.classid = e.classid and f.objid = e.objid and f.objsubid = e.objsubid
  join names t on t.classid = e.refclassid and t.objid = e.refobjid and t.objsubid = e.refobjsubid`

/** What is called by its oid where it is one of Postgres's own: a server that was built otherwise may mean another by it. */
const PINNED_NAMES = `
  select ${sumOf('p.hash')} as said from (
    select ${hashOf('row(o.oid, o.opcname, o.opcmethod, o.opcintype, o.opcdefault)')} as hash from pg_catalog.pg_opclass o where o.oid < ${PINNED}
    union all
    select ${hashOf('row(l.oid, l.collname)')} from pg_catalog.pg_collation l where l.oid < ${PINNED}
  ) p`

const EDGES = `select ${sumOf('e.hash')} as said from (${EDGE_ROWS}) e`
