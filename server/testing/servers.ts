import type { TestProject } from 'vitest/node'
import { startServer } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'

export type TestMajor = 15 | 18

declare module 'vitest' {
  interface ProvidedContext {
    servers: { major: TestMajor; url: string }[]
  }
}

/** Starts what `testServer` gives: one of each major for each worker, so that no two files that run at once share one. */
export async function setup({ vitest, provide }: TestProject): Promise<() => Promise<void>> {
  const workers = Number(vitest.config.maxWorkers)
  const majors = Array.from({ length: workers }, (): TestMajor[] => [15, 18]).flat()
  // Fetched, not installed: so that every machine tests the same 15.
  const starting = majors.map(async (major) => ({
    major,
    server: await startServer({ major, runId: newRunId(), prefer: 'fetched' }),
  }))
  const started = await Promise.all(starting)
  provide(
    'servers',
    started.map(({ major, server }) => ({ major, url: server.url.reveal() })),
  )
  return async () => {
    await Promise.all(started.map(({ server }) => server.stop()))
  }
}
