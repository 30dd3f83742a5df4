import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { workspaceOn } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { Comparison } from '../../shared/finding.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'
import { generate, type Generated } from './generate.ts'
import { hasRemedy } from '../mend/remedy.ts'
import { withConnection } from '../postgres/session.ts'
import { openOldSide } from './old-side.ts'
import type { WhileOpen } from './while-open.ts'
import { verify } from './verify.ts'
import type { Workspace } from './workspace.ts'

const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const
let workspace: Workspace

beforeAll(() => {
  workspace = workspaceOn(testServer(18))
})

const project = (files: Readonly<Record<string, string>>): string => {
  const own = Object.entries(files).map(([name, body]) => [
    `migrations/${name}`,
    name.endsWith('.sql') ? body : migration(body),
  ])
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    ...Object.fromEntries(own),
  })
  return join(folder, 'migrations')
}

const opened = (folder: string, squashTo: string) =>
  openOldSide(workspace, { from: 'migrations', folder, squashTo }, DEFAULT_LEDGER, 'all')

const squashed = async (folder: string, squashTo: string): Promise<Generated> =>
  generate(workspace, await opened(folder, squashTo), options)

/** Finding by class, kind and name, and whether it is only found at the end. */
const told = ({ findings }: Comparison): readonly string[] =>
  findings.map(({ class: name, change, address, attributes, at }) =>
    [
      name,
      change,
      address.names.join('.'),
      ...attributes.map((each) => each.name),
      ...(at ? [at] : []),
    ].join(' '),
  )

/** A baseline by hand, beside the folder. */
async function byHand(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const out = join(folder, '../by-hand')
  await mkdir(out, { recursive: true })
  for (const [name, body] of Object.entries(files)) {
    await writeFile(join(out, name), migration(body))
  }
  return out
}

const USERS = `await run("create table users (id int primary key, name text, old_name text)")`

describe('a folder that is squashed up to a line', () => {
  test('holds only what stands there at the line, and later files run after it as they did', async () => {
    const folder = project({
      '001_users.ts': `${USERS}
        await run("create table roles (id uuid primary key default gen_random_uuid(), name text unique)")
        await run("insert into roles (name) values ('admin'), ('guest')")
        await run("create index users_by_name on users (name)")
        await run("create view names as select name from users")`,
      '002_rows.ts': `await run("insert into users values (1, 'Ada', 'A'), (2, 'Bo', null)")`,
      // It reads made ids, changes and drops what was there, and makes more.
      '003_members.ts': `
        await run("create table members (user_id int references users, role_id uuid references roles, tag uuid default gen_random_uuid())")
        await run("insert into members select u.id, r.id from users u, roles r where r.name = 'admin'")
        await run("alter table users drop column old_name")
        await run("drop view names")
        await run("update users set name = upper(name)")
        await run("delete from roles where name = 'guest'")`,
      '004_more.sql': 'create table more (id serial primary key); insert into more default values;',
      'Z_last.ts': `await run("drop index users_by_name")`,
    })
    const { texts, comparison, rebuilt } = await squashed(folder, '002')
    expect(told(comparison).filter((each) => !each.startsWith('volatile '))).toStrictEqual([])
    expect(comparison.verdict).toBe('acceptable')
    expect([...rebuilt.model.objects.values()].map(({ address }) => address.names.at(-1))).toEqual(
      expect.arrayContaining(['old_name', 'names', 'users_by_name']),
    )
    expect(texts.baseline).not.toContain('members')
    expect(texts.seed).toContain('Ada')
    expect(texts.seed).not.toContain('ADA')
    // Of members, which no baseline holds, in the end too.
    expect(told(comparison).some((each) => each.includes('members'))).toBe(true)
  })

  test('what is lost at the line is found, though a later file drops it', async () => {
    const folder = project({
      '001_users.ts': USERS,
      '002_drops.ts': `await run("drop table users")
        await run("create table t (a int)")`,
    })
    const hand = await byHand(folder, {
      '001_baseline.ts': `await run("create table users (id int primary key, name text)")`,
    })
    const { comparison } = await verify(workspace, await opened(folder, '001'), hand, options)
    expect(comparison.verdict).toBe('different')
    expect(told(comparison)).toStrictEqual(['structural missing public.users.old_name present'])
  })

  test('what only shows in a later file is found at the end', async () => {
    const folder = project({
      '001_users.ts': USERS,
      '002_view.ts': `await run("create view everything as select * from users")
        await run("insert into users values (1, 'Ada', 'A')")`,
    })
    // The order of columns is acceptable by itself.
    const hand = await byHand(folder, {
      '001_baseline.ts': `await run("create table users (id int primary key, old_name text, name text)")`,
    })
    const old = await opened(folder, '001')
    const { comparison, rebuilt } = await verify(workspace, old, hand, options)
    expect(comparison.verdict).toBe('different')
    expect(comparison.findings.filter(({ at }) => at).map(({ address }) => address.names)).toEqual(
      expect.arrayContaining([
        ['public', 'everything'],
        ['public', 'users'],
      ]),
    )
    expect(comparison.findings.filter(({ at }) => !at)).toMatchObject([{ class: 'order' }])
    // Nothing that is written into the baseline would mend it.
    const run = { old, rebuilt, volatileRows: null }
    const atEnd = comparison.findings.filter(({ at }) => at)
    expect(atEnd.map((finding) => hasRemedy(run, finding))).not.toContain(true)
  })

  test('a later file that does not run after the baseline is named', async () => {
    const folder = project({
      '001_users.ts':
        'await run("create table users (id int, constraint positive check (id > 0))")',
      '002_drops.ts': 'await run("alter table users drop constraint positive")',
    })
    const hand = await byHand(folder, {
      '001_baseline.ts':
        'await run("create table users (id int, constraint above_zero check (id > 0))")',
    })
    await expect(
      verify(workspace, await opened(folder, '001'), hand, options),
    ).rejects.toMatchObject({
      code: 'later-file-failed',
      happened: expect.stringContaining('002_drops'),
    })
  })

  test('a baseline whose files would run after a later one is refused, with names that fit', async () => {
    const folder = project({
      '0001_users.ts': USERS,
      '0002_new.ts': 'await run("create table t ()")',
    })
    const hand = await byHand(folder, { '001_baseline.ts': USERS })
    await expect(
      verify(workspace, await opened(folder, '0001'), hand, options),
    ).rejects.toMatchObject({
      code: 'baseline-sorts-late',
      happened: expect.stringContaining('001_baseline sorts after 0002_new'),
      help: expect.stringContaining('0001_baseline and 0001_seed_definitions'),
    })
  })

  test('what looks at old sees it at the line, what looks at its end sees all, and so it is of rebuilt', async () => {
    const folder = project({
      '001_users.ts': USERS,
      '002_more.ts': 'await run("create table more ()")',
    })
    const seen: string[] = []
    const looks =
      (at: string): WhileOpen =>
      async ({ url }, run) => {
        const sql =
          "select string_agg(relname, ' ' order by relname) as t from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ 'kysely'"
        const [found] = await withConnection(url, run, (query) => query(sql))
        seen.push(`${at}: ${String(found?.['t'])}`)
      }
    const source = { from: 'migrations', folder, squashTo: '001' } as const
    const looked = { ...source, whileOpen: looks('line'), whileEnd: looks('end') }
    const old = await openOldSide(workspace, looked, DEFAULT_LEDGER, 'all')
    const { rebuilt, end } = await generate(workspace, old, options)
    await looks('rebuilt')(rebuilt.database, workspace)
    if (end) await looks('rebuilt end')(end.database, workspace)
    expect(seen).toStrictEqual([
      'end: more users',
      'line: users',
      'rebuilt: users',
      'rebuilt end: more users',
    ])
  })

  test('roles that a later file makes where they are absent, and a line after which nothing is left, are no difference', async () => {
    const roles = project({
      '001_users.ts': USERS,
      '002_role.ts': `await run("do $$ begin create role line_reader; exception when duplicate_object then end $$")
        await run("grant select on users to line_reader")`,
    })
    const { comparison: ofRoles } = await squashed(roles, '001')
    expect([ofRoles.verdict, told(ofRoles)]).toStrictEqual(['equal', []])
    const nothing = project({
      '001_users.ts': USERS,
      '002_drop.ts': 'await run("drop table users")',
    })
    const { comparison: ofNothing } = await squashed(nothing, '001')
    expect([ofNothing.verdict, told(ofNothing)]).toStrictEqual(['equal', []])
  })

  test('a line at the last migration replaces all of them', async () => {
    const folder = project({ '001_users.ts': USERS, '002_t.ts': 'await run("create table t ()")' })
    const old = await opened(folder, '002_t')
    expect([old.whole, old.migrations]).toStrictEqual([null, ['001_users', '002_t']])
    expect((await generate(workspace, old, options)).comparison.verdict).toBe('equal')
  })

  test.each(['005_create_studios', '029', '054'])(
    'the sample is squashed up to %s',
    async (line) => {
      const folder = join(import.meta.dirname, '../../examples/studio/migrations')
      const { comparison } = await squashed(folder, line)
      expect(told(comparison).filter((each) => !/^(volatile|printed) /.test(each))).toStrictEqual(
        [],
      )
      expect(comparison.verdict).toBe('acceptable')
    },
  )
})
