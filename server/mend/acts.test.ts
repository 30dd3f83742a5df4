import { expect, test } from 'vitest'
import { stepsOf, type Act } from './acts.ts'
import { readMigration } from './migration-text.ts'

function acts(body: string, more = ''): readonly (readonly Act[])[] {
  const text = `import { sql } from 'kysely'\nexport async function up(db) {\n${body}\n}\n${more}`
  const read = readMigration('001_baseline.ts', text)
  if ('why' in read) throw new Error(read.why)
  return stepsOf(read.migration).map((step) => step.acts)
}

const MADE: readonly (readonly [string, Act])[] = [
  ["db.schema.createTable('a.users').addColumn('id', 'integer').execute()", make('table', 'users')],
  ["db.schema.createIndex('by_id').on('users').execute()", make('index', 'by_id', 'users')],
  ["db.schema.alterTable('users').addColumn('x', 'text').execute()", { does: 'add', on: 'users' }],
  ["db.schema.alterTable('users').renameTo('people').execute()", { does: 'change' }],
  ["db.insertInto('users').values({ id: 1 }).execute()", { does: 'insert', on: 'users' }],
  ["db.deleteFrom('users').execute()", { does: 'change' }],
  [
    'sql`create unique index by_id on "a"."Users" (id)`.execute(db)',
    make('index', 'by_id', 'users'),
  ],
  ['sql`alter table users enable row level security`.execute(db)', { does: 'add', on: 'users' }],
  ['sql`alter table users drop column x`.execute(db)', { does: 'change' }],
  ['sql`create table b (like a)`.execute(db)', { does: 'change' }],
  ['sql`-- why\n comment on table a is null`.execute(db)', { does: 'look' }],
  ['sql`update a set b = ${sql.lit(1)}`.execute(db)', { does: 'unknown' }],
  ['sql`do $$ begin end $$`.execute(db)', { does: 'unknown' }],
  ['sql`select fill()`.execute(db)', { does: 'unknown' }],
  ['helper(db)', { does: 'unknown' }],
  ['Promise.all(names.map((name) => sql`drop table ${name}`.execute(db)))', { does: 'unknown' }],
]

function make(what: string, name: string, on = ''): Act {
  return { does: 'make', what, name, on }
}

test.each(MADE)('what %s does is told from its text', (call, act) => {
  expect(acts(`  await ${call}`)).toEqual([[act]])
})

test('a function that is called once stands where it is called, another one may do anything', () => {
  const helper = "async function tables(k) {\n  await k.schema.createSchema('a').execute()\n}\n"
  expect(acts('  await tables(db)', helper)).toEqual([[make('schema', 'a')]])
  expect(acts('  await tables(db)\n  await tables(db)', helper)).toEqual([
    [{ does: 'unknown' }],
    [{ does: 'unknown' }],
  ])
})
