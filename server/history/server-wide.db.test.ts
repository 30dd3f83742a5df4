import { expect, test } from 'vitest'
import { connectServer } from '../postgres/engine.ts'
import { createScratch } from '../postgres/scratch.ts'
import { sharedState, watchServer } from '../postgres/shared-state.ts'
import { testServer } from '../testing/postgres.ts'
import { REPLAYS, runFirstThatWorks } from './attempts.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const APART =
  "await run('create table t (id int)'); await run('create index concurrently on t (id)');"

test.each([
  [
    'makes a role',
    "await run('create role studio_reader')",
    /the migration 002 changes more than its database.*\(role studio_reader\); it was rolled back/,
  ],
  [
    'alters one',
    "await run('alter role postgres set work_mem = 4096')",
    /\((role postgres, )?setting of postgres\)/,
  ],
  [
    'makes one in a block',
    `await run("do $$ begin execute 'create ' || 'role studio_reader'; exception when others then null; end $$")`,
    /\(role studio_reader\)/,
  ],
  [
    'makes one in a transaction of its own',
    `${APART} await db.transaction().execute((inside) => sql.raw('create ro' + 'le studio_reader').execute(inside))`,
    /\(role studio_reader\)/,
  ],
  [
    'makes one and goes on as a role that sees little',
    "await run('create role studio_reader'); await run('grant all on all tables in schema public to studio_reader'); await run('set role studio_reader')",
    /\(role studio_reader\)/,
  ],
  [
    'makes one in a commit that a comment hides',
    `${APART} await db.connection().execute(async (one) => { for (const text of ['-- x\\nbegin', 'create ro' + 'le studio_reader', '/* x */ commit']) await sql.raw(text).execute(one) })`,
    /\(role studio_reader\)/,
  ],
  [
    'changes another database',
    "await run('grant connect on database postgres to public')",
    /\(database postgres\)/,
  ],
  [
    'makes one where no transaction is',
    `${APART} await run('create role studio_reader')`,
    /looks as if it changed more than its database.*the statement was not sent[^]*statement: create role studio_reader/,
  ],
  [
    'changes the settings of the server',
    `await run("alter system set work_mem = '5MB'")`,
    /the statement was not sent[^]*statement: alter system/,
  ],
])(
  'a migration that %s on a server of somebody else is refused, and nothing of it is left',
  async (_what, body, told) => {
    const own = testServer(18)
    const before = await sharedState(own)
    const foreign = await connectServer(own.url)
    const { runId } = foreign
    const folder = projectFolder({
      '001.ts': migration("await run('create function f() returns void language sql as $$ $$')"),
      '002.ts': migration(body),
    })
    const running = runFirstThatWorks(REPLAYS, {
      folder,
      runId,
      newDatabase: () => createScratch(foreign, { runId, purpose: 'old' }),
      serverWatch: await watchServer(foreign),
      progress: () => {},
    })
    await expect(running).rejects.toMatchObject({
      code: 'server-wide',
      message: expect.stringMatching(told),
    })
    await foreign.stop()
    expect(await sharedState(own)).toBe(before)
  },
)

test('a migration that commits again and again is one that never ends', async () => {
  const own = testServer(18)
  const foreign = await connectServer(own.url)
  const { runId } = foreign
  const commits =
    'for (;;) await db.transaction().execute((inside) => sql`select 1`.execute(inside))'
  const running = runFirstThatWorks(REPLAYS, {
    folder: projectFolder({ '001.ts': migration(`${APART} ${commits}`) }),
    runId,
    newDatabase: () => createScratch(foreign, { runId, purpose: 'old' }),
    serverWatch: await watchServer(foreign),
    timeLimitMs: 5000,
    progress: () => {},
  })
  await expect(running).rejects.toMatchObject({ code: 'migration-never-ends' })
  await foreign.stop()
})
