import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'

test('a generated baseline is outlined by its sections', () => {
  const text = [
    'export async function up(db: Kysely<any>): Promise<void> {',
    '  // Functions',
    '  await sql`CREATE FUNCTION public.touch()',
    ' RETURNS trigger`.execute(db)',
    '',
    '  // Tables',
    '  await db.schema',
    "    .createTable('public.users')",
    '    .execute()',
    '  // Indexes',
    '  await sql`CREATE UNIQUE INDEX "My index" ON public.users USING btree (id)`.execute(db)',
  ].join('\n')
  expect(outlineOf(text)).toEqual([
    { name: 'Functions', line: 2, entries: [{ name: 'public.touch', line: 3 }] },
    { name: 'Tables', line: 6, entries: [{ name: 'public.users', line: 8 }] },
    { name: 'Indexes', line: 10, entries: [{ name: 'My index', line: 11 }] },
  ])
})

test('a baseline made by hand is outlined by its functions; rows count too', () => {
  const text = [
    'async function core(db) {',
    "  await db.schema.createType('mood').asEnum(['calm']).execute()",
    '}',
    'async function rows(db) {',
    '  await sql`INSERT INTO "public"."mood" ("id") VALUES (1)`.execute(db)',
    '}',
    'async function nothing() {}',
  ].join('\n')
  expect(outlineOf(text)).toEqual([
    { name: 'core', line: 1, entries: [{ name: 'mood', line: 2 }] },
    { name: 'rows', line: 4, entries: [{ name: 'public.mood', line: 5 }] },
  ])
})

test('half a statement and an empty text have an outline', () => {
  expect(outlineOf('')).toEqual([])
  expect(outlineOf('// Tables\n.createTable(')).toEqual([])
})
