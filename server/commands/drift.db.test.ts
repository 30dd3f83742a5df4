import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const FIRST = {
  '001_users.ts': migration(`
    await run("create table users (id int primary key, email text)")
    await run("create table beta (id int)")`),
  '002_nick.ts': migration(`
    await run("alter table users add nick text default 'none'")
    await run("alter table users add constraint nick_short check (length(nick) < 9)")`),
  '003_no_beta.ts': migration('await run("drop table beta")'),
}
const LATER = { '004_rooms.ts': migration('await run("create table rooms (id int)")') }

interface Place {
  readonly folder: string
  readonly live: DatabaseUrl
  sql(text: string): Promise<unknown>
  drift(...words: readonly string[]): Promise<Ended>
  driftAs(user: string, ...words: readonly string[]): Promise<Ended>
}

/** A folder whose first three migrations a live database has run, and has not run the fourth. */
async function place(...migrate: readonly string[]): Promise<Place> {
  const scratch = testServer(18)
  const { url: live } = await testDatabase(scratch)
  const all = { 'package.json': '{ "type": "module" }' } as Record<string, string>
  for (const [name, text] of Object.entries(FIRST)) all[`migrations/${name}`] = text
  const folder = join(projectFolder(all), 'migrations')
  const common = ['--migrations', folder, ...migrate]
  const named = (url: string): string[] => ['--database', url, ...common]
  expect(await cli(['migrate', ...named(live.reveal())])).toMatchObject({ code: 0 })
  for (const [name, text] of Object.entries(LATER)) writeFileSync(join(folder, name), text)
  const server = ['--server', scratch.url.reveal()]
  return {
    folder,
    live,
    sql: (text) => withConnection(live, scratch, (query) => query(text)),
    drift: (...words) => cli(['drift', ...named(live.reveal()), ...server, ...words]),
    driftAs: (user, ...words) => {
      const url = new URL(live.reveal())
      url.username = user
      url.password = user
      return cli(['drift', ...named(url.href), ...server, ...words])
    },
  }
}

describe('a live database and its migrations', () => {
  test('is explained by those that it has run; the others are still to run', async () => {
    const { drift } = await place()
    const heard = await drift()
    expect(heard).toMatchObject({ code: 0, stdout: expect.stringContaining('Equal: ') })
    expect(heard.stdout).toContain('has run 3 of 4 migrations, and is compared with those')
    expect(heard.stdout).toContain('Still to run: 004_rooms')
    expect(documentOf(await drift('--json'))).toMatchObject({
      verdict: 'equal',
      ledger: { pending: [{ name: '004_rooms' }], unknown: [], passed: [], reordered: false },
      untold: [],
    })
  })

  test('what is otherwise names the migration that it comes of', async () => {
    const { drift, sql } = await place()
    await sql(`alter table users drop constraint nick_short; alter table users alter nick set default 'me';
      create index by_hand on users (email); create table beta (id int)`)
    const { code, stdout } = await drift()
    expect(code).toBe(1)
    for (const line of [
      'the live database is not what its migrations build',
      /constraint public\.users\.nick_short is what the migrations build, and is not in the live database[^✗]*002_nick makes it/,
      /✗ [^\n]*by_hand is in the live database, and the migrations do not build it\n(?! +\()/,
      /✗ table public\.beta is in the live database[^✗]*003_no_beta drops it/,
      /migrations "?'none'::text"?, live database "?'me'::text"?\n[^✗]*002_nick makes it/,
      /^002_nick has run there, and what it does now is not what is there \((?=[^)]*nick_short)(?=[^)]*users\.nick)[^)]*\): another text/m,
      /^003_no_beta has run there, [^\n]*\(table public\.beta\)/m,
    ]) {
      expect(stdout).toMatch(line)
    }
  })

  test('a name in the ledger that no file has is not explained, even where all is equal', async () => {
    const { drift, folder, sql } = await place()
    writeFileSync(join(folder, '003_no_beta.ts'), migration(''))
    await sql('create table by_hand (at date, what text)')
    expect(documentOf(await drift('--json'))).toMatchObject({
      otherBodies: [
        { kind: 'other-body', migrations: ['001_users'] },
        {
          migrations: ['003_no_beta'],
          text: expect.stringMatching(
            /sends nothing now: .* \(table public\.beta, table public\.by_hand\)$/,
          ) as unknown,
        },
      ],
    })
    await sql('drop table by_hand')
    rmSync(join(folder, '003_no_beta.ts'))
    writeFileSync(join(folder, '003_renamed.ts'), FIRST['003_no_beta.ts'])
    const heard = await drift()
    expect(heard.code).toBe(1)
    expect(heard.stdout).toContain('no file has their names: 003_no_beta')
    expect(heard.stdout).toContain('Still to run: 003_renamed, 004_rooms')
  })

  test('a database without a ledger is compared with all of them', async () => {
    const { drift, sql } = await place()
    await sql('drop table kysely_migration, kysely_migration_lock')
    const heard = await drift()
    expect(heard).toMatchObject({ code: 1, stdout: expect.stringContaining('no ledger of Kysely') })
    expect(heard.stdout).toMatch(/table public\.rooms is what the migrations build[^✗]*004_rooms/)
  })

  test('a ledger of another name is read there', async () => {
    const names = ['--migration-table', 'my "own"', '--migration-table-schema', 'Led.ger']
    const { drift } = await place(...names)
    const heard = await drift()
    expect(heard).toMatchObject({ code: 0, stdout: expect.stringContaining('3 of 4 migrations') })
  })

  test('a ledger in partitions is read; what is no table is an error, never taken for none', async () => {
    const { drift, sql } = await place()
    await sql(`alter table kysely_migration rename to ran;
      create table kysely_migration (like ran) partition by list (name);
      create table every_name partition of kysely_migration default; insert into kysely_migration select * from ran`)
    expect((await drift()).stdout).toContain('has run 3 of 4 migrations')
    await sql('drop table kysely_migration; create view kysely_migration as select * from ran')
    const heard = await drift('--json')
    expect(heard.code).toBe(2)
    const { error } = documentOf(heard)
    expect(error).toMatchObject({ code: 'ledger-unreadable' })
    expect(JSON.stringify(error)).toContain('it is a view, not a table')
  })

  test('a ledger that may not be read is an error, never taken for an empty one', async () => {
    const { driftAs, sql, live } = await place()
    const role = `reader_${live.database}`.slice(0, 60)
    await sql(`create role "${role}" login password '${role}'; grant pg_read_all_data to "${role}"`)
    try {
      expect(await driftAs(role)).toMatchObject({ code: 0 })
      await sql(`revoke pg_read_all_data from "${role}"`)
      const heard = await driftAs(role, '--json')
      expect(heard.code).toBe(2)
      expect(documentOf(heard)).toMatchObject({ error: { code: 'ledger-unreadable' } })
    } finally {
      await sql(`drop role "${role}"`)
    }
  })
})
