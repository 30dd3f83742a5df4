import { describe, expect, test } from 'vitest'
import { attributesOf, builtTwice, HOSTILE, objectsOf } from '../testing/built-twice.ts'
import { ident, literal } from './sql.ts'

/** Longer than a name may be, once it is qualified. */
const LONG = 'a'.repeat(60)

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('schemas have a name and nothing else', async () => {
    const ddl = HOSTILE.map((name) => `create schema ${ident(name)};`).join('')
    const { old, rebuilt } = await builtTwice(major, `drop schema public; ${ddl}`)
    expect(Object.keys(attributesOf(old, 'schema')).sort()).toStrictEqual([...HOSTILE].sort())
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('an extension has a schema, and a version that is only written where it is unusual', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `create schema "ext ra"; create extension hstore schema "ext ra"; create extension pg_trgm version '1.5';
       drop extension plpgsql; create schema app; create table app.t (h "ext ra".hstore);`,
    )
    const belongs = {
      members: expect.arrayContaining([expect.stringMatching(/^function /)]),
      configuration: [],
    }
    expect(attributesOf(old, 'extension')).toStrictEqual({
      hstore: { schema: 'ext ra', version: '1.8', defaultVersion: '1.8', ...belongs },
      pg_trgm: { schema: 'public', version: '1.5', defaultVersion: '1.6', ...belongs },
    })
    expect(statements).toContain('CREATE EXTENSION "hstore" WITH SCHEMA "ext ra"')
    expect(statements).toContain(`CREATE EXTENSION "pg_trgm" WITH SCHEMA "public" VERSION '1.5'`)
    expect(statements).toContain('DROP EXTENSION "plpgsql"')
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('an enum has its labels in their order, whatever they are made of', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create schema "a.b"; create type "a.b"."or""der" as enum (${HOSTILE.map(literal).join(', ')});
       alter type "a.b"."or""der" add value 'before' before 'dot.ted'; create type nothing as enum ();`,
    )
    const [first, ...others] = HOSTILE
    expect(attributesOf(old, 'enum')).toStrictEqual({
      '"a.b"."or""der"': { labels: [first, 'before', ...others] },
      'public.nothing': { labels: [] },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a domain has a base type, collation, default and NOT NULL, and takes its CHECKs along', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      String.raw`create domain short as varchar(10) collate "C" default E'it''s \\ $' constraint "no null" not null
         constraint "not empty" check (value <> '') constraint lower check (value = lower(value));
       create domain longer as short; create domain plain as text default 'x'; create domain without as plain; alter domain without drop default; create domain list as numeric(10, 2)[];`,
    )
    const named = major === 18 ? { short: 'no null' } : { short: null }
    const kept = { keepsDefault: false }
    const common = {
      collation: null,
      notNull: false,
      notNullName: null,
      baseHasDefault: true,
      ...kept,
    }
    const value = String.raw`'it''s \ $'::character varying`
    expect(attributesOf(old, 'domain')).toStrictEqual({
      'public.short': {
        type: 'character varying(10)',
        collation: 'pg_catalog."C"',
        default: value,
        notNull: true,
        notNullName: named.short,
        baseHasDefault: false,
        ...kept,
      },
      'public.longer': { ...common, type: 'public.short', default: value },
      'public.plain': { ...common, type: 'text', default: `'x'::text`, baseHasDefault: false },
      'public.without': { ...common, type: 'public.plain', default: null },
      'public.list': { ...common, type: 'numeric(10,2)[]', default: null, baseHasDefault: false },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a composite type has columns in order, without those that were dropped', async () => {
    const columns = HOSTILE.map((name) => `${ident(name)} text`)
    const { old, rebuilt } = await builtTwice(
      major,
      `create type empty as (); create type mood as enum ('ok'); create schema ${LONG}; create type ${LONG}.${LONG} as enum ();
       create type pair as (gone int, a varchar(3) collate "C", moods mood[], long ${LONG}.${LONG}[], ${columns.join(', ')});
       alter type pair drop attribute gone;`,
    )
    expect(attributesOf(old, 'composite')).toStrictEqual({
      'public.empty': { columns: [] },
      'public.pair': {
        columns: [
          ['a', 'character varying(3)', 'pg_catalog."C"'],
          ['moods', 'public.mood[]', null],
          ['long', `${LONG}.${LONG}[]`, null],
          ...HOSTILE.map((name) => [name, 'text', null]),
        ],
      },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a range has a subtype, operator class, collation, difference, and the name of its multirange', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create function "far.away"(float8, float8) returns float8 language sql immutable as 'select $1 - $2';
       create type span as range (subtype = float8, subtype_diff = "far.away", multirange_type_name = "spans of");
       create type words as range (subtype = text, subtype_opclass = text_pattern_ops, collation = "C");`,
    )
    expect(attributesOf(old, 'range')).toStrictEqual({
      'public.span': {
        subtype: 'double precision',
        operatorClass: 'pg_catalog.float8_ops',
        collation: null,
        canonical: null,
        subtypeDiff: 'public."far.away"',
        multirange: 'public."spans of"',
      },
      'public.words': {
        subtype: 'text',
        operatorClass: 'pg_catalog.text_pattern_ops',
        collation: 'pg_catalog."C"',
        canonical: null,
        subtypeDiff: null,
        multirange: 'public.words_multirange',
      },
    })
    expect(Object.keys(attributesOf(old, 'function'))).toHaveLength(1)
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a sequence has its bounds and the column that owns it; the one of an identity is its column', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `create table "t.1" ("c.1" serial, i int generated always as identity);
       create sequence "s.1" as smallint increment -2 minvalue -5 maxvalue 100 start 7 cache 3 cycle;
       create unlogged sequence quick; create sequence free owned by "t.1".i;`,
    )
    const common = {
      start: '1',
      increment: '1',
      min: '1',
      cache: '1',
      cycle: false,
      unlogged: false,
      ownedBy: null,
    }
    expect(attributesOf(old, 'sequence')).toStrictEqual({
      'public | s.1': {
        ...common,
        type: 'smallint',
        start: '7',
        increment: '-2',
        min: '-5',
        max: '100',
        cache: '3',
        cycle: true,
      },
      'public | t.1_c.1_seq': {
        ...common,
        type: 'integer',
        max: '2147483647',
        ownedBy: ['table column', 'public', 't.1', 'c.1'],
      },
      'public | quick': { ...common, type: 'bigint', max: '9223372036854775807', unlogged: true },
      'public | free': {
        ...common,
        type: 'bigint',
        max: '9223372036854775807',
        ownedBy: ['table column', 'public', 't.1', 'i'],
      },
    })
    expect(statements.at(-1)).toBe(
      'ALTER SEQUENCE "public"."t.1_c.1_seq" OWNED BY "public"."t.1"."c.1"',
    )
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })
})
