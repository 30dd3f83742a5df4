import { describe, expect, test } from 'vitest'
import { attributesOf, builtTwice, HOSTILE, objectsOf } from '../testing/built-twice.ts'
import { literal } from './sql.ts'

const ROLES = `do $$ begin create role bob; create role "an.n ""x"""; create role "it's \\"; exception when duplicate_object then null; end $$;`
const ALL = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  const everything = major === 18 ? [...ALL, 'MAINTAIN'].sort() : ALL

  test('comments keep every character, on whatever they stand', async () => {
    const text = HOSTILE.join(' | ')
    const { old, rebuilt } = await builtTwice(
      major,
      `create extension citext; create extension hstore; create extension pg_trgm;
       comment on extension citext is null; comment on extension hstore is 'mine';
       create schema "a.b"; comment on schema "a.b" is ${literal(text)}; comment on schema public is null;
       create table t (a int primary key, "c.1" text, i int generated always as identity, constraint ck check (a > 0));
       comment on table t is 'table'; comment on column t."c.1" is ''; comment on column t.a is 'column';
       comment on constraint ck on t is 'check'; comment on index t_pkey is 'index'; comment on constraint t_pkey on t is 'key';
       comment on sequence t_i_seq is 'sequence of an identity';
       create view v as select 1 as a; comment on view v is 'view'; comment on column v.a is 'view column';
       create domain d as int constraint dk check (value > 0); comment on domain d is 'domain'; comment on constraint dk on domain d is 'dk';
       create type c as (a int); comment on type c is 'composite'; comment on column c.a is 'field';
       create function f(int) returns int language sql as 'select 1'; comment on function f is 'function';
       create function act() returns trigger language plpgsql as 'begin return new; end';
       create constraint trigger ct after insert on t for each row execute function act();
       comment on trigger ct on t is 'trigger'; comment on constraint ct on t is 'its constraint';
       create policy p on t; comment on policy p on t is 'policy';
       create rule r as on delete to t do nothing; comment on rule r on t is 'rule';`,
    )
    const texts = Object.entries(attributesOf(old, 'comment')).map(([name, { text: is }]) => [
      name,
      is,
    ])
    expect(Object.fromEntries(texts)).toStrictEqual({
      citext: null,
      hstore: 'mine',
      'a.b': text,
      'public | t': 'table',
      'public | t | a': 'column',
      'public | t | ck': 'check',
      'public | t_pkey': 'index',
      'public | t | t_pkey': 'key',
      'public | t_i_seq': 'sequence of an identity',
      'public | v': 'view',
      'public | v | a': 'view column',
      'public.d': 'domain',
      'public.d | dk': 'dk',
      'public.c': 'composite',
      'public | c | a': 'field',
      'public | f | integer': 'function',
      'public | t | ct': expect.stringMatching('trigger|its constraint'),
      'public | t | p': 'policy',
      'public | t | r': 'rule',
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('owners other than the migrating role are read and given back', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `${ROLES} create schema app authorization bob;
       create table app.t (a serial, i int generated always as identity); alter table app.t owner to bob;
       create table kept (a int); create view v as select 1 as a; alter view v owner to "an.n ""x""";
       create materialized view m as select 1 as a; alter materialized view m owner to bob;
       create type e as enum ('a'); alter type e owner to bob; create domain d as int; alter domain d owner to bob;
       create type c as (a int); alter type c owner to bob; create type r as range (subtype = int4); alter type r owner to bob;
       create function f(int) returns int language sql as 'select 1'; alter function f owner to "it's \\";
       create procedure p(int, out x int) language sql as 'select 1'; alter procedure p owner to bob;
       create aggregate g(*) (sfunc = int8inc, stype = int8, initcond = '0'); alter aggregate g(*) owner to bob;
       create sequence s; alter sequence s owner to bob; alter schema public owner to current_user;
       create function f1() returns void language sql as ''; create function f2() returns void language sql as '';
       create function f3() returns void language sql as ''; create function f4() returns void language sql as '';
       create table k1 (); create table k2 (); create table k3 (); create table k4 ();`,
    )
    const owners = Object.entries(attributesOf(old, 'owner')).map(([name, { role }]) => [
      name,
      role,
    ])
    expect(Object.fromEntries(owners)).toStrictEqual({
      app: 'bob',
      'app | t': 'bob',
      'public | v': 'an.n "x"',
      'public | m': 'bob',
      'public.e': 'bob',
      'public.d': 'bob',
      'public.c': 'bob',
      'public.r': 'bob',
      'public | f | integer': "it's \\",
      'public | p | integer': 'bob',
      'public | g': 'bob',
      'public | s': 'bob',
    })
    expect(statements).toContain('ALTER SCHEMA "public" OWNER TO CURRENT_USER')
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('privileges on tables and columns: granted, taken away, passed on', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `${ROLES} create table t (a int, b int, "c.1" text); create table owned (a int); alter table owned owner to bob;
       grant select, insert on t to bob; grant select on t to bob with grant option;
       grant update on t to "it's \\" with grant option;
       set role "it's \\"; grant update on t to public; grant update (b) on t to bob; reset role;
       grant select ("c.1"), update ("c.1") on t to bob, public;
       revoke insert, select on t from current_user; grant select (a) on t to current_user;
       revoke delete on owned from bob; grant all on owned to current_user;
       create view v as select 1 as a; grant select on v to public; revoke select on v from public;`,
    )
    const access = Object.entries(attributesOf(old, 'privilege')).map(
      ([name, { privileges, passedOn }]) => [name, [privileges, passedOn]],
    )
    const without = (...gone: string[]) => everything.filter((each) => !gone.includes(each))
    expect(Object.fromEntries(access)).toStrictEqual({
      'public | t | ': [without('INSERT', 'SELECT'), []],
      'public | t | bob': [['INSERT', 'SELECT WITH GRANT OPTION'], []],
      "public | t | it's \\": [['UPDATE WITH GRANT OPTION'], []],
      'public | t | public': [[], [['UPDATE', "it's \\"]]],
      'public | t | b | bob': [[], [['UPDATE', "it's \\"]]],
      'public | t | c.1 | bob': [['SELECT', 'UPDATE'], []],
      'public | t | c.1 | public': [['SELECT', 'UPDATE'], []],
      'public | t | a | ': [['SELECT'], []],
      'public | owned | bob': [without('DELETE'), []],
      'public | owned | ': [everything, []],
      'public | public': expect.anything(),
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('privileges on everything else, also on what an extension brings', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `${ROLES} create schema app; create extension citext; create extension pg_stat_statements;
       create function f(int) returns int language sql as 'select 1'; revoke all on function f from public; grant execute on function f to bob;
       create procedure p(int, out x int) language sql as 'select 1'; revoke all on procedure p from public;
       create aggregate g(*) (sfunc = int8inc, stype = int8, initcond = '0'); revoke all on function g() from public, current_user;
       create type e as enum ('a'); grant usage on type e to bob; create domain d as int; revoke usage on type d from public;
       create sequence s; grant usage on sequence s to bob; create table t (i int generated always as identity);
       grant select on sequence t_i_seq to "an.n ""x""";
       grant usage on schema app to bob; grant create on schema public to bob; revoke usage on schema public from public;
       revoke usage on language plpgsql from public; revoke execute on function citext_eq(citext, citext) from public;`,
    )
    const access = Object.entries(attributesOf(old, 'privilege')).map(([name, { privileges }]) => [
      name,
      privileges,
    ])
    expect(Object.fromEntries(access)).toStrictEqual({
      'public | f | integer | public': [],
      'public | f | integer | bob': ['EXECUTE'],
      'public | p | integer | public': [],
      'public | g | public': [],
      'public | g | ': [],
      'public.e | bob': ['USAGE'],
      'public.d | public': [],
      'public | s | bob': ['USAGE'],
      'public | t_i_seq | an.n "x"': ['SELECT'],
      'app | bob': ['USAGE'],
      'public | bob': ['CREATE'],
      'plpgsql | public': [],
      'public | citext_eq | public.citext | public.citext | public': [],
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('default privileges say what others get from now on, and come last', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `${ROLES} create schema "a.p"; create table t (a int);
       alter default privileges grant select on tables to bob, public;
       alter default privileges revoke all on tables from current_user;
       alter default privileges in schema "a.p" grant execute on functions to "it's \\" with grant option;
       alter default privileges in schema "a.p" grant usage on types to public;
       alter default privileges for role bob revoke execute on functions from public;
       alter default privileges for role bob revoke all on types from bob, public;`,
    )
    const access = Object.entries(attributesOf(old, 'default-privilege')).map(
      ([name, { privileges, standard }]) => [name, [privileges, standard]],
    )
    expect(Object.fromEntries(access)).toStrictEqual({
      ' | r | ': [[], everything],
      ' | r | bob': [['SELECT'], []],
      ' | r | public': [['SELECT'], []],
      " | a.p | f | it's \\": [['EXECUTE WITH GRANT OPTION'], []],
      ' | a.p | T | public': [['USAGE'], []],
      'bob | f | public': [[], ['EXECUTE']],
      'bob | T | bob': [[], ['USAGE']],
      'bob | T | public': [[], ['USAGE']],
    })
    expect(statements.at(-1)).toMatch('ALTER DEFAULT PRIVILEGES')
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })
})
