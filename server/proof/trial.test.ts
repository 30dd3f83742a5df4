import { expect, test } from 'vitest'
import { failureError } from '../history/failure.ts'
import type { MigrationRun, RunFailure } from '../history/run.ts'
import { tryBuild, TrialStopped } from './trial.ts'

const RUN: MigrationRun = {
  folder: '/app/migrations',
  mode: 'step',
  migrations: [],
  ignored: [],
  loadOutput: '',
  kyselyVersion: '0.28.0',
}
const at = {
  stage: { at: 'migration', name: '002', file: '002.ts' },
  lastGood: '001',
} as const

const failing = (failure: RunFailure) => () => Promise.reject(failureError(RUN, failure))

test('a process that ends by itself says something of the folder', async () => {
  const ended = { ...at, reason: 'ended', exitCode: 3, signal: null } as const
  expect(await tryBuild(failing(ended))).toMatchObject({ outcome: 'failed', migration: '002' })
})

test.each<RunFailure>([
  { ...at, reason: 'ended', exitCode: null, signal: 'SIGKILL' },
  { ...at, reason: 'too-slow', limitMs: 2000, statement: null },
])('one that is stopped from outside says nothing of it: %j', async (failure) => {
  await expect(tryBuild(failing(failure))).rejects.toThrow(TrialStopped)
})
