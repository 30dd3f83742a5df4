import { describe, expect, test } from 'vitest'
import type { Model } from '../../shared/model.ts'
import { readSide } from '../proof/read-side.ts'
import type { ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { DEFAULT_LEDGER as ledger } from './fragments.ts'

/** What makes one row in a catalog, in this order; THIS is the database. */
const MAKES: Readonly<Record<string, string>> = {
  pg_namespace: 'create schema "s.x"; set search_path = "s.x"',
  pg_class: 'create table works (id integer, kind text, at date)',
  pg_attribute: 'alter table works add column more integer',
  pg_attrdef: 'alter table works alter column more set default 3',
  pg_constraint: 'alter table works add check (id > 0)',
  pg_index: 'create index on works (id)',
  pg_inherits: 'create table heirs () inherits (works)',
  pg_partitioned_table: 'create table parted (id integer) partition by list (id)',
  pg_sequence: 'create sequence numbers',
  pg_statistic_ext: 'create statistics of_both on id, kind from works',
  pg_rewrite: 'create view seen as select id from works',
  pg_policy: 'create policy p on works',
  pg_proc: `create function noted() returns trigger language plpgsql as 'begin return new; end'`,
  pg_trigger: 'create trigger note_it before insert on works for each row execute function noted()',
  pg_aggregate: 'create aggregate total(integer) (sfunc = int4pl, stype = integer)',
  pg_type: 'create domain grams as integer',
  pg_enum: `create type mood as enum ('calm')`,
  pg_range: 'create type span as range (subtype = integer)',
  pg_description: `comment on table works is 'what was made'`,
  pg_default_acl: 'alter default privileges grant select on tables to public',
  pg_extension: 'create extension hstore',
  pg_depend: 'alter index works_id_idx depends on extension hstore',
  pg_operator: 'create operator === (leftarg = integer, rightarg = integer, function = int4eq)',
  pg_opfamily: 'create operator family fam using btree',
  pg_opclass:
    'create operator class cls for type integer using btree family fam as function 1 btint4cmp(integer, integer)',
  pg_amop: 'alter operator family fam using btree add operator 3 = (integer, bigint)',
  pg_amproc:
    'alter operator family fam using btree add function 1 (integer, bigint) btint48cmp(integer, bigint)',
  pg_cast: 'create cast (mood as integer) with inout',
  pg_collation: `create collation german (provider = icu, locale = 'de')`,
  pg_conversion: `create conversion latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`,
  pg_am: 'create access method mine type index handler bthandler',
  pg_language: 'create language mine handler plpgsql_call_handler',
  pg_transform: `create function to_it(internal) returns integer language internal immutable as 'int4recv';
    create transform for integer language mine (to sql with function to_it(internal))`,
  pg_ts_parser:
    'create text search parser parsed (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)',
  pg_ts_template: 'create text search template own (lexize = dsimple_lexize)',
  pg_ts_dict: 'create text search dictionary plain (template = simple)',
  pg_ts_config: 'create text search configuration searched (parser = default)',
  pg_ts_config_map: 'alter text search configuration searched add mapping for word with plain',
  pg_foreign_data_wrapper: 'create foreign data wrapper far',
  pg_foreign_server: 'create server there foreign data wrapper far',
  pg_user_mapping: 'create user mapping for public server there',
  pg_foreign_table: 'create foreign table lines (line text) server there',
  pg_publication: 'create publication told',
  pg_publication_rel: 'alter publication told add table works',
  pg_publication_namespace: 'create publication of_all for tables in schema "s.x"',
  pg_subscription: `create subscription heard connection 'dbname=x' publication told with (connect = false, slot_name = none)`,
  pg_event_trigger: `create function watched() returns event_trigger language plpgsql as 'begin end';
    create event trigger watch on sql_drop execute function watched()`,
  pg_largeobject_metadata: 'select lo_create(424242)',
  // Nothing here provides labels, so they are put there as a provider's statement would.
  pg_seclabel: `set allow_system_table_mods = on;
    insert into pg_seclabel values ('works'::regclass, 'pg_class'::regclass, 0, 'some', 'secret')`,
  pg_shseclabel: `insert into pg_shseclabel select oid, 'pg_database'::regclass, 'some', 'secret' from pg_database where datname = 'THIS'`,
  pg_db_role_setting: `alter role current_user in database THIS set work_mem = '3MB'`,
  pg_shdescription: `comment on database THIS is 'of all'`,
  pg_database: 'alter database THIS connection limit 3',
}

/** Catalogs that hold nothing of a database's own schema. */
const EXEMPT: Readonly<Record<string, string>> = {
  pg_auth_members: 'roles belong to the server',
  pg_authid: 'roles belong to the server',
  pg_parameter_acl: 'parameters belong to the server',
  pg_tablespace: 'tablespaces belong to the server; which one holds a table is read with the table',
  pg_replication_origin: 'how far a server has got with what it receives',
  pg_shdepend: 'what of the server an object needs follows from the object',
  pg_statistic: 'what ANALYZE has gathered',
  pg_statistic_ext_data: 'what ANALYZE has gathered',
  pg_subscription_rel: 'how far a subscription has got',
  pg_largeobject: 'contents of large objects, which are reported themselves',
  pg_init_privs: 'what the privileges of extensions and of Postgres are measured against',
}

/** Catalogs that came after the oldest major. */
const SINCE: Readonly<Record<string, number>> = {
  pg_publication_namespace: 15,
  pg_parameter_acl: 15,
}

describe.each([15, 18] as const)('the catalogs of PostgreSQL %i', (major) => {
  test('are all read, reported, or left out for a reason', async () => {
    const rows = await withConnection(testServer(major).url, testServer(major), (query) =>
      query(
        `select relname from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r' order by 1`,
      ),
    )
    const known = [...Object.keys(MAKES), ...Object.keys(EXEMPT)]
    const expected = known.filter((name) => (SINCE[name] ?? 0) <= major).sort()
    expect(rows.map(({ relname }) => relname)).toEqual(expected)
  })

  test('hold nothing that could come or go unseen', async () => {
    const database = await testDatabase(testServer(major))
    let before = await seenIn(database)
    const unseen: string[] = []
    await withConnection(database.url, testServer(major), async (query) => {
      for (const [catalog, sql] of Object.entries(MAKES)) {
        if ((SINCE[catalog] ?? 0) > major) continue
        await query(sql.replaceAll('THIS', database.name))
        const after = await seenIn(database)
        if (after === before) unseen.push(catalog)
        before = after
      }
      await query(`drop subscription heard`)
    })
    expect(unseen).toEqual([])
  })
})

/** All that a comparison could tell of a database. */
async function seenIn(database: ScratchDatabase): Promise<string> {
  const { model } = await readSide(database.url, { runId: 'seen', ledger, seed: 'none' })
  return JSON.stringify([toldOf(model), model.unmodeled, model.builtins, model.server])
}

const toldOf = ({ objects }: Model): unknown =>
  [...objects.values()].map(({ key, attributes }) => [key, attributes])
