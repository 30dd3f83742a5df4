import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { placeOf } from '../project/state-files.ts'
import { program } from '../testing/program.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { recover, undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'
import { interruptedReader } from './interrupted.ts'
import { readJournal, writeJournal } from './journal.ts'

const UP = 'export async function up() {}\n'
const TEXTS = { baseline: `// baseline\n${UP}`, seed: `// seed\n${UP}` }
/** A change of the disk after which some of the export stands there, and some doesn't. */
const MIDDLE = 14

let reviewed: ReviewedProject
let read: ReturnType<typeof interruptedReader>

beforeEach(async () => {
  const files = { 'package.json': '{"name": "studio"}\n', 'migrations/001_users.ts': UP }
  reviewed = await reviewedProject(files, TEXTS)
  await reviewed.keep(smallRun(), 1)
  read = interruptedReader(reviewed.project)
})

async function exported(): Promise<void> {
  const { project } = reviewed
  const gate = { refusals: async () => [], checklist: async () => null }
  const request = { project, gate, notes: null, version: '1.0.0' }
  await applyExport(request, (await planExport(request)).hash)
}

/** Applies a journal or takes an export back in a process that is killed on its way. */
async function killed(what: string): Promise<void> {
  const words = [program('export-and-die'), reviewed.project.migrations, what, String(MIDDLE)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  expect((await once(child, 'close'))[1]).toBe('SIGKILL')
}

test('an export that was killed is told until it is finished', async () => {
  const { project } = reviewed
  expect(await read()).toBeNull()
  await exported()
  expect(await read()).toBeNull()
  const journal = await readJournal(project)
  await undo(project)
  const file = join(project.folder, 'journal.txt')
  writeFileSync(file, JSON.stringify({ ...journal, state: 'applying' }))
  await killed(file)
  const told = { at: journal?.startedAt, state: 'applying' }
  expect([await read(), await interruptedReader(project)()]).toEqual([told, told])
  expect(await recover(project)).toBe('finished')
  expect(await read()).toBeNull()
})

test('one that was killed while it was taken back is told as that', async () => {
  await exported()
  await killed('undo')
  expect(await read()).toMatchObject({ state: 'undoing' })
  expect(await recover(reviewed.project)).toBe('taken back')
  expect(await read()).toBeNull()
})

test('one that somebody is at is not interrupted, until they are killed', async () => {
  await exported()
  const { project } = reviewed
  const journal = await readJournal(project)
  if (journal) await writeJournal(project, { ...journal, state: 'applying' })
  const holder = spawn(process.execPath, [program('hold-lock'), project.migrations], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(await read()).toBeNull()
  holder.kill('SIGKILL')
  await once(holder, 'close')
  expect(await read()).toMatchObject({ state: 'applying' })
})

test('it is told as well where the lock of the project can’t be had', async () => {
  await exported()
  const { project } = reviewed
  const journal = await readJournal(project)
  if (journal) await writeJournal(project, { ...journal, state: 'applying' })
  mkdirSync(placeOf(project, 'lock'))
  expect(await read()).toMatchObject({ state: 'applying' })
})

test('a journal that somebody changed is no word of an export', async () => {
  await exported()
  const place = placeOf(reviewed.project, 'export.json')
  writeFileSync(place, readFileSync(place, 'utf8').replace('"applied"', '"applying"'))
  await expect(read()).rejects.toMatchObject({ code: 'state-damaged' })
})
