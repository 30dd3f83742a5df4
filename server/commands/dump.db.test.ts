import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installedPgDumps } from '../../bench/pg-dump.ts'
import { withConnection } from '../postgres/session.ts'
import { compare, readModel, writeBaseline } from '../library.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'rebaseline-dump-'))

/** As pg_dump writes it, with what an empty server of another major takes amiss. */
const DUMP = `--
-- PostgreSQL database dump
--

\\restrict abcDEF123

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET setting_of_a_later_major = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET default_table_access_method = heap;

ALTER TABLE ONLY public.rooms DROP CONSTRAINT rooms_pkey;
DROP TABLE public.rooms;
DROP FUNCTION public.untouched();
DROP SCHEMA studio;
CREATE SCHEMA public;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE SCHEMA studio;
ALTER SCHEMA studio OWNER TO curator;
CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ begin new.note := 'touched'; return new; end $$;
CREATE TABLE public.rooms (
    id integer NOT NULL,
    note text DEFAULT 'COPY x FROM stdin;'::text,
    mail public.citext,
    data bytea,
    CONSTRAINT rooms_mail_check CHECK ((mail IS DISTINCT FROM 'x'::public.citext))
);
ALTER TABLE public.rooms OWNER TO curator;
ALTER TABLE public.rooms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rooms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
COPY public.rooms (id, note, mail, data) FROM stdin;
1\ta;b\\n'\\\\.\té😀\t\\\\xdead
7\t\\N\t$$\t\\N
\\.

SELECT pg_catalog.setval('public.rooms_id_seq', 7, true);
ALTER TABLE ONLY public.rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
CREATE TRIGGER stamped BEFORE INSERT ON public.rooms FOR EACH ROW EXECUTE FUNCTION public.stamp();
GRANT SELECT ON TABLE public.rooms TO visitor;

--
-- PostgreSQL database dump complete
--

\\unrestrict abcDEF123
`

const written = (text: string): string => {
  const file = join(folder(), 'dump.sql')
  writeFileSync(file, text)
  return file
}

const HIDDEN = expect.stringMatching(
  /^operators that a dump does not show: .*public\.citext.*CREATE TABLE public\.rooms/,
)

test('a dump with rows, roles and settings becomes a baseline that builds the same', async () => {
  const out = folder()
  const dump = written(DUMP)
  const generated = await hear(['generate', '--dump', dump, '--out', out, '--json'])
  expect([generated.code, documentOf(generated)]).toMatchObject([
    0,
    { verdict: 'equal', counts: { rows: { old: 2, equal: 2 } } },
  ])
  expect(documentOf(generated)['notCompared']).toContainEqual(HIDDEN)
  expect(readFileSync(join(out, '002_seed_definitions.ts'), 'utf8')).toContain('é😀')
  const lost = written(DUMP.replace(/^7\t.*\n/m, '').replace('IS DISTINCT FROM', '<>'))
  const verified = await hear(['verify', '--dump', lost, '--baseline', out, '--json'])
  expect([verified.code, documentOf(verified)]).toMatchObject([1, { verdict: 'different' }])
})

test('a dump that was cut off is no old side: it would hold less and be called equal', async () => {
  const cut = written(DUMP.slice(0, DUMP.indexOf('ALTER TABLE ONLY public.rooms ADD')))
  const told = await hear(['generate', '--dump', cut, '--out', folder()])
  expect([told.code, told.stderr]).toEqual([
    2,
    expect.stringMatching(/it is cut off: it has no line/),
  ])
})

test('a row that does not fit is told with its line', async () => {
  const told = await hear([
    'generate',
    '--out',
    folder(),
    '--dump',
    written(DUMP.replace('\n7\t', '\nseven\t')),
  ])
  expect([told.code, told.stderr]).toEqual([
    2,
    expect.stringMatching(
      /line 43: invalid input syntax for type integer: "seven" \[22P02\][^]*detail: COPY rooms, line 2, column id: "seven"/,
    ),
  ])
})

test('on a server of somebody else too, and roles that it lacks are named', async () => {
  const server = testServer(18)
  const url = server.url.reveal()
  const told = await hear(['compare', written(DUMP), written(DUMP), '--server', url])
  expect([told.code, told.stderr]).toEqual([
    2,
    expect.stringMatching(
      /line 25: role "curator" does not exist[^]*create role "curator" nologin/,
    ),
  ])
  const nobodys = DUMP.replaceAll(/^.*\b(?:curator|visitor)\b.*\n/gm, '')
  const same = await hear([
    'compare',
    written(nobodys),
    written(nobodys),
    '--server',
    url,
    '--json',
  ])
  expect([same.code, documentOf(same)]).toMatchObject([0, { verdict: 'equal' }])
})

test('what pg_dump really writes is the database it was made of', async (context) => {
  const dump = installedPgDumps().find(({ major }) => major >= 15)
  if (!dump) return context.skip('no pg_dump of a fitting major')
  const server = testServer(15)
  const { url } = await testDatabase(server)
  await withConnection(url, server, (query) =>
    query(`
      create type mood as enum ('calm', 'it''s'); create domain word as text check (value <> '');
      create table parted (id int, at timestamptz default now(), mood mood, w word, tags text[], doc jsonb, raw bytea) partition by list (id);
      create table one partition of parted for values in (1); create table rest partition of parted default;
      insert into parted values (1, now(), 'it''s', e'a\\tb\\\\n;', array['x,y', null], '{"a": "b\\nc"}', '\\x00ff'), (2, null, null, null, null, null, null);
      create view seen as select p.id, p.w from parted p; create materialized view counted as select count(*) from parted;
      create sequence numbers start 5; select nextval('numbers'); comment on table one is 'semi; colon \\connect x';
      create function half(a int) returns int begin atomic select case a when 1 then 2 end; end`),
  )
  const { host, port, user, database } = url
  const words = ['--host', host, '--port', String(port), '--username', user, database]
  const env = { ...process.env, PGPASSWORD: url.revealPassword() ?? '' }
  for (const kind of [[], ['--clean', '--create', '--inserts']]) {
    const file = written(execFileSync(dump.path, [...kind, ...words], { env, encoding: 'utf8' }))
    const told = await hear(['compare', url.reveal(), file, '--seed', 'all', '--json'])
    expect([kind, told.code, documentOf(told)]).toMatchObject([kind, 0, { verdict: 'equal' }])
  }
})

test('the library takes a dump as the commands do, and one database of several', async () => {
  const several = written(`
\\connect shop
CREATE TABLE public.goods (id integer);
COPY public.goods (id) FROM stdin;
1
\\.
\\connect mail
CREATE TABLE public.letters (id integer);
`)
  const tablesOf = async (dumpDatabase: string): Promise<string[]> => {
    const { objects } = await readModel({ dump: several, dumpDatabase })
    return [...objects.values()]
      .filter(({ kind }) => kind === 'table')
      .map(({ address }) => address.names.join('.'))
  }
  expect(await tablesOf('shop')).toEqual(['public.goods'])
  expect(await tablesOf('mail')).toEqual(['public.letters'])
  await expect(readModel({ dump: several })).rejects.toThrow(/shop.*mail/)
  const shop = { dump: several, dumpDatabase: 'shop' }
  const { seed, comparison } = await writeBaseline(shop)
  expect([comparison.verdict, seed.includes('goods')]).toEqual(['equal', true])
  const { verdict } = await compare(shop, { dump: several, dumpDatabase: 'mail' })
  expect(verdict).toBe('different')
  const both = { dump: several, migrations: 'x' }
  await expect(readModel(both)).rejects.toMatchObject({ code: 'usage' })
})
