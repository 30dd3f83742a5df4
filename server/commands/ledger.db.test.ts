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
  create rule r as on delete to kysely_migration_lock do instead nothing; alter table kysely_migration_lock alter is_locked drop default, alter id type varchar(255) collate "C";
  create statistics s on name, timestamp from kysely_migration; comment on constraint kysely_migration_pkey on kysely_migration is 'pk';
  alter table kysely_migration alter name set statistics 7, alter name set storage plain; comment on index kmi is 'i'`

const FUNCTION = `create function f() returns trigger language plpgsql as 'begin return new; end'`

test("what hangs on the migrator's own tables is named", async () => {
  const changed = [
    'table public.kysely_migration (rowSecurity)',
    'table column public.kysely_migration.name (storage, statistics)',
    'table column public.kysely_migration_lock.id (collation)',
  ]
    .toSorted()
    .join(', ')
  const additions = [
    'table column public.kysely_migration.who',
    'index public.kmi',
    'rule public.kysely_migration_lock.r',
    'trigger public.kysely_migration.audit',
    'policy public.kysely_migration.p',
    'comment on table public.kysely_migration',
    'comment on table constraint public.kysely_migration.kysely_migration_pkey',
    'privilege on table public.kysely_migration(public)',
    'statistics object public.s',
  ]
    .toSorted()
    .join(', ')
  const all = `${LEDGER}; ${ADDITIONS}`
  const [lost, kept, other, none] = await Promise.all([
    compared(all, `${LEDGER}; ${FUNCTION}`),
    compared(all, all),
    compared(all, `${LEDGER}; ${ADDITIONS.replace('(timestamp)', '(name)')}`),
    compared(all, `create table app (a int); ${FUNCTION}`),
  ])
  expect([lost.code, documentOf(lost)]).toMatchObject([
    0,
    {
      notCompared: [
        `the migrator's own tables: only old has ${additions}; only rebuilt has default value public.kysely_migration_lock.is_locked; they differ in ${changed}`,
      ],
    },
  ])
  expect(documentOf(kept)).toMatchObject({ verdict: 'equal', notCompared: [] })
  expect(documentOf(other)).toMatchObject({
    notCompared: ["the migrator's own tables: they differ in index public.kmi (columns)"],
  })
  const [said] = (documentOf(none) as { notCompared: string[] }).notCompared
  expect(said?.split(': only old has ')[1]?.split(', ').toSorted()).toStrictEqual(
    additions.split(', ').toSorted(),
  )
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
    `create table meta.a (x int); create schema more; create table more.b (y int); create index kmi on meta.kysely_migration (timestamp);
    comment on index meta.kmi is 'i'; comment on constraint kysely_migration_pkey on meta.kysely_migration is 'pk'`,
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
    {
      verdict: 'equal',
      notCompared: [
        "the migrator's own tables: only old has comment on table constraint meta.kysely_migration.kysely_migration_pkey, index meta.kmi",
      ],
    },
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
