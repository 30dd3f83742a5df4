import { expect, test } from 'vitest'
import { connectServer } from '../postgres/engine.ts'
import { createScratch } from '../postgres/scratch.ts'
import { watchServer } from '../postgres/shared-state.ts'
import { withConnection } from '../postgres/session.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { silentServer } from '../testing/silent-server.ts'
import { REPLAYS, runFirstThatWorks } from './attempts.ts'

const KEPT = "with (connect = false, slot_name = 'in_production')"

test.each([
  ['makes a subscription', 'ours', 'create subscription s HOST', /CREATE SUBSCRIPTION connects/],
  [
    'makes one in a block',
    'ours',
    'do $$ begin create subscription s HOST; end $$',
    /CREATE SUBSCRIPTION connects/,
  ],
  [
    'drops one that has a slot',
    'ours',
    `create subscription s HOST ${KEPT}; SPLIT drop subscription s`,
    /DROP SUBSCRIPTION connects/,
  ],
  [
    'refreshes one',
    'ours',
    `create subscription s HOST ${KEPT}; alter subscription s enable; SPLIT alter subscription s refresh publication`,
    /ALTER SUBSCRIPTION connects/,
  ],
  [
    'enables one',
    'foreign',
    `create subscription s HOST ${KEPT}; SPLIT alter subscription s enable`,
    /an enabled subscription connects/,
  ],
] as const)(
  'a migration that %s on a server of kind %s is stopped before it reaches the publisher',
  async (_what, kind, text, told) => {
    const own = testServer(18)
    const publisher = await silentServer()
    const server = kind === 'ours' ? own : await connectServer(own.url)
    const { runId } = server
    const host = `connection 'host=127.0.0.1 port=${publisher.port} connect_timeout=2' publication p`
    const statements = text.replaceAll('HOST', host).split('SPLIT')
    const folder = projectFolder({
      '001.ts': migration(statements.map((each) => `await run(${JSON.stringify(each)})`).join(';')),
    })
    const running = runFirstThatWorks(REPLAYS, {
      folder,
      runId,
      newDatabase: () => createScratch(server, { runId, purpose: 'old' }),
      serverWatch: await watchServer(server),
      progress: () => {},
    })
    await expect(running).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringMatching(told),
      help: expect.stringMatching(/connect = false/),
    })
    expect(publisher.connections()).toBe(0)
    publisher.close()
    if (kind === 'foreign') await server.stop()
  },
)

test('a migration that makes a subscription without connecting runs, and may drop it and enable it', async () => {
  const server = testServer(18)
  const { runId } = server
  const make = (name: string): string =>
    `create subscription ${name} connection 'host=/nowhere' publication p with (connect = false, slot_name = `
  const folder = projectFolder({
    '001.ts': migration(
      [
        `${make('a')}none)`,
        'drop subscription a',
        `${make('b')}'b')`,
        'alter subscription b enable',
      ]
        .map((each) => `await run(${JSON.stringify(each)})`)
        .join(';'),
    ),
  })
  const database = await createScratch(server, { runId, purpose: 'old' })
  await runFirstThatWorks(REPLAYS, {
    folder,
    runId,
    newDatabase: () => Promise.resolve(database),
    serverWatch: undefined,
    progress: () => {},
  })
  const rows = await withConnection(database.url, server, (query) =>
    query('select subname, subenabled from pg_subscription'),
  )
  expect(rows).toEqual([{ subname: 'b', subenabled: true }])
  await database.drop()
})
