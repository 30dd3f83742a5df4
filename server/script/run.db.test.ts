import { describe, expect, test } from 'vitest'
import { connectServer } from '../postgres/engine.ts'
import { withConnection } from '../postgres/session.ts'
import { watchServer } from '../postgres/shared-state.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { runScript } from './run.ts'
import { databaseScript } from './sections.ts'

const SCRIPTS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'what stands before a transaction that is rolled back stays',
    'create table a (n int);\nbegin; insert into a values (1); rollback;\ncreate table c (n int);',
    ['a: 0', 'c: 0'],
  ],
  [
    'a transaction of its own is committed, and one that goes on by chain',
    'create table a (n int); begin; insert into a values (1); commit and chain; insert into a values (2); commit; insert into a values (3)',
    ['a: 3'],
  ],
  [
    'an end without a beginning does nothing',
    'create table a (n int); commit; rollback;',
    ['a: 0'],
  ],
  [
    'what no transaction may hold works',
    'create table a (n int); create index concurrently i on a (n); vacuum a;',
    ['a: 0'],
  ],
  [
    'a label is used right after it was added',
    "create type mood as enum ('a'); create table a (m mood);\nalter type mood add value 'b'; insert into a values ('b');",
    ['a: 1'],
  ],
  [
    'a block may commit',
    'create table a (n int);\ndo $$ begin insert into a values (1); commit; insert into a values (2); rollback; end $$;',
    ['a: 1'],
  ],
]

const run = async (kind: 'ours' | 'foreign', script: string): Promise<string[]> => {
  const server = testServer(18)
  const { url } = await testDatabase(server)
  const foreign = kind === 'foreign' ? await connectServer(server.url) : undefined
  const serverWatch = foreign && (await watchServer(foreign))
  const whole = databaseScript(script, { file: 'a script', wanted: undefined })
  return withConnection(url, server, (query, copyIn) =>
    runScript({ query, copyIn }, script, whole, serverWatch),
  )
    .then(() =>
      withConnection(url, server, async (query) => {
        const tables = await query(
          "select relname from pg_class where relkind = 'r' and oid > 16383 order by 1",
        )
        const counts = tables.map(async ({ relname }) => {
          const [row] = await query(`select count(*) from ${String(relname)}`)
          return `${String(relname)}: ${String(row?.['count'])}`
        })
        return Promise.all(counts)
      }),
    )
    .finally(() => foreign?.stop())
}

describe.each(['ours', 'foreign'] as const)('a script on a server that is %s', (kind) => {
  test.each(SCRIPTS)('%s', async (_what, script, tables) => {
    expect(await run(kind, script)).toStrictEqual(tables)
  })

  test('one that ends in an open transaction is refused, by the line that begins it', async () => {
    const failed = run(kind, 'create table a (n int);\n\nbegin; create table b (n int);')
    await expect(failed).rejects.toMatchObject({
      code: 'script-failed',
      happened: expect.stringMatching(/still open, begun in line 3/),
    })
  })
})
