import { expect, test } from 'vitest'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { testServer } from '../testing/postgres.ts'
import { inWorkspace } from './workspace.ts'

/** What a run that is called off meanwhile left on somebody else's server. */
async function leftOfCalledOff(): Promise<readonly unknown[]> {
  const { url, runId } = testServer(18)
  const controller = new AbortController()
  const { signal } = controller
  let made = ''
  const run = inWorkspace(
    { oldServer: url.reveal(), rebuiltServer: url.reveal(), signal },
    async ({ old, runId: own }) => {
      made = (await createScratch(old, { runId: own, purpose: 'old' })).name
      controller.abort()
      signal.throwIfAborted()
    },
  )
  await expect(run).rejects.toThrow('aborted')
  return withConnection(url, { runId }, (query) =>
    query(`select from pg_database where datname = '${made}'`),
  )
}

test('called off just when it ends, a run leaves nothing, though all its connections are ended', async () => {
  for (let run = 0; run < 5; run += 1) expect(await leftOfCalledOff()).toEqual([])
}, 120_000)
