import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownMark } from '../machine/processes.ts'
import { withLock } from './lock.ts'
import { findProject, type Project } from './project.ts'
import { readState } from './state-files.ts'
import { program } from '../testing/program.ts'

const PROGRAM = program('hold-lock')
let project: Project
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-lock-'))
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{}')
  project = findProject(join(folder, 'migrations'))
})
afterEach(() => rmSync(project.folder, { recursive: true, force: true }))

const start = (...words: string[]): ChildProcessByStdio<null, Readable, null> =>
  spawn(process.execPath, [PROGRAM, project.migrations, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
const left = (): string[] =>
  readdirSync(join(project.folder, '.rebaseline')).filter((name) => name.startsWith('lock'))

async function holdAndKill(): Promise<void> {
  const child = start()
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('is given back, also after a failure, and leaves nothing', async () => {
  const failing = withLock(project, { doing: 'one' }, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await withLock(project, { doing: 'two' }, () => Promise.resolve(7))).toBe(7)
  expect(left()).toEqual([])
})

test('who holds it goes straight on inside of it', async () => {
  const inner = (): Promise<number> => withLock(project, { doing: 'b', patience: 0 }, async () => 1)
  expect(await withLock(project, { doing: 'a' }, inner)).toBe(1)
})

test('one at a time, within a process', async () => {
  let inside = 0
  let most = 0
  const action = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 20 }, () => withLock(project, { doing: 'x' }, action)))
  expect(most).toBe(1)
})

test('while another process holds it, that one is named; killed, it holds nothing any more', async () => {
  const child = start()
  await once(child.stdout, 'data')
  const waiting = withLock(project, { doing: 'save a draft', patience: 100 }, async () => 1)
  await expect(waiting).rejects.toMatchObject({
    code: 'project-busy',
    message: expect.stringMatching(
      new RegExp(
        `^Could not save a draft: process ${child.pid} on .+ busy with holding on since 2`,
      ),
    ),
  })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await withLock(project, { doing: 'y' }, async () => 2)).toBe(2)
  expect(left()).toEqual([])
})

test('who died while breaking the lock of a dead process does not stand in the way either', async () => {
  await holdAndKill()
  const lock = join(project.folder, '.rebaseline', 'lock')
  const dead = JSON.parse((await readState(project, 'lock')) ?? '') as { nonce: string }
  writeFileSync(`${lock}.${dead.nonce}`, JSON.stringify({ ...dead, nonce: 'abcdefabcdef' }))
  expect(await withLock(project, { doing: 'y' }, async () => 2)).toBe(2)
  expect(existsSync(lock)).toBe(false)
  // Where the lock itself was given back since, nobody meets it on the way.
  writeFileSync(`${lock}.000000000000`, JSON.stringify(dead))
  writeFileSync(`${lock}.111111111111`, JSON.stringify({ ...dead, ...ownMark() }))
  await withLock(project, { doing: 'z' }, async () => {})
  expect(left()).toEqual(['lock.111111111111'])
})

test.each([
  ['of another machine', '{"home":"ffffffffffff","pid":1,"start":"","nonce":"abcdefabcdef"}'],
  ['that says nothing', ''],
])('a lock %s is respected, and the file named', async (_what, text) => {
  mkdirSync(join(project.folder, '.rebaseline'))
  writeFileSync(join(project.folder, '.rebaseline', 'lock'), text)
  const waiting = withLock(project, { doing: 'sign', patience: 50 }, async () => 1)
  await expect(waiting).rejects.toMatchObject({
    code: 'project-busy',
    help: expect.stringContaining(join('.rebaseline', 'lock')),
  })
})

test('processes that begin on the lock of a dead one lose no change', async () => {
  await holdAndKill()
  const children = Array.from({ length: 4 }, () => start('25'))
  const codes = await Promise.all(children.map((child) => once(child, 'exit')))
  expect(codes.map(([code]) => code as number)).toEqual([0, 0, 0, 0])
  expect(await readState(project, 'count.json')).toBe('100')
  expect(left()).toEqual([])
}, 60_000)

test('a folder that can not be made in the project is told so', async () => {
  rmSync(project.folder, { recursive: true, force: true })
  await expect(withLock(project, { doing: 'x' }, () => Promise.resolve(1))).rejects.toMatchObject({
    code: 'folder-not-writable',
    message: expect.stringMatching(
      /^Could not (?:make|use) the folder for the state of the project: .+ can't be made/,
    ),
  })
})
