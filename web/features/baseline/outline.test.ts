import { expect, test } from 'vitest'
import { outlineOf, outlinePlace } from './outline.ts'

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

test.each([
  ['COMMENT ON COLUMN public.users.name IS', 'public.users.name'],
  ['COMMENT ON TEXT SEARCH CONFIGURATION public.words IS', 'public.words'],
  ['GRANT SELECT, INSERT ON TABLE public.users TO curator', 'public.users'],
  ['REVOKE ALL ON ALL TABLES IN SCHEMA public FROM curator', 'public'],
  ['ALTER TABLE ONLY public.users CLUSTER ON users_pkey', 'public.users'],
  ['ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT', 'ALTER DEFAULT PRIVILEGES'],
  ["SELECT pg_catalog.setval('public.users_id_seq', 1)", 'public.users_id_seq'],
  ['REFRESH MATERIALIZED VIEW public.seen', 'public.seen'],
  ['CREATE CAST (public.a AS public.b) WITH', 'CAST (public.a AS public.b)'],
])('%s stands in it', (statement, name) => {
  const [section] = outlineOf(`// Here\n  await sql\`${statement}\`.execute(db)`)
  expect(section?.entries).toEqual([{ name, line: 2 }])
})

test('a line belongs to the last section and entry above it', () => {
  const sections = outlineOf(
    '// Tables\n\n.createTable("a")\n\n.createTable("b")\n// Views\n.createView("v")',
  )
  const at = (line: number) => {
    const place = outlinePlace(sections, line)
    return [place?.section.name, place?.entry?.name]
  }
  expect([1, 2, 3, 4, 5, 6, 7, 99].map(at)).toEqual([
    ['Tables', undefined],
    ['Tables', undefined],
    ['Tables', 'a'],
    ['Tables', 'a'],
    ['Tables', 'b'],
    ['Views', undefined],
    ['Views', 'v'],
    ['Views', 'v'],
  ])
})
