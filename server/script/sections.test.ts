import { expect, test } from 'vitest'
import type { RebaselineError } from '../errors.ts'
import { databaseScript, majorOfDump } from './sections.ts'

const CLUSTER = `--
-- PostgreSQL database cluster dump
--

\\restrict abc
SET default_transaction_read_only = off;
CREATE ROLE bob;
ALTER ROLE bob WITH NOSUPERUSER PASSWORD 'secret';
\\unrestrict abc
\\connect template1
SET statement_timeout = 0;
REVOKE CONNECT,TEMPORARY ON DATABASE template1 FROM PUBLIC;
CREATE DATABASE app WITH TEMPLATE = template0 ENCODING = 'UTF8';
ALTER DATABASE app OWNER TO bob;
\\connect app
ALTER DATABASE app SET work_mem TO '8MB';
ALTER DATABASE other SET work_mem TO '9MB';
\\connect app
CREATE TABLE public.t (a integer);
ALTER TABLE public.t OWNER TO "Bob ""the"" one";
GRANT SELECT ON TABLE public.t TO reader WITH GRANT OPTION;
GRANT SELECT ON TABLE public.t TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE maker IN SCHEMA public GRANT SELECT ON TABLES TO taker;
SET SESSION AUTHORIZATION actor;
SET SESSION AUTHORIZATION DEFAULT;
ALTER VIEW public.v OWNER TO pg_monitor;
-- PostgreSQL database cluster dump complete
`
const OTHER = `\\connect -reuse-previous=on "dbname='my \\'db'"
CREATE TABLE x (a integer);
`
const chosen = (script: string, wanted?: string) =>
  databaseScript(script, { file: 'all.sql', wanted })
const failure = (script: string, wanted?: string): RebaselineError => {
  try {
    chosen(script, wanted)
  } catch (error) {
    return error as RebaselineError
  }
  throw new Error('it was taken')
}

test('of a dump of everything, the only database that holds something is meant', () => {
  const { parts, roles, isDump } = chosen(CLUSTER)
  expect(isDump).toBe(true)
  expect(roles).toEqual(['Bob "the" one', 'actor', 'maker', 'reader', 'taker'])
  const texts = parts.map(({ text }) => text)
  expect(texts[0]).toBe('CREATE TABLE public.t (a integer)')
  expect(texts.at(-1)).toContain(`pg_catalog.current_database(), 'SET work_mem TO ''8MB'''`)
  expect(texts.filter((text) => /work_mem/.test(text))).toHaveLength(1)
  expect(texts.join('\n')).not.toMatch(/secret|template1|9MB/)
})

test('of several, one is named', () => {
  expect(failure(CLUSTER + OTHER)).toMatchObject({
    happened: "it holds several databases: app, my 'db",
    help: 'Name one of them: --dump-database NAME, or dumpDatabase in the library.',
  })
  expect(chosen(CLUSTER + OTHER, "my 'db").parts.map(({ text }) => text)).toEqual([
    'CREATE TABLE x (a integer)',
  ])
  expect(failure(CLUSTER + OTHER, 'nobody').happened).toBe('it holds no database nobody')
  expect(failure('select 1', 'app').happened).toBe('it holds no database app')
})

test('what psql alone can do is refused by name', () => {
  expect(failure('select 1;\n\\i other.sql\n')).toMatchObject({
    happened: 'it holds a command that only psql obeys: \\i other.sql',
  })
})

test('a plain script names no roles', () => {
  expect(chosen('alter table t owner to bob')).toMatchObject({ isDump: false, roles: [] })
})

test('the major is that of the database, not of the program that dumped it', () => {
  const head = '-- Dumped from database version 15.18 (Debian)\n-- Dumped by pg_dump version 18.1\n'
  expect(majorOfDump(head)).toBe(15)
  expect(majorOfDump('select 1')).toBeUndefined()
})
