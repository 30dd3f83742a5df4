import { describe, expect, test } from 'vitest'
import { withConnection, type Query } from '../postgres/session.ts'
import type { Address } from '../../shared/model.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { literal } from './sql.ts'
import { commentTarget, privilegeTarget } from './target.ts'

const DDL = `
  create schema "s.x";
  create table "s.x"."t""a" ("c.1" int primary key, b text, constraint "k.1" check ("c.1" > 0));
  create domain "s.x"."d.1" as text constraint "dk""1" check (value <> '');
  create type "s.x".comp as (a int, "b.c" text); create type "s.x".en as enum ('a'); create type "s.x".rng as range (subtype = int4);
  create sequence "s.x"."q 1"; create view "s.x".v as select 1 as "a.b"; create materialized view "s.x".m as select 1 as "a.b";
  create index "i.1" on "s.x"."t""a" (b);
  create function "s.x"."f.1"(int, "s.x"."t""a", "s.x".en[], variadic text[]) returns int language sql as 'select 1';
  create function "s.x".act() returns trigger language plpgsql as 'begin return new; end';
  create procedure "s.x".p(int, out x int, inout text) language sql as 'select 1, $2'; create procedure "s.x".p(int, int, text) language sql as '';
  create aggregate "s.x"."a.1"(*) (sfunc = int8inc, stype = int8, initcond = '0');
  create aggregate "s.x".sorted(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal,
    finalfunc = percentile_disc_final, finalfunc_extra);
  create trigger "tr.1" before insert on "s.x"."t""a" for each row execute function "s.x".act();
  create rule "r.1" as on delete to "s.x"."t""a" do instead nothing; create policy "p.1" on "s.x"."t""a";
  create operator "s.x".### (leftarg = int, rightarg = int, function = int4pl);
  create operator "s.x".@#@ (rightarg = int, function = int4abs);
  create operator class "s.x"."oc.1" for type int using btree as operator 1 <; create operator family "s.x".fam using hash;
  create collation "s.x"."co.l" from "C"; create conversion "s.x"."cv.1" for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
  create cast ("s.x".en as int) with inout;
  create text search configuration "s.x"."tc.1" (copy = simple); create text search dictionary "s.x".td (template = simple);
  create text search parser "s.x".tp (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
  create text search template "s.x".tt (lexize = dsimple_lexize);
  create statistics "s.x"."st.1" on "c.1", b from "s.x"."t""a"; create publication "pu.1" for table "s.x"."t""a";
  create subscription "su.1" connection 'dbname=x' publication a with (connect = false, slot_name = none);
  create extension postgres_fdw; create server "sv.1" foreign data wrapper postgres_fdw; create foreign table "s.x".ft ("a.b" int) server "sv.1";
  create foreign data wrapper "fdw.1";
  create function "s.x".etf() returns event_trigger language plpgsql as 'begin end'; create event trigger "et.1" on sql_drop execute function "s.x".etf();
  create access method "am.1" type index handler bthandler; create trusted language "la.1" handler plpgsql_call_handler;
  create function "s.x".tosql(internal) returns internal language internal as 'jsonb_in';
  select lo_create(99999)`

/** Objects of every type that can carry a comment, each at most once by name. */
const ADDRESSES = `
  select distinct a.type, a.object_names as names, a.object_args as args, o.classid, o.objid, o.objsubid
  from (
    select classid, objid, objsubid from pg_depend
    union select refclassid, refobjid, refobjsubid from pg_depend
    union select 'pg_namespace'::regclass, oid, 0 from pg_namespace
    union select 'pg_language'::regclass, oid, 0 from pg_language
    union select 'pg_publication'::regclass, oid, 0 from pg_publication
    union select 'pg_subscription'::regclass, oid, 0 from pg_subscription where subname = 'su.1'
    union select 'pg_largeobject'::regclass, oid, 0 from pg_largeobject_metadata
    union select 'pg_event_trigger'::regclass, oid, 0 from pg_event_trigger
    union select 'pg_am'::regclass, oid, 0 from pg_am
    union select 'pg_class'::regclass, attrelid, attnum from pg_attribute where attnum > 0
  ) o, pg_identify_object_as_address(o.classid, o.objid, o.objsubid) a
  where o.objid >= 16384 and a.type not in ('default value', 'toast table', 'toast table column', 'index column', 'sequence column',
      'operator of access method', 'function of access method', 'publication relation', 'role', 'database')
    and a.object_names[1] not like 'pg_toast%' and not (o.classid = 'pg_rewrite'::regclass and a.object_names[3] = '_RETURN')`

interface Row extends Address {
  readonly classid: number
  readonly objid: number
  readonly objsubid: number
}

const OWNED = new Set(
  `table,view,materialized view,foreign table,sequence,function,procedure,aggregate,type,schema,language,server,
  foreign-data wrapper,collation,conversion,operator,operator class,operator family,statistics object,publication,
  subscription,text search configuration,text search dictionary,event trigger,large object`.split(
    /,\s*/,
  ),
)
const UNOWNED =
  `index,extension,access method,cast,text search parser,text search template,policy,trigger,rule,
  table constraint,domain constraint,table column,view column,materialized view column,foreign table column,composite type,
  composite type column`.split(/,\s*/)
const TYPES = new Set([...OWNED, ...UNOWNED])
const GRANTABLE =
  /^(table|view|materialized view|foreign table|sequence|function|procedure|aggregate|type|schema|language|server|foreign-data wrapper|(table|view|materialized view|foreign table) column|large object)$/

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('every object can be named in COMMENT ON, ALTER … OWNER TO and GRANT', async () => {
    const server = testServer(major)
    const { url } = await testDatabase(server)
    await withConnection(url, server, async (query) => {
      await query(DDL)
      await query(`set search_path = ''`)
      try {
        const rows = (await query(`set search_path = pg_catalog; ${ADDRESSES}`)) as unknown as Row[]
        for (const row of rows) await useTarget(query, row)
        const types = new Set(rows.map(({ type }) => type))
        expect([...types].filter((type) => !TYPES.has(type))).toStrictEqual([])
        expect([...TYPES].filter((type) => !types.has(type))).toStrictEqual([])
      } finally {
        await query('drop subscription "su.1"')
      }
    })
  })
})

async function useTarget(query: Query, row: Row): Promise<void> {
  const text = JSON.stringify([row.type, row.names, row.args])
  await query(`comment on ${commentTarget(row)} is ${literal(text)}`)
  const [comment] = await query(
    `select description as text from pg_catalog.pg_description
     where classoid = ${row.classid} and objoid = ${row.objid} and objsubid = ${row.objsubid}`,
  )
  // The relation of a composite type shares the comment of the type.
  expect(row.type === 'composite type' ? text : comment?.['text']).toBe(text)
  const itself = row.type !== 'type' || row.names.some((name) => OWN_TYPES.test(name))
  if (OWNED.has(row.type) && itself) {
    await query(`alter ${commentTarget(row)} owner to current_user`)
  }
  if (GRANTABLE.test(row.type) && itself) {
    const { object, columns } = privilegeTarget(row)
    await query(`revoke all${columns} on ${object} from public`)
  }
}

/** Not an array, a multirange or the row of a table. */
const OWN_TYPES = /^"s\.x"\.("d\.1"|comp|en|rng)$/
