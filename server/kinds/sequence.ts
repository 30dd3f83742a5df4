import { defineKind } from './kind.ts'
import { notMember, qualified, self, userSchema } from './sql.ts'

/** A sequence (pg_sequence) that isn't a column's identity; where it stands is seed data. */
export type Sequence = {
  type: string
  start: string
  increment: string
  min: string
  max: string
  cache: string
  cycle: boolean
  unlogged: boolean
  /** The column it falls with, as `['table column', schema, table, column]`. */
  ownedBy: readonly string[] | null
}

export const sequence = defineKind<Sequence>({
  kind: 'sequence',
  attributes: {
    type: 'exact',
    start: 'exact',
    increment: 'exact',
    min: 'exact',
    max: 'exact',
    cache: 'exact',
    cycle: 'exact',
    unlogged: 'exact',
    ownedBy: 'address',
  },
  lateOwner: true,
  vary: ({ attributes: { increment, cache, cycle, start, min, max, type } }) => [
    { increment: String(Number(increment) > 0 ? 3 : -3) },
    { cache: cache === '1' ? '7' : '1' },
    { cycle: !cycle },
    { start: start === max ? min : max },
    { type: type === 'bigint' ? 'integer' : 'bigint', min: '1', max: '1000', start: '1' },
  ],

  relations: () => 1,
  read: () => `
    select ${self('pg_class', 'c.oid')},
      owning.refclassid as parent_classid, owning.refobjid as parent_objid, owning.refobjsubid as parent_objsubid,
      pg_catalog.format_type(s.seqtypid, null) as type, s.seqstart::text as start,
      s.seqincrement::text as increment, s.seqmin::text as min, s.seqmax::text as max,
      s.seqcache::text as cache, s.seqcycle as cycle, c.relpersistence = 'u' as unlogged,
      owning.name as "ownedBy"
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join lateral (
      select d.refclassid, d.refobjid, d.refobjsubid,
        array[case tc.relkind when 'f' then 'foreign ' else '' end || 'table column', tn.nspname, tc.relname, a.attname]::text[] as name
      from pg_catalog.pg_depend d
      join pg_catalog.pg_class tc on tc.oid = d.refobjid
      join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.objsubid = 0
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype = 'a'
      -- Asked for each sequence: joined, all that falls with a column would be held against all sequences.
      offset 0
    ) owning on true
    where ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}
      and not exists (select from pg_catalog.pg_depend i
        where i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and i.objid = c.oid and i.deptype = 'i')`,

  since: ({ attributes }) => (attributes.unlogged ? 15 : undefined),

  create({ address, attributes }) {
    const { type, start, increment, min, max, cache, cycle, unlogged, ownedBy } = attributes
    const name = qualified(address.names)
    const sql = [
      `CREATE ${unlogged ? 'UNLOGGED ' : ''}SEQUENCE ${name} AS ${type}`,
      `INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max}`,
      `START WITH ${start} CACHE ${cache} ${cycle ? 'CYCLE' : 'NO CYCLE'}`,
    ].join(' ')
    if (ownedBy === null) return [{ sql }]
    return [
      { sql },
      { sql: `ALTER SEQUENCE ${name} OWNED BY ${qualified(ownedBy.slice(1))}`, phase: 'late' },
    ]
  },

  alter(old, rebuilt) {
    const { type, start, increment, min, max, cache, cycle, unlogged, ownedBy } = old.attributes
    const alter = (what: string) => ({
      sql: `ALTER SEQUENCE ${qualified(old.address.names)} ${what}`,
    })
    const bounds = [
      `AS ${type} INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max}`,
      `START WITH ${start} RESTART CACHE ${cache} ${cycle ? 'CYCLE' : 'NO CYCLE'}`,
    ].join(' ')
    const said = ({ attributes }: typeof old): string =>
      JSON.stringify({ ...attributes, unlogged: null, ownedBy: null })
    const owner = ownedBy === null ? 'NONE' : qualified(ownedBy.slice(1))
    const sameOwner = JSON.stringify(ownedBy) === JSON.stringify(rebuilt.attributes.ownedBy)
    return {
      restarts: said(old) !== said(rebuilt),
      statements: [
        ...(said(old) === said(rebuilt) ? [] : [alter(bounds)]),
        ...(unlogged === rebuilt.attributes.unlogged
          ? []
          : [{ ...alter(unlogged ? 'SET UNLOGGED' : 'SET LOGGED'), since: 15 }]),
        ...(sameOwner ? [] : [{ ...alter(`OWNED BY ${owner}`), phase: 'late' as const }]),
      ],
    }
  },
})
