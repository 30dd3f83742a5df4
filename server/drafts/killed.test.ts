import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findProject, type Project } from '../project/project.ts'
import { program } from '../testing/program.ts'
import { beginDrafts, draftsFolder, readDrafts, undoDrafts } from './drafts.ts'

const PROGRAM = program('change-and-die')
const FILES = { baseline: '001_baseline', seed: '002_seed_definitions' }
const OLD = { baseline: 'first', seed: 'rows' }
const NEW = { baseline: 'mended', seed: 'more' }

let project: Project
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-killed-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  mkdirSync(join(folder, 'migrations'))
  project = findProject(join(folder, 'migrations'))
})
afterEach(() => rmSync(project.folder, { recursive: true, force: true }))

/** Lets a process make the change that is killed before the nth file gets its name. */
function killed(what: 'begin' | 'change', before: number): void {
  const words = [PROGRAM, project.migrations, what, String(before)]
  const { signal, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect([signal, stdout, stderr]).toEqual(['SIGKILL', '', ''])
}

const draft = (name: string): string => join(draftsFolder(project), `${name}.ts`)

describe('a change of both drafts that is killed', { timeout: 60_000 }, () => {
  beforeEach(() => beginDrafts(project, FILES, OLD))

  test('before its first file is none', async () => {
    killed('change', 1)
    expect(await readDrafts(project)).toMatchObject({ texts: OLD, record: { undo: [] } })
  })

  test('between its files is whole, and can be taken back', async () => {
    const { record } = (await readDrafts(project)) ?? {}
    killed('change', 3)
    const state = await readDrafts(project)
    expect(state).toMatchObject({
      texts: NEW,
      record: { revision: (record?.revision ?? 0) + 1, undo: [{ title: 'Mend' }] },
    })
    expect(readFileSync(draft(FILES.seed), 'utf8')).toBe(NEW.seed)
    expect((await readDrafts(project))?.record).toEqual(state?.record)
    expect((await undoDrafts(project)).texts).toEqual(OLD)
  })

  test('leaves alone what another program wrote meanwhile', async () => {
    killed('change', 2)
    writeFileSync(draft(FILES.seed), 'theirs')
    expect((await readDrafts(project))?.texts).toEqual({ baseline: NEW.baseline, seed: 'theirs' })
    await expect(undoDrafts(project)).rejects.toThrow('changed since by another program')
    expect(readFileSync(draft(FILES.seed), 'utf8')).toBe('theirs')
  })
})

describe('the begin of the drafts', { timeout: 60_000 }, () => {
  test('that is killed between its files is whole', async () => {
    killed('begin', 3)
    expect((await readDrafts(project))?.texts).toEqual(NEW)
  })

  test('keeps drafts whose record is gone, and begins those that are gone too', async () => {
    await beginDrafts(project, FILES, OLD)
    writeFileSync(draft(FILES.baseline), 'by hand')
    rmSync(draft(FILES.seed))
    rmSync(join(draftsFolder(project), '..', 'drafts.json'))
    expect(await readDrafts(project)).toBeNull()
    const { texts } = await beginDrafts(project, FILES, NEW)
    expect(texts).toEqual({ baseline: 'by hand', seed: NEW.seed })
    expect(readFileSync(draft(FILES.baseline), 'utf8')).toBe('by hand')
  })
})
