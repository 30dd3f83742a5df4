import { describe, expect, test } from 'vitest'
import { stepsOf } from './acts.ts'
import { readMigration } from './migration-text.ts'
import type { Subject } from './subject.ts'

/** What a statement of `up` is about, in a few words. */
function aboutOf(statement: string): string {
  const text = `import { sql } from 'kysely'\nexport async function up(db) {\n${statement}\n}\n`
  const read = readMigration('001_baseline.ts', text)
  if ('why' in read) throw new Error(read.why)
  return stepsOf(read.migration)
    .flatMap((step) => step.subjects().map(words))
    .join('; ')
}

function words(subject: Subject): string {
  if (subject.about !== 'object') return subject.about
  const name = ({ schema, name }: { schema: string | null; name: string }): string =>
    schema === null ? name : `${schema}.${name}`
  const on = subject.on === null ? '' : ` on ${name(subject.on)}`
  return `${subject.does} ${subject.space} ${name(subject.name)}${on}`
}

const SQL: readonly (readonly [string, string])[] = [
  ['CREATE TABLE "public"."Rooms" (id int)', 'make relation public.Rooms'],
  ['create unlogged table if not exists Rooms (id int)', 'make relation rooms'],
  ['CREATE TABLE a PARTITION OF b DEFAULT', 'make relation a'],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY public.t (id)', 'make relation i on public.t'],
  ['CREATE INDEX ON t (id)', 'unknown'],
  ['CREATE MATERIALIZED VIEW s.v AS SELECT 1', 'make relation s.v'],
  ['REFRESH MATERIALIZED VIEW s.v', 'other relation s.v'],
  ['CREATE OR REPLACE FUNCTION f(a int) RETURNS int', 'make routine f'],
  ['DROP FUNCTION f(int)', 'other routine f'],
  [
    'create constraint trigger tr after update of on_time on public.t',
    'make trigger tr on public.t',
  ],
  ['ALTER TABLE "s"."t" DISABLE TRIGGER "tr"', 'other trigger tr on s.t'],
  ['ALTER TABLE t DISABLE ROW LEVEL SECURITY', 'other relation t'],
  ['ALTER TABLE ONLY t ALTER COLUMN c SET STORAGE EXTERNAL', 'other relation t'],
  ['CREATE RULE r AS ON DELETE TO public.t DO INSTEAD NOTHING', 'make rule r on public.t'],
  ['CREATE POLICY "p" ON "public"."t" USING (true)', 'make policy p on public.t'],
  ["COMMENT ON COLUMN s.t.c IS 'on x'", 'say relation s.t'],
  ["COMMENT ON TRIGGER tr ON t IS 'x'", 'say trigger tr on t'],
  ["COMMENT ON CONSTRAINT c ON DOMAIN d IS 'x'", 'say type d'],
  ['ALTER DOMAIN d DROP CONSTRAINT c', 'other type d'],
  ['GRANT SELECT ("id") ON TABLE "s"."t" TO PUBLIC', 'allow relation s.t'],
  ['REVOKE ALL ON FUNCTION f(int) FROM PUBLIC', 'allow routine f'],
  ['GRANT SELECT ON t TO PUBLIC', 'allow relation t'],
  ['CREATE EXTENSION "citext" WITH SCHEMA "public"', 'make extension citext'],
  ["INSERT INTO t VALUES ('create table x ()')", 'nothing'],
  ["select pg_catalog.setval('s', 1, false)", 'nothing'],
  ["-- why\nselect set_config('search_path', '', true)", 'nothing'],
  // One statement for several, or what only a run tells.
  ['DROP TABLE a, b', 'unknown'],
  ['GRANT SELECT ON ALL TABLES IN SCHEMA s TO PUBLIC', 'unknown'],
  ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC', 'unknown'],
  ['select make_tables()', 'unknown'],
  ['select * into copy from t', 'unknown'],
  ['DO $$ begin end $$', 'unknown'],
]

describe('SQL tells what it is about', () => {
  test.each(SQL)('%s', (text, about) => {
    expect(aboutOf(`  await sql\`${text.replaceAll('$', '\\$')}\`.execute(db)`)).toBe(about)
  })

  test('one after the other where a text has several', () => {
    expect(aboutOf('  await sql`create type a as enum (); create table b ()`.execute(db)')).toBe(
      'make type a; make relation b',
    )
  })

  test('not where a name is only known when it runs', () => {
    expect(aboutOf('  await sql`create table ${sql.table(name)} ()`.execute(db)')).toBe('unknown')
    expect(aboutOf('  await sql`create index i on ${sql.table(name)} (id)`.execute(db)')).toBe(
      'unknown',
    )
  })
})

test.each([
  ["db.schema.createTable('rooms').addColumn('id', 'integer')", 'make relation rooms'],
  ["db.schema.createIndex('i').on('s.rooms').column('id')", 'make relation i on s.rooms'],
  ["db.schema.alterTable('s.rooms').dropColumn('id')", 'other relation s.rooms'],
  ["db.schema.withSchema('s').createTable('rooms')", 'make relation s.rooms'],
  ["db.schema.createType('public.mood').asEnum(['a'])", 'make type public.mood'],
  ['db.schema.createTable(name)', 'unknown'],
  ["db.insertInto('rooms').values({ id: 1 })", 'nothing'],
  ["db.withSchema('s').schema.createTable('rooms')", 'unknown'],
])('a builder tells what it is about: %s', (chain, about) => {
  expect(aboutOf(`  await ${chain}.execute()`)).toBe(about)
})
