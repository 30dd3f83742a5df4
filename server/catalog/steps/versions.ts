import type { Row } from '../../postgres/session.ts'
import { oidOf, partsOf, type Pin } from '../dependencies.ts'

const SILENT = Symbol('nothing else is printed with it')

/** Rows of a catalog that say something of an object. */
interface Versioned {
  readonly catalog: string
  /** The object, as classid, objid and objsubid; the row itself unless told. */
  readonly of?: readonly [classid: string, objid: string, objsubid?: string]
  /** What a version of the row is, as a number; the transaction that wrote it unless told. */
  readonly says?: string
  /** What tells several rows of one object apart, as a number: alike, two of them would undo each other in a sum. */
  readonly each?: string
  /** What others are printed with, as columns, where it is less than all; nothing of it where `silent`. */
  readonly named?: string | typeof SILENT
  /** Which rows count. */
  readonly where?: string
}

const classOf = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass::oid`
const relation = (oid: string, column = '0'): readonly [string, string, string] => [
  classOf('pg_class'),
  oid,
  column,
]
const THIS_DATABASE =
  '(select b.oid from pg_catalog.pg_database b where b.datname = pg_catalog.current_database())'
const made = (oid: string): string => `${oid} >= 16384`
/** Those of initdb as well that were written since. */
const madeOrNewer = (oid: string): string =>
  `(${oid} >= 16384 or pg_catalog.age(x.xmin) <= (select pg_catalog.age($4)))`

/** Catalogs whose rows are objects, of which those of initdb may be altered or replaced. */
const OWN_ROWS = [
  'pg_proc',
  'pg_type',
  'pg_rewrite',
  'pg_operator',
  'pg_cast',
  'pg_ts_dict',
  'pg_ts_config',
  'pg_collation',
]
/** …and those of which nobody alters initdb's. */
const MADE_ROWS = [
  'pg_constraint',
  'pg_attrdef',
  'pg_trigger',
  'pg_policy',
  'pg_extension',
  'pg_conversion',
  'pg_opclass',
  'pg_opfamily',
  'pg_amop',
  'pg_amproc',
  'pg_transform',
  'pg_am',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_statistic_ext',
  'pg_publication',
  'pg_publication_rel',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_event_trigger',
  'pg_default_acl',
]

const hashOf = (columns: string): string => `pg_catalog.hash_record_extended(row(${columns}), 0)`

/** The transaction that wrote a row, as a number that stays: hashing it as what it is would take longer than all else. */
const WRITTEN = `((select pg_catalog.age('3'::pg_catalog.xid)) - pg_catalog.age(x.xmin)::int8)`

/**
 * One number of several. Postgres hashes a bigint by the exclusive or of its halves, so two numbers in one bigint would be taken
 * for any other two that are as far apart: each is hashed for itself, with the hash of those before it as the seed.
 */
export const hashOfNumbers = (...numbers: readonly string[]): string =>
  numbers.reduce((seed, number) => `pg_catalog.hashint8extended(${number}, ${seed})`, '0')

const EDGE = hashOfNumbers(
  WRITTEN,
  'x.objid::int8',
  'x.refobjid::int8',
  '(x.objsubid::int8 << 16) + x.refobjsubid',
)

const CATALOGS = (major: number): readonly Versioned[] => [
  {
    catalog: 'pg_class',
    named: 'x.relname, x.relnamespace',
    where: made('x.oid'),
  },
  // Of Postgres's own relations only privileges are granted; VACUUM FULL writes their rows as well.
  {
    catalog: 'pg_class',
    named: SILENT,
    where: `x.oid < 16384 and pg_catalog.age(x.xmin) <= (select pg_catalog.age($4)) and x.relacl::text is distinct from
      (select i.initprivs::text from pg_catalog.pg_init_privs i
        where i.classoid = ${classOf('pg_class')} and i.objoid = x.oid and i.objsubid = 0)`,
  },
  { catalog: 'pg_namespace', named: 'x.nspname', where: `x.nspname !~ '^pg_(toast|temp)'` },
  { catalog: 'pg_language', where: madeOrNewer('x.oid') },
  ...OWN_ROWS.map((catalog) => ({ catalog, where: madeOrNewer('x.oid') })),
  ...MADE_ROWS.map((catalog) => ({ catalog, where: made('x.oid') })),
  ...(major < 15 ? [] : [{ catalog: 'pg_publication_namespace', where: made('x.oid') } as const]),
  { catalog: 'pg_index', named: SILENT, of: relation('x.indexrelid'), where: made('x.indexrelid') },
  { catalog: 'pg_sequence', named: SILENT, of: relation('x.seqrelid') },
  { catalog: 'pg_inherits', named: SILENT, of: relation('x.inhrelid'), each: 'x.inhparent::int8' },
  { catalog: 'pg_partitioned_table', named: SILENT, of: relation('x.partrelid') },
  { catalog: 'pg_foreign_table', named: SILENT, of: relation('x.ftrelid') },
  { catalog: 'pg_enum', of: [classOf('pg_type'), 'x.enumtypid'], each: 'x.oid::int8' },
  { catalog: 'pg_range', of: [classOf('pg_type'), 'x.rngtypid'], where: made('x.rngtypid') },
  {
    catalog: 'pg_aggregate',
    of: [classOf('pg_proc'), 'x.aggfnoid::oid'],
    where: made('x.aggfnoid::oid'),
  },
  {
    catalog: 'pg_ts_config_map',
    of: [classOf('pg_ts_config'), 'x.mapcfg'],
    each: '(x.maptokentype::int8 << 8) + x.mapseqno',
    where: made('x.mapcfg'),
  },
  {
    catalog: 'pg_description',
    named: SILENT,
    of: ['x.classoid', 'x.objoid', 'x.objsubid'],
    where: madeOrNewer('x.objoid'),
  },
  {
    catalog: 'pg_seclabel',
    named: SILENT,
    of: ['x.classoid', 'x.objoid', 'x.objsubid'],
    each: 'pg_catalog.hashtext(x.provider)',
  },
  {
    catalog: 'pg_init_privs',
    named: SILENT,
    of: ['x.classoid', 'x.objoid', 'x.objsubid'],
    where: madeOrNewer('x.objoid'),
  },
  { catalog: 'pg_database', where: `x.oid = ${THIS_DATABASE}` },
  {
    catalog: 'pg_db_role_setting',
    named: SILENT,
    of: [classOf('pg_database'), 'x.setdatabase'],
    each: 'x.setrole::int8',
    where: `x.setdatabase = ${THIS_DATABASE}`,
  },
  {
    catalog: 'pg_shdescription',
    named: SILENT,
    of: ['x.classoid', 'x.objoid'],
    where: `x.objoid = ${THIS_DATABASE}`,
  },
  {
    catalog: 'pg_shseclabel',
    named: SILENT,
    of: ['x.classoid', 'x.objoid'],
    each: 'pg_catalog.hashtext(x.provider)',
  },
  // Not everybody may read all of these, and so not their xmin either.
  {
    catalog: 'pg_user_mappings',
    of: [classOf('pg_user_mapping'), 'x.umid'],
    says: hashOf('x.srvname, x.usename, x.umoptions'),
  },
  {
    catalog: 'pg_subscription',
    of: [classOf('pg_subscription'), 'x.oid'],
    says: hashOf(
      'x.subname, x.subowner, x.subenabled, x.subslotname, x.subsynccommit, x.subpublications',
    ),
    where: `x.subdbid = ${THIS_DATABASE}`,
  },
  // A member of an extension, or who owns a sequence, may change here alone.
  {
    catalog: 'pg_depend',
    named: SILENT,
    of: ['x.classid', 'x.objid'],
    says: EDGE,
    where: `${made('x.objid')} and (x.deptype in ('e', 'x') or (x.deptype = 'a' and x.classid = ${classOf('pg_class')}))`,
  },
  {
    catalog: 'pg_depend',
    named: SILENT,
    of: ['x.refclassid', 'x.refobjid'],
    says: EDGE,
    where: `x.deptype in ('e', 'x')`,
  },
]

const rowsOf = (
  {
    catalog,
    of = [classOf(catalog), 'x.oid'],
    says = WRITTEN,
    each,
    named,
    where = 'true',
  }: Versioned,
  place: number,
): string => {
  const [classid, objid, objsubid = '0'] = of
  const hash = hashOfNumbers(
    says,
    // Objects of one bucket differ in less than the bits that Postgres would mix with the place: one number is enough for both.
    `(${objid}::int8 << 8) + ${place}`,
    ...(each === undefined ? [] : [each]),
    ...(objsubid === '0' ? [] : [`${objsubid}::int8`]),
  )
  const name = named === undefined ? hash : named === SILENT ? 'null::int8' : hashOf(named)
  return `
    select ${classid} as classid, ${objid} as objid, (${objsubid})::int as objsubid, ${hash} as hash, ${name} as named
    from pg_catalog.${catalog} x where ${where}`
}

/** The oldest transaction that still runs, or the next one. */
export const NEXT_TRANSACTION =
  '(pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) % 4294967296)::text'

/** How many objects, as a power of two, are summed up in one. */
const BUCKET_BITS = 6

/**
 * Takes the buckets (int8[]) that are known with their sums (int8[]), the transaction (xid) since which columns are looked for, and
 * the one since which Postgres's own objects are.
 * Gives the buckets that have another sum now, each as `number=sum` or, where it is empty, `number=`; the objects in them, each as
 * `pin=rows=name`; the columns that were written since; the roles and tablespaces with their names; and the next such transaction.
 */
export const versionsQuery = (major: number): string => `
  with version as materialized (${CATALOGS(major).map(rowsOf).join('\n    union all ')}),
  bucket as (
    select v.objid::int8 >> ${BUCKET_BITS} as number, pg_catalog.bit_xor(v.hash) as sum from version v group by 1
  ),
  changed as (
    select coalesce(b.number, k.number) as number, b.sum
    from bucket b full join unnest($1, $2) k (number, sum) on k.number = b.number
    where b.sum is distinct from k.sum
  )
  select
    (select pg_catalog.string_agg(pg_catalog.concat(c.number, '=', c.sum), ',') from changed c) as buckets,
    (select pg_catalog.string_agg(pg_catalog.concat_ws('=', pg_catalog.concat_ws('/', o.classid, o.objid, o.objsubid), o.hash, o.named), ',')
      from (
        select v.classid, v.objid, v.objsubid, pg_catalog.bit_xor(v.hash) as hash, pg_catalog.bit_xor(v.named) as named
        from version v join changed c on c.number = v.objid::int8 >> ${BUCKET_BITS}
        group by 1, 2, 3) o) as objects,
    (select pg_catalog.string_agg(pg_catalog.concat_ws('/', ${classOf('pg_class')}, x.attrelid, x.attnum), ',')
      from pg_catalog.pg_attribute x
      where x.attnum > 0 and pg_catalog.age(x.xmin) <= (select pg_catalog.age($3))) as columns,
    (select pg_catalog.json_object_agg(g.oid, g.name)::text from (
      select r.oid, r.rolname as name from pg_catalog.pg_roles r where r.oid >= 16384
      union all select t.oid, t.spcname from pg_catalog.pg_tablespace t where t.oid >= 16384) g) as names,
    ${NEXT_TRANSACTION} as next`

/** What became of an object's rows. `renamed`: what others are printed with is written anew too. */
export type Touch = 'new' | 'changed' | 'renamed' | 'gone'

/** What was written since the last look. */
export interface Touched {
  readonly objects: ReadonlyMap<Pin, Touch>
  /** Columns, of new relations as well. */
  readonly columns: readonly Pin[]
  /** Something of the whole server is called otherwise: any text may name it. */
  readonly serverRenamed: boolean
}

interface Version {
  readonly rows: string
  readonly name: string
}

const bucketOf = (pin: Pin): string => String(BigInt(oidOf(pin)) >> BigInt(BUCKET_BITS))

/** Which rows of the catalogs stand for which object: from one look to the next it shows what was written, replaced or taken away. */
export class Versions {
  readonly #sums = new Map<string, string>()
  readonly #objects = new Map<string, ReadonlyMap<Pin, Version>>()
  #names: Readonly<Record<string, string>> = {}
  readonly #first: string
  #next: string

  /** What is older than this transaction is known. */
  constructor(since: string) {
    this.#first = since
    this.#next = since
  }

  /** The values of the parameters of `versionsQuery`. */
  get known(): readonly string[] {
    return [
      `{${[...this.#sums.keys()].join(',')}}`,
      `{${[...this.#sums.values()].join(',')}}`,
      this.#next,
      this.#first,
    ]
  }

  /** What its row says, against what was known until now. */
  take(row: Row): Touched {
    const found = new Map<string, Map<Pin, Version>>()
    for (const text of partsOf(row['objects'])) {
      const [pin = '', rows = '', name = ''] = text.split('=')
      const bucket = bucketOf(pin)
      const known = found.get(bucket)
      if (known) known.set(pin, { rows, name })
      else found.set(bucket, new Map([[pin, { rows, name }]]))
    }
    const objects = new Map<Pin, Touch>()
    for (const text of partsOf(row['buckets'])) {
      const [bucket = '', sum = ''] = text.split('=')
      const before = this.#objects.get(bucket)
      const after = found.get(bucket)
      for (const [pin, version] of after ?? []) {
        const touch = touchOf(before?.get(pin), version)
        if (touch) objects.set(pin, touch)
      }
      for (const pin of before?.keys() ?? []) if (!after?.has(pin)) objects.set(pin, 'gone')
      if (sum === '') this.#sums.delete(bucket)
      else this.#sums.set(bucket, sum)
      if (after) this.#objects.set(bucket, after)
      else this.#objects.delete(bucket)
    }
    this.#next = String(row['next'])
    const names = JSON.parse(String(row['names'] ?? '{}')) as Readonly<Record<string, string>>
    const serverRenamed = Object.entries(this.#names).some(
      ([oid, name]) => oid in names && names[oid] !== name,
    )
    this.#names = names
    return { objects, columns: partsOf(row['columns']), serverRenamed }
  }
}

const touchOf = (before: Version | undefined, after: Version): Touch | undefined => {
  if (!before) return 'new'
  if (before.name !== after.name) return 'renamed'
  return before.rows === after.rows ? undefined : 'changed'
}
