import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { findProject, type Project } from '../project/project.ts'
import { reviewStatement } from '../testing/review-statement.ts'
import { hashOfParts } from './evidence.ts'
import type { Entry, Statement } from './log.ts'
import { appendToReview, readReview } from './store.ts'
import { program } from '../testing/program.ts'

const WRITER = program('write-review')
let project: Project
let file = ''
let head = ''
beforeEach(() => {
  const folder = projectFolder({
    'package.json': '{}',
    'migrations/001_a.ts': 'export async function up() {}',
  })
  project = findProject(join(folder, 'migrations'))
  file = join(folder, '.rebaseline', 'review.json')
  head = join(folder, '.rebaseline', 'review-head.json')
})

const put = (told: Partial<Statement>, covered: Readonly<Record<string, string>> = {}) =>
  appendToReview(project, 'sign', async () => ({
    entries: [reviewStatement(told)],
    covered: new Map([[hashOfParts(covered), covered]]),
  }))

async function putThree(): Promise<void> {
  for (const subject of ['tables', 'columns', 'seed']) await put({ subject, note: 'héllo\u2028' })
}

interface Written {
  log: Entry[]
  covered: Record<string, Record<string, string>>
}

function edit(change: (written: Written) => void): void {
  const written = JSON.parse(readFileSync(file, 'utf8')) as Written
  change(written)
  writeFileSync(file, JSON.stringify(written))
}

test('a review that nobody began is empty, and not broken', async () => {
  expect(await readReview(project)).toMatchObject({ log: [], broken: null })
})

test('what was stated is read as it was written, one entry after the other', async () => {
  await putThree()
  const { log, broken } = await readReview(project)
  expect(broken).toBeNull()
  expect(log.map(({ subject, note }) => [subject, note])).toEqual([
    ['tables', 'héllo\u2028'],
    ['columns', 'héllo\u2028'],
    ['seed', 'héllo\u2028'],
  ])
  expect(log.slice(1).map(({ previous }) => previous)).toEqual(
    log.slice(0, -1).map(({ hash }) => hash),
  )
})

describe('a log', () => {
  const FIELDS: readonly (readonly [string, (entry: Entry) => void])[] = [
    ['time', (entry) => (entry.at = '2026-01-02T10:00:00.000Z')],
    ['name', (entry) => (entry.person.name = 'Eve')],
    ['address', (entry) => (entry.person.email = 'eve@studio.test')],
    ['item', (entry) => (entry.subject = 'indexes')],
    ['action', (entry) => (entry.action = 'withdrew')],
    ['note', (entry) => (entry.note = '')],
    ['content', (entry) => (entry.content = 'd')],
    ['run', (entry) => (entry.run = 2)],
    ['baseline', (entry) => (entry.inputs.baseline = 'x')],
    ['major', (entry) => (entry.inputs.major = 15)],
  ]
  test.each(FIELDS)('whose entry got another %s is broken', async (_what, change) => {
    await putThree()
    edit(({ log }) => log[1] && change(log[1]))
    expect((await readReview(project)).broken).toContain('entry 2 was changed after it was written')
  })

  test.each<[string, (written: Written) => void, string]>([
    ['reordered', ({ log }) => log.reverse(), 'its beginning was cut off'],
    ['without one of its middle', ({ log }) => log.splice(1, 1), 'entry 2 does not follow entry 1'],
    ['without its beginning', ({ log }) => log.shift(), 'its beginning was cut off'],
    ['without its end', ({ log }) => log.pop(), '3 entries were written, and 2 are there'],
    ['emptied', ({ log }) => log.splice(0), '3 entries were written, and 0 are there'],
    [
      'with one entry twice',
      ({ log }) => log[2] && log.push(log[2]),
      'entry 4 does not follow entry 3',
    ],
    [
      'with an entry of somebody else',
      ({ log }) => log.push({ ...reviewStatement(), previous: log[2]?.hash ?? '', hash: 'x' }),
      'entry 4 was changed',
    ],
    [
      'with more in an entry',
      ({ log }) => Object.assign(log[0] ?? {}, { more: 1 }),
      'not of the form',
    ],
    [
      'with an unknown action',
      ({ log }) => Object.assign(log[0] ?? {}, { action: 'x' }),
      'not of the form',
    ],
    [
      'with other parts of what was signed',
      ({ covered }) => (covered['x'] = { 'the rules': 'y' }),
      'what a sign-off covers was changed',
    ],
  ])('%s is broken', async (_what, change, reason) => {
    await putThree()
    edit(change)
    expect((await readReview(project)).broken).toContain(reason)
    await expect(put({})).rejects.toMatchObject({ code: 'review-broken' })
  })

  test('that was written anew from its beginning, hashes and all, is broken by where it ended', async () => {
    await putThree()
    const ending = readFileSync(head, 'utf8')
    rmSync(file)
    rmSync(head)
    for (const subject of ['tables', 'columns', 'indexes']) await put({ subject })
    writeFileSync(head, ending)
    expect((await readReview(project)).broken).toContain('entry 3 is another one')
  })

  test.each([
    ['is not whole', () => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9))],
    ['is gone', () => rmSync(file)],
    ['has no word of its end', () => rmSync(head)],
    ['has a damaged word of its end', () => writeFileSync(head, '{}')],
  ])('that %s is broken', async (_what, damage) => {
    await putThree()
    damage()
    expect((await readReview(project)).broken).not.toBeNull()
  })
})

test('of what was covered only that is kept which counts', async () => {
  const [one, two] = [{ 'the rules': '1' }, { 'the rules': '2' }]
  await put({ content: hashOfParts(one) }, one)
  await put({ content: hashOfParts(two) }, two)
  expect([...(await readReview(project)).covered.values()]).toEqual([two])
  await put({ action: 'withdrew', content: hashOfParts(two) })
  expect((await readReview(project)).covered.size).toBe(0)
})

const start = (...words: string[]): ChildProcessByStdio<Writable, Readable, null> =>
  spawn(process.execPath, [WRITER, project.migrations, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })

test('two processes that sign at once lose nothing', async () => {
  const children = ['Ada', 'Grace'].map((name) => start(name, '15'))
  const ends = children.map((child) => once(child, 'exit'))
  await Promise.all(children.map((child) => once(child.stdout, 'data')))
  for (const child of children) {
    child.stdin.write('now\n')
    child.stdout.resume()
  }
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0])
  const { log, broken } = await readReview(project)
  expect(broken).toBeNull()
  const notes = ['Ada', 'Grace'].flatMap((name) =>
    Array.from({ length: 15 }, (_, round) => `${name} ${round}`),
  )
  expect(log.map(({ note }) => note).toSorted()).toEqual(notes.toSorted())
}, 120_000)

test('killed in the middle it is the old log or the new one, and what was said to be in is in', async () => {
  let written = 0
  for (const after of [1, 3, 6]) {
    const child = start(`after ${after}`)
    let lines = 0
    for await (const chunk of child.stdout) {
      lines += String(chunk).split('\n').length - 1
      if (lines >= after) break
    }
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const { log, broken } = await readReview(project)
    expect(broken).toBeNull()
    expect(log.length).toBeGreaterThanOrEqual(written + lines)
    written = log.length
  }
  await put({ note: 'afterwards' })
  expect((await readReview(project)).log.at(-1)?.note).toBe('afterwards')
}, 120_000)

test('killed between log and head it is whole: the log is longer than the head says', async () => {
  await put({})
  const before = readFileSync(head, 'utf8')
  await put({})
  writeFileSync(head, before)
  expect(await readReview(project)).toMatchObject({ broken: null, log: { length: 2 } })
})
