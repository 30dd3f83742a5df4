import { expect, test } from 'vitest'
import { failureError } from './failure.ts'
import type { MigrationRun } from './run.ts'

const RUN: MigrationRun = {
  folder: '/app/migrations',
  mode: 'step',
  migrations: [],
  ignored: [],
  loadOutput: '(node:7) Warning: old\n(Use `node --trace-warnings ...` to show where)\nbye\n',
  kyselyVersion: '0.28.0',
}

test('what ends between two migrations is told as after the last one that was finished', () => {
  const stopped = failureError(RUN, {
    stage: { at: 'end' },
    lastGood: '001\n_users',
    reason: 'ended',
    exitCode: 0,
    signal: null,
  })
  expect(stopped.happened.split('\n')).toEqual([
    'the migrator, after the last migration that it finished, ended the process (exit code 0)',
    '  it printed:',
    '    bye',
    String.raw`  last good migration: 001\n_users`,
  ])
})
