import type { TestProject } from 'vitest/node'
import { startServer } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'

export type TestMajor = 14 | 15 | 16 | 17 | 18

/** Those of `npm test`; `REBASELINE_MAJORS=14,16,17` starts others, for the tests that ask which there are. */
export const TEST_MAJORS: readonly TestMajor[] = (process.env['REBASELINE_MAJORS'] ?? '15,18')
  .split(',')
  .map((major) => Number(major) as TestMajor)

declare module 'vitest' {
  interface ProvidedContext {
    servers: { major: TestMajor; url: string }[]
  }
}

/** Starts what `testServer` gives: one of each major for each worker, so that no two files that run at once share one. */
export async function setup({ vitest, provide }: TestProject): Promise<() => Promise<void>> {
  const workers = Number(vitest.config.maxWorkers)
  const majors = Array.from({ length: workers }, () => TEST_MAJORS).flat()
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
