import type { Query, Row } from '../postgres/session.ts'
import type { Unmodeled } from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import { isPostgresOwn, pinsIn, pinsQuery, type Claims, type Pin } from './dependencies.ts'

/** A catalog whose rows are objects, and which of its rows say nothing of their own. */
interface ObjectCatalog {
  readonly catalog: string
  readonly since?: number
  readonly except?: string
}

// Left out: NOT NULL (an attribute of its column), constraint triggers' rows (they are triggers), copies of constraints
// and triggers in partitions, default privileges (read whole as access), what a system trigger does, temporary and TOAST relations of any session.
const CATALOGS: readonly ObjectCatalog[] = [
  {
    catalog: 'pg_class',
    except: `x.relkind in ('t', 'i', 'I') or x.relnamespace in (
      select n.oid from pg_catalog.pg_namespace n where n.nspname ~ '^pg_(toast|temp)')`,
  },
  {
    catalog: 'pg_type',
    except: `x.typnamespace in (select n.oid from pg_catalog.pg_namespace n where n.nspname ~ '^pg_(toast|temp)')`,
  },
  { catalog: 'pg_proc' },
  {
    catalog: 'pg_constraint',
    except: `x.contype in ('n', 't') or x.conparentid <> 0 or not x.conislocal`,
  },
  { catalog: 'pg_trigger', except: 'x.tgisinternal or x.tgparentid <> 0' },
  { catalog: 'pg_rewrite' },
  { catalog: 'pg_policy' },
  { catalog: 'pg_namespace', except: `x.nspname ~ '^pg_(toast|temp)'` },
  { catalog: 'pg_extension' },
  { catalog: 'pg_collation' },
  { catalog: 'pg_conversion' },
  { catalog: 'pg_cast' },
  { catalog: 'pg_operator' },
  { catalog: 'pg_opclass' },
  { catalog: 'pg_opfamily' },
  // Parts of an operator class are internal to it: these were added to a family that may be somebody else's.
  { catalog: 'pg_amop' },
  { catalog: 'pg_amproc' },
  { catalog: 'pg_transform' },
  { catalog: 'pg_am' },
  { catalog: 'pg_language' },
  { catalog: 'pg_ts_config' },
  { catalog: 'pg_ts_dict' },
  { catalog: 'pg_ts_parser' },
  { catalog: 'pg_ts_template' },
  { catalog: 'pg_statistic_ext' },
  { catalog: 'pg_publication' },
  { catalog: 'pg_foreign_data_wrapper' },
  { catalog: 'pg_foreign_server' },
  { catalog: 'pg_event_trigger' },
]

/** Objects that Postgres lets only some read, or that have no oid of their own: asked for through what everyone may see. */
const OTHERS: readonly string[] = [
  `select 'pg_catalog.pg_subscription'::pg_catalog.regclass::oid as classid, x.oid as objid, 0 as objsubid
   from pg_catalog.pg_subscription x
   where x.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`,
  `select 'pg_catalog.pg_user_mapping'::pg_catalog.regclass::oid as classid, x.umid as objid, 0 as objsubid
   from pg_catalog.pg_user_mappings x`,
]

/** Large objects are rows: nothing tells one from another but a number, so they are counted, by whom they belong to. */
const LARGE_OBJECTS = `select pg_catalog.pg_get_userbyid(x.lomowner)::text as owner, count(*)::int as count
  from pg_catalog.pg_largeobject_metadata x group by 1 order by 1`

const largeObjectsOf = (row: Row): Unmodeled => ({
  reason: 'unmodeled',
  address: { type: 'large objects of', names: [String(row['owner'])], args: [] },
  detail: `${counted(Number(row['count']), 'large object')}, with what is in them, their privileges and comments: they are rows that no seed holds, and a column that leads to one would lead nowhere`,
})

/** Queries of the classid, objid and objsubid of every object that Postgres keeps in a row of its own. */
export const objectQueries = (major: number): readonly string[] => [
  ...CATALOGS.filter(({ since = 0 }) => since <= major).map(
    ({ catalog, except }) =>
      `select 'pg_catalog.${catalog}'::pg_catalog.regclass::oid as classid, x.oid as objid, 0 as objsubid
         from pg_catalog.${catalog} x where x.oid >= 16384${except ? ` and not (${except})` : ''}`,
  ),
  ...OTHERS,
]

/**
 * One row: how many rows of each catalog are objects, and whose large objects there are. Of two databases that agree in it,
 * in all that kinds read and in what refers to what, one holds what no kind reads only where the other does.
 */
export const objectCounts = (major: number): string => `
  select (select pg_catalog.json_object_agg(c.classid::pg_catalog.regclass, c.count order by c.classid)::text
      from (select o.classid, count(*) as count from (${objectQueries(major).join('\n union all ')}) o group by 1) c) as objects,
    (select pg_catalog.json_agg(l)::text from (${LARGE_OBJECTS}) l) as "largeObjects"`

const UNREAD = 'no kind reads objects of this type'

/** Where every user's object is that Postgres keeps in a row of its own, but for what is internal to another one. */
export async function readObjectPins(query: Query, major: number): Promise<readonly Pin[]> {
  const [pins] = await query(
    pinsQuery(`
    select o.* from (${objectQueries(major).join('\n union all ')}) o
    where not exists (select from pg_catalog.pg_depend d
      where d.classid = o.classid and d.objid = o.objid and d.objsubid = 0 and d.deptype = 'i')`),
  )
  return pinsIn(pins)
}

/** Finds which of these no kind claims: each becomes a blocking finding, never silence. Apart, those that fall with the ledger. */
export async function findUnmodeled(
  query: Query,
  pins: readonly Pin[],
  claims: Claims,
  ledger: ReadonlySet<Pin>,
): Promise<{ readonly peoples: readonly Unmodeled[]; readonly ledgers: readonly Unmodeled[] }> {
  const unclaimed = pins
    .filter((pin) => claims.resolve(pin) === undefined)
    .filter((pin) => claims.extensionOf(pin) === undefined && !claims.isPartOfExtension(pin))
  const isLedgers = (pin: Pin): boolean => claims.ownersOf(pin).some((owner) => ledger.has(owner))
  const changed = claims.edges
    .filter(({ from, to, type }) => type === 'n' && isPostgresOwn(from) && !isPostgresOwn(to))
    .map(({ from }) => claims.root(from))
    .filter((pin) => claims.resolve(pin) === undefined && claims.extensionOf(pin) === undefined)
  const [objects, ledgers, altered, large] = await Promise.all([
    describe(
      query,
      unclaimed.filter((pin) => !isLedgers(pin)),
      UNREAD,
    ),
    describe(query, unclaimed.filter(isLedgers), UNREAD),
    describe(
      query,
      [...new Set(changed)],
      "it is Postgres's own and was changed to refer to an object of yours",
    ),
    query(LARGE_OBJECTS),
  ])
  return { peoples: [...objects, ...altered, ...large.map(largeObjectsOf)], ledgers }
}

async function describe(query: Query, pins: readonly Pin[], detail: string): Promise<Unmodeled[]> {
  if (pins.length === 0) return []
  const values = pins.map((pin) => {
    const [classid, objid, objsubid] = pin.split('/')
    return `(${classid}::oid, ${objid}::oid, ${objsubid}::int)`
  })
  const rows = await query(`
    select a.type, a.object_names as names, a.object_args as args
    from (values ${values.join(', ')}) p(classid, objid, objsubid)
    left join lateral pg_catalog.pg_identify_object_as_address(p.classid, p.objid, p.objsubid) a on true
    order by a.type, a.object_names, a.object_args`)
  return rows.map((row) => ({
    reason: 'unmodeled' as const,
    address: {
      type: String(row['type'] ?? 'object'),
      names: (row['names'] ?? ['?']) as string[],
      args: (row['args'] ?? []) as string[],
    },
    detail,
  }))
}
