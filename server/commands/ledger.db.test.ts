import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear, type Heard } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const LEDGER = `create table kysely_migration (name varchar(255) not null primary key, "timestamp" varchar(255) not null);
  create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null);
  create table app (a int)`

async function database(sql: string): Promise<string> {
  const scratch = testServer(18)
  const { url } = await testDatabase(scratch)
  await withConnection(url, scratch, (query) => query(sql))
  return url.reveal()
}

const folderOf = (sql: string): string =>
  projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001.ts': migration(`await run(${JSON.stringify(sql)})`),
  })

const compared = async (old: string, rebuilt: string): Promise<Heard> =>
  hear(['compare', await database(old), await database(rebuilt), '--json', '--seed', 'all'])

const ADDITIONS = `create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger audit after insert on kysely_migration for each row execute function f();
  create index kmi on kysely_migration (timestamp); comment on table kysely_migration is 'ledger';
  grant select on kysely_migration to public; alter table kysely_migration add column who text default current_user;
  alter table kysely_migration enable row level security; create policy p on kysely_migration using (true);
  create rule r as on delete to kysely_migration_lock do instead nothing; alter table kysely_migration_lock alter is_locked drop default`

const FUNCTION = `create function f() returns trigger language plpgsql as 'begin return new; end'`

test("what hangs on the migrator's own tables is named", async () => {
  const said =
    'kysely_migration: column who, kysely_migration: comment, kysely_migration: grants, kysely_migration: index kmi, kysely_migration: policy p, kysely_migration: row-level security, kysely_migration: trigger audit, kysely_migration_lock: column is_locked, kysely_migration_lock: rule r'
  const [lost, kept, other] = await Promise.all([
    compared(`${LEDGER}; ${ADDITIONS}`, `${LEDGER}; ${FUNCTION}`),
    compared(`${LEDGER}; ${ADDITIONS}`, `${LEDGER}; ${ADDITIONS}`),
    compared(`${LEDGER}; ${ADDITIONS}`, `${LEDGER}; ${ADDITIONS.replace('(timestamp)', '(name)')}`),
  ])
  expect([lost.code, documentOf(lost)]).toMatchObject([
    0,
    {
      notCompared: [
        `what the migrator's own tables have beyond what Kysely makes: old has ${said}; rebuilt has nothing`,
      ],
    },
  ])
  expect(documentOf(kept)).toMatchObject({ verdict: 'equal', notCompared: [] })
  expect(documentOf(other)).toMatchObject({ notCompared: [expect.stringContaining(said)] })
})

test('what default privileges give it, and another role of both sides, is nothing of its own', async () => {
  const granted = `alter default privileges grant select on tables to public; ${LEDGER}`
  const late = `${LEDGER}; alter default privileges grant select on tables to public; revoke all on app from public; grant select on app to public`
  expect(documentOf(await compared(granted, late))).toMatchObject({
    verdict: 'equal',
    notCompared: [],
  })
})

test('a table of that name that is none of Kysely is a table like any', async () => {
  const told = await compared(
    'create table kysely_migration (id int, whatever text); insert into kysely_migration values (1); create table x (a int)',
    'create table x (a int)',
  )
  expect([told.code, documentOf(told)]).toMatchObject([
    1,
    {
      findings: [
        { kind: 'table', address: { names: ['public', 'kysely_migration'] }, change: 'missing' },
        { kind: 'rows' },
      ],
    },
  ])
})

test('with a schema of the migrator a baseline is written that plain Kysely runs there', async () => {
  const project = folderOf(
    'create table meta.a (x int); create schema more; create table more.b (y int)',
  )
  const out = join(project, 'out')
  const words = ['--migration-table-schema', 'meta', '--json']
  const generated = await hear([
    'generate',
    '--migrations',
    join(project, 'migrations'),
    '--out',
    out,
    ...words,
  ])
  expect([generated.code, documentOf(generated)]).toMatchObject([
    0,
    { verdict: 'equal', notCompared: [] },
  ])
  const text = readFileSync(join(out, '001_baseline.ts'), 'utf8')
  expect(text).toContain('CREATE SCHEMA IF NOT EXISTS "meta"')
  expect(text).toContain("createSchema('more')")
  // `verify` builds by plain Kysely with that option.
  const verified = await hear([
    'verify',
    '--migrations',
    join(project, 'migrations'),
    '--baseline',
    out,
    ...words,
  ])
  expect([verified.code, documentOf(verified)]).toMatchObject([0, { verdict: 'equal' }])
})
