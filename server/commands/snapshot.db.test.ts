import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { describe, expect, test } from 'vitest'
import { shellWord } from '../machine/shell-word.ts'
import { builtFile } from '../place.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testServer } from '../testing/postgres.ts'
import { migration } from '../testing/project-folder.ts'
import { SCHEMA, snapshotPlace as place } from '../testing/snapshot-place.ts'

/** What a live database is changed by, by hand. */
const CHANGE = `
  alter table users add nick text;
  drop index users_email_idx;
  create or replace function greet(name text) returns text language sql as $$ select 'hi ' || name $$;
`

const read = (file: string): string => readFileSync(file, 'utf8')

/** Texts and times of all files of a folder. */
const stateOf = (folder: string): unknown =>
  readdirSync(folder).map((name) => {
    const { mtimeMs, ino } = statSync(join(folder, name))
    return [name, read(join(folder, name)), mtimeMs, ino]
  })

/** Edits a file; each text has to be there. */
function edit(file: string, ...edits: readonly (readonly [from: string, to: string])[]): string {
  const text = edits.reduce((before, [from, to]) => {
    expect(before).toContain(from)
    return before.replace(from, () => to)
  }, read(file))
  writeFileSync(file, text)
  return text
}

const POSTS = "  await db.schema\n    .createTable('public.posts')"
const END = '  for (const { name, value } of before.rows) {'

describe('a baseline that stands', () => {
  test('is left alone where nothing changed, its times too', async () => {
    const { folder, baseline, snapshot } = await place()
    edit(baseline, [POSTS, `  // What people write.\n${POSTS}`])
    const before = stateOf(folder)
    const heard = await snapshot('--yes')
    expect(heard).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Equal: [^]*\nNothing to change: the files stay as they are\.$/,
      ),
    })
    expect(stateOf(folder)).toStrictEqual(before)
  })

  test('is shown with its difference, written by --yes alone, and then there is none', async () => {
    const { folder, baseline, sql, snapshot, check } = await place()
    await sql(CHANGE)
    const before = stateOf(folder)
    const shown = await snapshot()
    expect(shown.code).toBe(1)
    expect(shown.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Different: the live database has drifted from the baseline: 3 diff/,
        ),
        '  ✗ column public.users.nick is in the live database, and not in the baseline',
        `${baseline}: was not edited by hand, and is generated anew`,
        `--- ${baseline}`,
        "+    .addColumn('nick', 'text')",
        expect.stringMatching(/^Proven: what it builds is equal/),
      ]),
    )
    expect(shown.stderr).toMatch(/Nothing was written: it is written with --yes/)
    expect(stateOf(folder)).toStrictEqual(before)
    const written = await snapshot('--yes')
    expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining(`Wrote ${baseline}`) })
    expect(read(baseline)).toContain("addColumn('nick', 'text')")
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Equal/) })
  })

  test('keeps remarks, extra statements, order, names and ends of lines of who edited it', async () => {
    const { baseline, sql, snapshot, check } = await place()
    const users = /  await db\.schema\n {4}\.createTable\('public\.users'\)[^]*?\.execute\(\)\n/
    const [table = ''] = users.exec(read(baseline)) ?? []
    const edited = edit(
      baseline,
      [POSTS, `  // What people write.\n${POSTS}`],
      ['async function up(db: Kysely<any>)', 'async function up(database: Kysely<any>)'],
      [
        '  if (!db.isTransaction) return db.transaction()',
        '  const db = plain(database)\n  if (!db.isTransaction) return db.transaction()',
      ],
      ['  db = db.withoutPlugins()\n', ''],
      [
        END,
        `  await sql\`insert into posts (id, body) values (1, 'first')\`.execute(db)\n\n${END}`,
      ],
      [
        'export async function down',
        'const plain = (db: Kysely<any>) => db.withoutPlugins()\n\nexport async function down',
      ],
      ["'email', 'varchar(30)'", "'email' /* the login */, 'varchar(30)'"],
    )
    expect(table).not.toBe('')
    writeFileSync(baseline, edited.replaceAll('\n', '\r\n'))
    await sql(CHANGE)
    const heard = await snapshot('--yes')
    expect(heard).toMatchObject({ code: 0, stdout: expect.stringContaining('is merged in') })
    const text = read(baseline)
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    const lines = new Set(text.split('\r\n'))
    const gone = edited.split('\n').filter((line) => !lines.has(line))
    expect(gone).toEqual([
      expect.stringContaining("select 'hello ' || name"),
      '  // Indexes',
      expect.stringContaining('CREATE INDEX users_email_idx'),
    ])
    expect(text).toContain("addColumn('nick', 'text')")
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Equal/) })
  })

  test('that somebody formatted otherwise gets statements for what changed, and keeps every line', async () => {
    const { baseline, sql, snapshot, check } = await place()
    const formatted = await format(read(baseline), { parser: 'typescript', tabWidth: 4 })
    writeFileSync(baseline, formatted)
    await sql(`${CHANGE}; alter table posts alter body type varchar(40)`)
    const heard = await snapshot('--yes')
    expect(heard).toMatchObject({ code: 0 })
    expect(await check()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^(Equal|Accept)/),
    })
    const lines = new Set(read(baseline).split('\n'))
    const gone = formatted.split('\n').filter((line) => !lines.has(line))
    expect(gone.length).toBeLessThan(6)
  })

  test('says what the live database has otherwise than was edited, and takes that over', async () => {
    const { baseline, snapshot } = await place()
    edit(
      baseline,
      ['CREATE INDEX users_email_idx', 'CREATE UNIQUE INDEX users_email_idx'],
      [
        "    .addColumn('body', 'text')\n",
        "    .addColumn('body', 'text', (col) => col.notNull())\n",
      ],
    )
    const heard = await snapshot('--yes', '--json')
    expect(heard.code).toBe(0)
    expect(documentOf(heard)).toMatchObject({
      outcome: 'written',
      verdict: 'equal',
      drift: {
        verdict: 'different',
        findings: expect.arrayContaining([
          expect.objectContaining({
            kind: 'index',
            attributes: [{ name: 'unique', old: false, rebuilt: true }],
            sql: expect.stringContaining('CREATE INDEX users_email_idx'),
          }),
          expect.objectContaining({
            kind: 'column',
            sql: 'ALTER TABLE "public"."posts" ALTER COLUMN "body" DROP NOT NULL',
          }),
        ]),
      },
    })
  })

  test('is merged with its seed: rows of the tables that were named are taken over', async () => {
    const rows =
      "create table kinds (id int primary key, name text); insert into kinds values (1, 'a'), (2, 'b')"
    const { seed, sql, snapshot } = await place(rows, '--seed', 'kinds')
    const edited = edit(seed, ['  await ', '  // The kinds that there always are.\n  await '])
    await sql("insert into kinds values (3, 'c')")
    expect(await snapshot('--yes', '--seed', 'kinds')).toMatchObject({ code: 0 })
    const text = read(seed)
    expect(text).toContain('// The kinds that there always are.')
    expect(text).toMatch(/3, 'c'/)
    expect(text).not.toBe(edited)
    // Rows that are not read are those that stand there.
    await sql('alter table kinds add note text')
    expect(await snapshot('--yes')).toMatchObject({ code: 0 })
    expect(read(seed)).toBe(text)
  })

  test('with names that are made to break out of a text is merged like any other', async () => {
    const name = 'a`${b}\\ "c\'; --\n*/ d'
    const quoted = `"${name.replaceAll('"', '""')}"`
    const { baseline, sql, snapshot, check } = await place(
      `create table ${quoted} (${quoted} int); comment on table ${quoted} is '\u001b[31m \`\${x}\`'`,
    )
    edit(baseline, ['  // Tables', '  // Tables, one with a name'])
    await sql(`alter table ${quoted} add "\`\u202e\${y}" text default '\`'`)
    const heard = await snapshot('--yes')
    expect(heard).toMatchObject({ code: 0 })
    expect(heard.stdout).not.toMatch(/[\u001b\u202e]/)
    expect(read(baseline)).toContain('// Tables, one with a name')
    expect(await check()).toMatchObject({ code: 0 })
  })
})

test('on a terminal it is asked first: only yes writes', async (context) => {
  if (spawnSync('script', ['--version']).status !== 0) return context.skip('needs script(1)')
  const { url, folder, baseline, sql } = await place('create table a (x int)')
  await sql('alter table a add y int')
  const server = testServer(18).url.reveal()
  const words = ['snapshot', '--out', folder, '--database', url.reveal(), '--server', server]
  const call = [process.execPath, builtFile('main.js'), ...words].map(shellWord).join(' ')
  const answered = (answer: string) =>
    spawnSync('script', ['-qec', call, '/dev/null'], { input: `${answer}\n`, encoding: 'utf8' })
  const before = stateOf(folder)
  const no = answered('no')
  expect(no.stdout).toMatch(
    /^\+.*addColumn\('y'[^]*Write it\? \[y\/N\][^]*Nothing was written\.\r?\n/m,
  )
  expect([no.status, stateOf(folder)]).toStrictEqual([1, before])
  expect(answered('y')).toMatchObject({ status: 0, stdout: expect.stringMatching(/\nWrote /) })
  expect(read(baseline)).toContain("addColumn('y', 'integer')")
})

describe('nothing is written', () => {
  test.for([
    ['can not be read', 'export async function up(db: {', /001_baseline\.ts/],
    [
      'does not run',
      migration('await run("create tabel users (id int)")'),
      /001_baseline[^]*syntax error at or near "tabel"/,
    ],
  ] as const)(
    'where a file that was edited %s: it is named with its error',
    async ([, text, error]) => {
      const { folder, baseline, snapshot } = await place()
      writeFileSync(baseline, text)
      const before = stateOf(folder)
      const heard = await snapshot('--yes')
      expect([heard.code, heard.stderr]).toStrictEqual([2, expect.stringMatching(error)])
      expect(stateOf(folder)).toStrictEqual(before)
    },
  )

  test('where neither a merge nor a statement brings it up: both texts are shown', async () => {
    const { folder, baseline, sql, snapshot } = await place(
      `${SCHEMA}; create function made() returns int language sql as $$ select 1 $$`,
    )
    edit(
      baseline,
      ["    .addColumn('body', 'text')\n", "    .addColumn('body', sql`text`)\n"],
      [END, `  return void (await db.schema.dropTable('nowhere').ifExists().execute())\n\n${END}`],
    )
    await sql('alter table posts alter body type varchar(40)')
    const before = stateOf(folder)
    const heard = await snapshot('--yes')
    expect([heard.code, heard.stderr]).toStrictEqual([
      1,
      expect.stringMatching(/Could not bring the baseline in .* up to the live database/),
    ])
    expect(heard.stdout).toMatch(
      /conflict at line \d+: .*\n  by hand:\n {4} {4}\.addColumn\('body', sql`text`\)\n  live database:\n {4} {4}\.addColumn\('body', 'varchar\(40\)'\)/,
    )
    expect(stateOf(folder)).toStrictEqual(before)
  })

  test('through a link, beside later migrations, or where no baseline is', async () => {
    const { folder, baseline, seed, snapshot } = await place()
    writeFileSync(join(folder, '003_more.ts'), migration('await run("create table c (x int)")'))
    const later = await snapshot('--yes')
    expect([later.code, later.stderr]).toStrictEqual([
      2,
      expect.stringMatching(
        /more than a baseline and its seed: 003_more\.ts\n.*generate --migrations/,
      ),
    ])
    renameSync(join(folder, '003_more.ts'), join(folder, '..', 'real.ts'))
    renameSync(baseline, join(folder, '..', '001_baseline.ts'))
    expect((await snapshot('--yes')).stderr).toMatch(/no baseline: 002_seed_definitions\.ts/)
    symlinkSync('../001_baseline.ts', baseline)
    expect((await snapshot('--yes')).stderr).toMatch(/001_baseline\.ts is a symbolic link/)
    mkdirSync(join(folder, '..', 'other'))
    renameSync(seed, join(folder, '..', 'other', '0050_last.ts'))
    const words = ['snapshot', '--out', join(folder, '..', 'other'), '--yes', '--database']
    expect((await hear([...words, 'postgres://u@127.0.0.1:1/d'])).stderr).toMatch(
      /holds migrations, but no baseline: 0050_last\.ts/,
    )
  })
})

test('a baseline that imports from its project is built where it stands', async () => {
  const { folder, baseline, sql, snapshot } = await place()
  writeFileSync(join(folder, '..', 'names.ts'), "export const BODY = 'body'\n")
  writeFileSync(join(folder, 'types.ts'), "export const TEXT = 'text'\n")
  edit(
    baseline,
    [
      'import { type Kysely',
      "import { BODY } from '../names.ts'\nimport { TEXT } from './types.ts'\nimport { type Kysely",
    ],
    [".addColumn('body', 'text')", '.addColumn(BODY, TEXT)'],
  )
  await sql('alter table users add nick text')
  const heard = await snapshot('--yes')
  expect(heard).toMatchObject({ code: 0 })
  expect(read(baseline)).toContain('.addColumn(BODY, TEXT)')
  expect(readdirSync(join(folder, '..')).sort()).toEqual(['db', 'names.ts', 'package.json'])
})

test('--check runs the folder as a whole, and names the drift with what would bring the baseline up', async () => {
  const { folder, sql, check } = await place()
  writeFileSync(
    join(folder, '003_more.ts'),
    migration('await run("alter table users add nick text")'),
  )
  expect(await check()).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(
      '✗ column public.users.nick is in the baseline, and not in the live database\n      the baseline needs: ALTER TABLE "public"."users" DROP COLUMN "nick"',
    ),
  })
  await sql('alter table users add nick text')
  expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Equal/) })
  await sql(`
    create role drift_reader; grant select on posts to drift_reader;
    alter table posts alter body type varchar(40); drop index users_email_idx;
    create or replace function greet(name text) returns text language sql as $$ select 'hi ' || name $$`)
  const summary = join(folder, '..', 'summary.md')
  const heard = await check('--summary', summary)
  expect(heard.code).toBe(1)
  expect(heard.stdout).toMatch(
    /^Different: the live database has drifted from the baseline: 4 differences/,
  )
  for (const [told, needs] of [
    [
      'column public.posts.body differs\n      type: live database character varying(40), baseline text',
      'ALTER TABLE "public"."posts" ALTER COLUMN "body" TYPE character varying(40)',
    ],
    [
      'index public.users_email_idx is in the baseline, and not in the live database',
      'DROP INDEX "public"."users_email_idx"',
    ],
    [
      'privileges: live database ["SELECT"], baseline []',
      'GRANT SELECT ON TABLE "public"."posts" TO "drift_reader"',
    ],
    [
      `body: live database " select 'hi ' || name ", baseline " select 'hello ' || name "`,
      'CREATE OR REPLACE FUNCTION public.greet(name text)',
    ],
  ] as const) {
    expect(heard.stdout).toContain(`${told}\n      the baseline needs: ${needs}`)
    expect(read(summary)).toContain(`- the baseline needs: \`${needs}`)
  }
  expect(read(summary)).toMatch(
    /^## Rebaseline: the live database against the baseline: different[^]*- type: live database `character varying\(40\)`, baseline `text`/,
  )
  await sql('drop owned by drift_reader; drop role drift_reader')
})
