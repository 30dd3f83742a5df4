import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { rolesOf } from '../postgres/roles.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { sharedState } from '../postgres/shared-state.ts'
import { cli, documentOf } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const TABLE = "await run('create table notes (id int primary key)');"
const ROLE = "await run('create role studio_reader');"
const GRANT = "await run('grant select on notes to studio_reader');"

const folderOf = (...bodies: string[]): string =>
  projectFolder(
    Object.fromEntries(bodies.map((body, index) => [`00${index + 1}.ts`, migration(body)])),
  )

interface Told {
  readonly code: unknown
  readonly verdict: unknown
  readonly found: readonly string[]
  readonly notCompared: readonly string[]
}

/** Verifies one folder by another on embedded servers. */
async function verified(old: string, baseline: string): Promise<Told> {
  const ended = await cli(['verify', '--migrations', old, '--baseline', baseline, '--json'])
  const {
    verdict,
    findings = [],
    notCompared = [],
  } = documentOf(ended) as unknown as Told & {
    findings?: { class: string; change: string; kind: string }[]
  }
  const found = findings.map((each) => `${each.class} ${each.change} ${each.kind}`)
  return { code: ended.code, verdict, found, notCompared }
}

let creates: string
beforeAll(() => {
  creates = folderOf(TABLE, ROLE, GRANT)
})

test('a baseline that creates the roles of the old migrations itself is built where nobody made them', async () => {
  expect(await verified(creates, folderOf(TABLE + ROLE + GRANT))).toStrictEqual({
    code: 0,
    verdict: 'equal',
    found: [],
    notCompared: [
      'roles, which belong to the server: the old side creates studio_reader; the rebuilt side creates studio_reader',
    ],
  })
})

test('a baseline that needs one role and creates another gets the one only, and it is told as lost', async () => {
  const other = "await run('create role studio_writer; grant insert on notes to studio_writer')"
  const old = folderOf(TABLE, ROLE + GRANT, other)
  expect(await verified(old, folderOf(TABLE + GRANT, other))).toStrictEqual({
    code: 0,
    verdict: 'equal',
    found: [],
    notCompared: [
      'roles, which belong to the server: the old side creates studio_reader, studio_writer; the rebuilt side creates studio_writer; the rebuilt side does not create studio_reader; made for this run, as a server needs them first: studio_reader',
    ],
  })
})

test('a baseline that grants only where the role happens to be there has lost the grant', async () => {
  const perhaps = `await run("do $$ begin if exists (select from pg_roles where rolname = 'studio_reader') then grant select on notes to studio_reader; end if; end $$")`
  expect(await verified(creates, folderOf(TABLE + perhaps))).toMatchObject({
    code: 1,
    found: ['privilege missing privilege'],
  })
})

test('old migrations that grant to a role they do not create are replayed with it, and so is the generated baseline', async () => {
  const needs = folderOf(TABLE, GRANT)
  const out = join(projectFolder({}), 'out')
  mkdirSync(out)
  const generated = await cli(['generate', '--migrations', needs, '--out', out, '--json'])
  expect([generated.code, documentOf(generated)]).toMatchObject([
    0,
    {
      notCompared: [
        'roles, which belong to the server: made for this run, as a server needs them first: studio_reader',
      ],
    },
  ])
})

test('a generated baseline is itself a folder that is replayed, with the roles that it says it lacks', async () => {
  const name = 'o\'clock "x", y'
  const role = `"${name.replaceAll('"', '""')}"`
  const old = folderOf(
    TABLE,
    ROLE + GRANT,
    `await run(${JSON.stringify(`create role ${role}; grant insert on notes to ${role}`)})`,
  )
  const baseline = join(projectFolder({}), 'baseline')
  const { code } = await cli(['generate', '--migrations', old, '--out', baseline])
  expect(code).toBe(0)
  expect(await verified(baseline, baseline)).toStrictEqual({
    code: 0,
    verdict: 'equal',
    found: [],
    notCompared: [
      `roles, which belong to the server: made for this run, as a server needs them first: ${role}, studio_reader`,
    ],
  })
})

test('a server of somebody else gets no role from us: the one that lacks is named with the statement', async () => {
  const server = testServer(18)
  const words = ['--migrations', folderOf(TABLE, GRANT), '--baseline', creates]
  const ended = await cli(['verify', ...words, '--server', server.url.reveal(), '--json'])
  expect([ended.code, documentOf(ended)]).toMatchObject([
    2,
    {
      error: {
        code: 'role-missing',
        message: expect.stringMatching(
          /role "studio_reader" does not exist[^]*statement: grant select on notes/,
        ),
      },
    },
  ])
  expect(await rolesOf(server)).not.toContain('studio_reader')
})

test('what else old changes of the whole server is named as not compared, and as not changed by the rebuilt side', async () => {
  const setting = "await run('alter role current_user set work_mem = 4096');"
  const old = folderOf(TABLE, setting + "await run('grant pg_monitor to current_user')")
  expect(await verified(old, folderOf(TABLE + setting))).toStrictEqual({
    code: 0,
    verdict: 'equal',
    found: [],
    notCompared: [
      'what else belongs to the server: the old side changes membership of postgres in pg_monitor, setting of postgres; the rebuilt side changes setting of postgres; the rebuilt side does not change membership of postgres in pg_monitor',
    ],
  })
})

test('a role with a hostile name is given and told as Postgres quotes it', async () => {
  const grant = `await run('grant select on notes to "Nobody ""x"""')`
  const old = folderOf(TABLE, grant)
  expect(await verified(old, folderOf(TABLE + grant))).toMatchObject({
    code: 0,
    notCompared: [
      'roles, which belong to the server: made for this run, as a server needs them first: "Nobody ""x"""',
    ],
  })
  const { url } = await testServer(18)
  const words = ['--migrations', old, '--baseline', old, '--server', url.reveal()]
  expect(documentOf(await cli(['verify', ...words, '--json']))).toMatchObject({
    error: {
      code: 'role-missing',
      help: expect.stringMatching(
        /^Create it on that server \(create role "Nobody ""x""" nologin\)/,
      ),
    },
  })
})

describe('on a server of somebody else', () => {
  test('one that was made unseen, by a connection of its own, is named and left alone', async () => {
    const server = testServer(18)
    const pg = `(await import('node:module')).createRequire('${import.meta.filename}')('pg')`
    const own = `const { Client } = ${pg}; const own = new Client(process.env.DATABASE_URL)`
    const makes = `${own}; await own.connect(); await own.query('create role studio_reader'); await own.end()`
    for (const [folder, code] of [
      [folderOf(makes), 'server-wide'],
      [folderOf(makes, "await run('select nothing')"), 'migration-failed'],
    ] as const) {
      const words = ['--migrations', folder, '--baseline', folder, '--server', server.url.reveal()]
      const ended = await cli(['verify', ...words, '--json'])
      await withConnection(server.url, server, (query) => query('drop role studio_reader'))
      expect([ended.code, documentOf(ended)]).toMatchObject([
        2,
        {
          error: {
            code,
            message: expect.stringMatching(/appeared.*: role studio_reader$/),
            help: expect.stringContaining('it was left alone'),
          },
        },
      ])
    }
  })

  test.each([
    [
      'after a function',
      'create function f() returns int language sql as $$ select 1 $$; create role leaked;',
    ],
    [
      'by a text put together',
      "create table t (id int);\ndo $$ begin execute 'create ro' || 'le leaked'; end $$;",
    ],
    [
      'in a commit of its own',
      "begin;\ndo $$ begin execute 'create ro' || 'le leaked'; end $$;\ncommit;\nselect 1;",
    ],
    ['as another role', 'create role leaked; set role leaked;'],
  ])('a script that makes a role %s is refused, and nothing of it is left', async (_how, text) => {
    const server = testServer(18)
    const before = await sharedState(server)
    const script = join(projectFolder({ 'old.sql': text }), 'old.sql')
    const words = ['compare', script, script, '--server', server.url.reveal(), '--json']
    expect(documentOf(await cli(words))).toMatchObject({
      error: {
        code: 'server-wide',
        message: expect.stringContaining('(role leaked); it was rolled back'),
      },
    })
    expect(await sharedState(server)).toBe(before)
  })

  test.each([
    [
      'fails after a commit of its own',
      'create table t (n int);\n-- 😀 é\nbegin; select 1;\ncommit;\nselect 1;\nselect nothing;',
      /line 6: [^]*statement: select nothing$/,
    ],
    [
      'fails as it is committed',
      'create table t (n int unique deferrable initially deferred);\ninsert into t values (1), (1);',
      /duplicate key/,
    ],
  ])('a script that %s is told as on a server of ours', async (_what, text, told) => {
    const server = testServer(18)
    const script = join(projectFolder({ 'old.sql': text }), 'old.sql')
    for (const at of [[], ['--server', server.url.reveal()]]) {
      expect(documentOf(await cli(['compare', script, script, ...at, '--json']))).toMatchObject({
        error: { code: 'script-failed', message: expect.stringMatching(told) },
      })
    }
  })

  test('migrations, a baseline and a script that make a role are refused, and nothing of it is left', async () => {
    const server = testServer(18)
    const before = await sharedState(server)
    const script = join(
      projectFolder({ 'old.sql': 'create table notes (id int); create role studio_reader;' }),
      'old.sql',
    )
    const at = ['--server', server.url.reveal(), '--json']
    for (const words of [
      ['verify', '--migrations', creates, '--baseline', creates, ...at],
      ['verify', '--migrations', folderOf(TABLE), '--baseline', creates, ...at],
      ['compare', script, script, ...at],
    ]) {
      expect(documentOf(await cli(words))).toMatchObject({
        error: { code: 'server-wide', message: expect.stringContaining('(role studio_reader)') },
      })
    }
    expect(await sharedState(server)).toBe(before)
  })
})

test('what belongs to the role of our own server, and what to the one that migrates, is told apart', async () => {
  const database = await testDatabase(testServer(15))
  await withConnection(database.url, { runId: newRunId() }, (query) =>
    query(`
      create role studio;
      create table works (id int primary key, price numeric check (price > 0));
      create table artists (id int primary key, work int references works);
      create sequence numbers;
      create function twice(int) returns int language sql immutable as 'select $1 * 2';
      do $$ declare one text; begin
        foreach one in array array['table works', 'table artists', 'sequence numbers', 'function twice(int)'] loop
          execute format('alter %s owner to studio', one);
        end loop;
      end $$;
      create view dear as select id from works where price > 100;
      create table audit (at timestamptz, what text);
      grant select on works to postgres; grant insert on audit to studio;
      alter default privileges for role studio grant select on tables to postgres`),
  )
  const live = ['--database', database.url.reveal(), '--seed', 'all', '--json']
  const out = projectFolder({})
  const generated = await cli(['generate', ...live, '--out', out])
  expect([generated.code, documentOf(generated)]).toMatchObject([
    0,
    { verdict: 'equal', findings: [] },
  ])
  const given = ['--baseline', out, '--plant-faults']
  const told = documentOf(await cli(['verify', ...live, ...given]))
  expect(told).toMatchObject({
    verdict: 'equal',
    findings: [],
    planted: { escaped: [], strange: [] },
  })
  // Somebody else's server gets no role of ours.
  const elsewhere = ['--baseline', out, '--server', testServer(15).url.reveal()]
  expect(documentOf(await cli(['verify', ...live, ...elsewhere]))).toMatchObject({
    verdict: 'different',
    notCompared: expect.arrayContaining([
      expect.stringContaining('the rebuilt side was built as postgres itself'),
    ]),
  })
})
