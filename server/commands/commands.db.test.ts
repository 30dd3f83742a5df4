import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const OLD = {
  'package.json': '{ "type": "module" }',
  'migrations/001_users.ts': migration(`
    await run("create table users (id serial primary key, email text, made timestamptz default now(), token uuid default gen_random_uuid())")
    await run("create unique index users_email_idx on users (lower(email)) where email is not null")
    await run("insert into users (email) values ('first@studio.test')")`),
}

/** The same, with a plain index where there was a unique one, and without the row. */
const BY_HAND = {
  '001_baseline.ts': migration(`
    await run("create table users (id serial primary key, email text, made timestamptz default now(), token uuid default gen_random_uuid())")
    await run("create index users_email_idx on users (lower(email)) where email is not null")`),
}

let server: string
let project: string
let baseline: string

const LOCKED = 'create table secret (x int); insert into secret values (1)'

/** A database that holds what this SQL makes. */
async function database(sql: string): Promise<DatabaseUrl> {
  const scratch = testServer(18)
  const { url } = await testDatabase(scratch)
  await withConnection(url, scratch, (query) => query(sql))
  return url
}

beforeAll(async () => {
  server = testServer(18).url.reveal()
  project = projectFolder(OLD)
  baseline = join(project, 'new', 'baseline')
})

describe('generate and verify', () => {
  test('a generated baseline is proven, written and replaced, and other files stay', async () => {
    const words = ['generate', '--migrations', join(project, 'migrations'), '--out', baseline]
    const first = await cli([...words, '--json'])
    expect([first.code, first.stderr]).toStrictEqual([
      0,
      expect.stringContaining('Starting PostgreSQL'),
    ])
    expect(documentOf(first)).toMatchObject({
      verdict: 'acceptable',
      files: [{ name: '001_baseline' }, { name: '002_seed_definitions' }],
      notCompared: [],
      counts: { table: { old: 1, rebuilt: 1 } },
    })
    expect(documentOf(first)).not.toHaveProperty('error')
    const texts = filesOf(baseline)
    expect(Object.keys(texts)).toStrictEqual(['001_baseline.ts', '002_seed_definitions.ts'])
    writeFileSync(join(baseline, 'notes.md'), 'mine')
    const second = await cli([...words, '--server', server])
    expect(second.code).toBe(0)
    expect(second.stdout).toMatch(/^Wrote .*001_baseline\.ts \([\d,]+ bytes\)\n/)
    expect(filesOf(baseline)).toStrictEqual({ ...texts, 'notes.md': 'mine' })
  })

  test('it verifies, and the own command of the project runs on the rebuilt database', async () => {
    const then = `pwd; node -e "
      const pg = require('${join(process.cwd(), 'node_modules/pg')}')
      const client = new pg.Client(process.env.DATABASE_URL)
      client.connect().then(() => client.query('select email from users')).then(({ rows }) => {
        console.log(rows[0].email, process.env.PGDATABASE, process.env.DB_NAME); client.end() })"`
    const words = ['verify', '--migrations', join(project, 'migrations'), '--baseline', baseline]
    const env = { DATABASE_URL: 'postgres://h/production', DB_NAME: 'production' }
    const json = [...words, '--json', '--server', server]
    const [passed, failed] = await Promise.all([
      cli([...json, '--then', then], { env }),
      cli([...json, '--then', 'echo no; exit 7']),
    ])
    expect(failed.code).toBe(1)
    expect(documentOf(failed)).toMatchObject({
      verdict: 'acceptable',
      then: { status: 'failed', code: 'then-failed', message: expect.stringContaining('code 7') },
    })
    expect(failed.stderr).toMatch(/^no$/m)
    expect(passed).toMatchObject({ code: 0 })
    expect(documentOf(passed)).toMatchObject({ verdict: 'acceptable', then: { status: 'passed' } })
    expect(passed.stderr).toContain(`${project}\n`)
    expect(passed.stderr).toMatch(/first@studio\.test (rebaseline_\w+_rebuilt) \1/)
  })

  test('what a hand-made baseline loses is named, for people and for programs', async () => {
    const byHand = projectFolder(BY_HAND)
    const words = ['verify', '--migrations', join(project, 'migrations'), '--baseline', byHand]
    const told = await cli([...words, '--server', server, '--json'])
    expect([told.code, documentOf(told)]).toMatchObject([1, { verdict: 'different' }])
    const { findings } = documentOf(told) as { findings: { kind: string; change: string }[] }
    expect(findings.map(({ kind, change }) => `${kind} ${change}`)).toStrictEqual(
      expect.arrayContaining(['index changed', 'rows missing']),
    )
  })

  test('where nothing is on either side nothing is equal', async () => {
    const empty = projectFolder({ '001.ts': migration('') })
    const words = ['verify', '--migrations', empty, '--baseline', empty, '--server', server]
    const told = await hear([...words, '--json'])
    expect([told.code, documentOf(told)]).toMatchObject([
      2,
      { verdict: 'unknown', error: { code: 'nothing-compared' } },
    ])
    expect(await hear(words)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^Could not tell: /),
    })
  })
})

describe('compare and snapshot', () => {
  test('two equal databases are compared without a scratch server', async () => {
    const [old, rebuilt] = [
      await database('create table a (x int)'),
      await database('create table a (x int)'),
    ]
    const equal = await hear(['compare', old.reveal(), rebuilt.reveal(), '--json'])
    expect(equal.code).toBe(0)
    expect(documentOf(equal)).toMatchObject({
      verdict: 'equal',
      notCompared: ['rows: none was named with --seed, so none was read'],
    })
    expect(equal.stderr).not.toContain('Starting')
  })

  test('sequences whose place is not read are named as not compared', async () => {
    const table = 'create table a (x int generated always as identity, y serial); create sequence s'
    const [old, rebuilt] = [await database(table), await database(`${table}; select nextval('s')`)]
    const notCompared = async (...words: string[]): Promise<unknown> => {
      const heard = await hear(['compare', old.reveal(), rebuilt.reveal(), '--json', ...words])
      return documentOf(heard)['notCompared']
    }
    expect(await notCompared()).toStrictEqual([
      'rows: none was named with --seed, so none was read',
      'where sequences stand',
    ])
    expect(await notCompared('--seed', 'a')).toStrictEqual([
      'rows of other tables than a',
      'where sequences of other tables stand',
    ])
    expect(await notCompared('--seed', 'all')).toStrictEqual([])
  })

  test('texts that only print differently are proven so on a scratch server', async () => {
    const table = 'create table a (x varchar(9)'
    const old = await database(`${table} constraint c check (x in ('a', 'b')))`)
    const rebuilt = await database(
      `${table} constraint c check (((x)::text = any (array[('a'::character varying)::text, ('b'::character varying)::text]))))`,
    )
    const printed = await hear(['compare', old.reveal(), rebuilt.reveal(), '--json'])
    expect(documentOf(printed)).toMatchObject({
      verdict: 'acceptable',
      findings: [{ class: 'printed' }],
    })
    expect(printed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Starting PostgreSQL 18'),
    })
  })

  test('rows are read of the tables that were named, and no others', async () => {
    const make = (name: string): string =>
      `create table a (x int); insert into a values (1); create table b (name text); insert into b values ('${name}')`
    const [old, rebuilt] = [await database(make('here')), await database(make('there'))]
    const words = ['compare', old.reveal(), rebuilt.reveal(), '--json']
    const [a, both] = await Promise.all([
      hear([...words, '--seed', 'a']),
      hear([...words, '--seed', 'a,b']),
    ])
    expect([a.code, both.code]).toStrictEqual([0, 1])
    expect(a.stdout).not.toContain('here')
    expect(both.stdout).toContain('here')
    expect(documentOf(a)).toMatchObject({ notCompared: ['rows of other tables than a'] })
  })

  test('of all tables but some no row is read; those that stay behind are counted, and not called equal', async () => {
    const make = (word: string, rows: number): string =>
      `create table a (x int); insert into a values (1);
      create table log (id serial, day date, what text) partition by range (day);
      create table log_1 partition of log for values from ('2020-01-01') to ('2021-01-01');
      insert into log (day, what) select '2020-02-02', '${word}' from generate_series(1, ${rows});
      create sequence free; select nextval('free')`
    const [old, rebuilt] = [await database(make('here', 3)), await database(make('there', 1))]
    const words = ['compare', old.reveal(), rebuilt.reveal(), '--json', '--seed-except']
    const [left, unknown] = await Promise.all([
      hear([...words, 'public.log']),
      hear([...words, 'lgo']),
    ])
    expect(left.code).toBe(0)
    expect(left.stdout).not.toMatch(/\bhere\b|\bthere\b/)
    expect(documentOf(left)).toMatchObject({
      counts: { rows: { old: 1, equal: 1 }, 'sequence-state': { old: 1, equal: 1 } },
      notCompared: [
        'where sequences of the tables left out of the seed stand',
        'rows of table public.log, left out of the seed: 3 rows stay behind on old; rebuilt has 1',
      ],
    })
    expect(unknown.code).toBe(2)
    expect(documentOf(unknown)).toMatchObject({
      error: {
        code: 'seed-table-unknown',
        message: expect.stringContaining('leave the rows of "lgo" out of the seed'),
      },
    })
  })

  test('rows left out that nobody may read are told as not counted', async () => {
    const [old, rebuilt] = [await database(LOCKED), await database(LOCKED)]
    const reader = (url: DatabaseUrl): string => {
      const as = new URL(url.reveal())
      as.searchParams.set('options', '-c role=pg_read_all_settings')
      return as.href
    }
    const words = ['compare', reader(old), reader(rebuilt), '--json', '--seed-except', 'secret']
    expect(documentOf(await hear(words))).toMatchObject({
      notCompared: expect.arrayContaining([
        'rows of table public.secret, left out of the seed: nobody could count those that stay behind on old; rebuilt has an unknown number',
      ]),
    })
  })

  test('a folder is compared with itself: what each build makes anew is no difference, roles neither', async () => {
    const folder = join(
      projectFolder({
        ...OLD,
        'migrations/002_role.ts': migration("await run('create role studio_reader')"),
      }),
      'migrations',
    )
    const same = await hear(['compare', folder, folder, '--json'])
    expect(same).toMatchObject({ code: 0 })
    expect(documentOf(same)).toMatchObject({
      verdict: 'acceptable',
      notCompared: [
        'roles, which belong to the server: the old side creates studio_reader; the rebuilt side creates studio_reader',
      ],
    })
  })

  test('a dump is compared with the database it came from, owners and all', async () => {
    const live = await database("create table a (x int); comment on table a is $$it's$$")
    const folder = projectFolder({
      'dump.sql': `\\restrict h4Xk9\nselect pg_catalog.set_config('search_path', '', false);\ncreate table public.a (x integer);
        alter table public.a owner to somebody_unknown;\nalter table public.a owner to current_user;\ncomment on table public.a is 'it''s';\n\\unrestrict h4Xk9\n`,
      'rows.sql': 'create table a (x int);\nCOPY public.a (x) FROM stdin;\n1\n\\.\n',
      'wrong.sql': 'create table a (x int);\ncreate tabel b (x int);',
      'late.sql': `-- 😀 ;\ncreate table a (x int);\ncreate table b (x int unique);;\n
insert into b\nvalues (1), (1);\nselect 1;`,
      'where.sql': 'create table a (id int); /* 😀 */\nselect idd from a;\nselect 1;',
    })
    const compared = await Promise.all(
      ['dump.sql', 'rows.sql', 'wrong.sql', 'late.sql', 'where.sql'].map((file) =>
        hear(['compare', live.reveal(), join(folder, file), '--json']),
      ),
    )
    expect(compared.map(({ code }) => code)).toStrictEqual([0, 0, 2, 2, 2])
    const [same, rows, ...failed] = compared.map(documentOf)
    expect(same).toMatchObject({ verdict: 'equal' })
    // Rows that COPY brings load as well; the comment is not there.
    expect(rows).toMatchObject({ verdict: 'acceptable', findings: [{ class: 'comment' }] })
    const told = failed.map((each) =>
      String((each as { error: { message: string } }).error.message),
    )
    expect(told.map((text) => text.replace(/^.*?sql: /, ''))).toStrictEqual([
      'line 2: syntax error at or near "tabel" [42601]\n  statement: create tabel b (x int)',
      'line 5: duplicate key value violates unique constraint "b_x_key" [23505]\n  statement: insert into b\n    values (1), (1)\n  detail: Key (x)=(1) already exists.',
      'line 2: column "idd" does not exist [42703]\n  statement: select idd from a\n  hint: Perhaps you meant to reference the column "a.id".',
    ])
  })

  test('a snapshot is written, and says when the database has drifted from it', async () => {
    const live = await database('create table a (x int primary key); insert into a values (1)')
    const out = join(projectFolder({}), 'snapshot')
    const written = await hear(['snapshot', '--database', live.reveal(), '--out', out])
    expect(written).toMatchObject({ code: 0 })
    expect(written.stdout).toContain('not compared: rows: none was named with --seed')
    const check = [
      'snapshot',
      '--check',
      '--database',
      live.reveal(),
      '--baseline',
      out,
      '--server',
      server,
    ]
    expect(await hear(check)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Equal/) })
    await withConnection(live, testServer(18), (query) => query('alter table a add y text'))
    const drifted = await hear([...check, '--json'])
    expect(drifted.code).toBe(1)
    expect(documentOf(drifted)).toMatchObject({
      findings: [{ kind: 'column', change: 'missing', address: { names: ['public', 'a', 'y'] } }],
    })
  })
})

const filesOf = (folder: string): Record<string, string> => {
  mkdirSync(folder, { recursive: true })
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}
