import { expect, test } from 'vitest'
import { namedPlace } from './named-place.ts'

const BY_HAND = [
  "import { users } from './users.ts'",
  '// users come first',
  'export async function up(db: Kysely<any>): Promise<void> {',
  '  await users(db)',
  '  await slugs(db)',
  '}',
  'async function users(db: Kysely<any>): Promise<void> {',
  '  await db.schema',
  "    .createTable('users')",
  "    .addColumn('name', 'text')",
  '    .execute()',
  '  await sql`create table "public"."tasks" (name text, done boolean)`.execute(db)',
  '  await sql`create index tasks_slug on tasks (slug(name))`.execute(db)',
  '  await sql`create or replace function slug(text) returns text as $$ select 1 $$`.execute(db)',
  '  await sql`alter table users add constraint users_named check (name is not null)`.execute(db)',
  '}',
].join('\n')

/** The line from 1, 0 where there is none. */
const lineOf = (whole: string, part = whole): number => {
  const at = namedPlace(BY_HAND, whole, part)
  return at < 0 ? 0 : BY_HAND.slice(0, at).split('\n').length
}

test('a thing is found where it is made, not where it is called, imported or spoken of', () => {
  expect(lineOf('users')).toBe(9)
  expect(lineOf('tasks')).toBe(12)
  expect(lineOf('slug')).toBe(14)
})

test('a part is found in what it is a part of, else where it is made itself', () => {
  expect(lineOf('users', 'name')).toBe(10)
  expect(lineOf('tasks', 'name')).toBe(12)
  expect(lineOf('tasks', 'tasks_slug')).toBe(13)
  expect(lineOf('users', 'users_named')).toBe(15)
})

test('a part that is not there leads to the whole, and what is not named at all nowhere', () => {
  expect(lineOf('users', 'email')).toBe(9)
  expect(lineOf('absent')).toBe(0)
  expect(lineOf('')).toBe(0)
})
