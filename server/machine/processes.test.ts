import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { commandOf, isAlive, ownMark, stateOf } from './processes.ts'

test('this process is alive, and the same number started at another time is another process', () => {
  const mark = ownMark()
  expect(stateOf(mark)).toBe('alive')
  expect(stateOf({ ...mark, start: '000000000000' })).toBe('dead')
})

test('a process of another machine or container is unknown, whatever its number', () => {
  expect(stateOf({ ...ownMark(), home: '000000000000' })).toBe('unknown')
})

test('a process that ended is dead', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'a-word'])
  await once(child, 'spawn')
  const pid = child.pid ?? -1
  expect(isAlive(pid)).toBe(true)
  expect(commandOf(pid)).toContain('a-word')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isAlive(pid)).toBe(false)
  expect(stateOf({ ...ownMark(), pid })).toBe('dead')
})
