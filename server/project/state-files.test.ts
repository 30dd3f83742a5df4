import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withLock } from './lock.ts'
import { findProject, type Project } from './project.ts'
import { readState, removeState, writeState } from './state-files.ts'
import { program } from '../testing/program.ts'

let folder: string
let project: Project
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebaseline-state-'))
  writeFileSync(join(folder, 'package.json'), '{"name":"sample"}')
  mkdirSync(join(folder, 'db', 'migrations'), { recursive: true })
  project = findProject(join(folder, 'db', 'migrations'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const inState = (...parts: string[]): string => join(folder, '.rebaseline', ...parts)

test('a file that is no UTF-8 is refused by name and left as it is; a byte order mark is text', async () => {
  await writeState(project, 'drafts/a.ts', 'x')
  const bytes = Buffer.from([0x2f, 0x2f, 0xe9, 0x0a])
  writeFileSync(inState('drafts', 'a.ts'), bytes)
  await expect(readState(project, 'drafts/a.ts')).rejects.toMatchObject({
    code: 'state-unreadable',
    happened: expect.stringMatching(/a\.ts holds bytes that are no UTF-8/) as string,
  })
  expect(readFileSync(inState('drafts', 'a.ts'))).toEqual(bytes)
  writeFileSync(inState('drafts', 'a.ts'), '\ufeffx')
  expect(await readState(project, 'drafts/a.ts')).toBe('\ufeffx')
})

test('a folder in the place of a file is told as that', async () => {
  mkdirSync(inState('drafts', 'a.ts'), { recursive: true })
  await expect(readState(project, 'drafts/a.ts')).rejects.toMatchObject({
    code: 'state-unreadable',
    happened: expect.stringMatching(/^a folder stands where the file .*a\.ts belongs$/) as string,
    help: 'Move that folder away.',
  })
})

describe('the project', () => {
  test('is the nearest package.json above the migrations, by its name', () => {
    expect(project.name).toBe('sample')
    expect(project.migrations).toBe(join(project.folder, 'db', 'migrations'))
  })

  test.each(['{ broken', '{}', '[]', 'null', '{"name":7}'])(
    'is named after its folder where package.json says %s',
    (text) => {
      writeFileSync(join(folder, 'package.json'), text)
      expect(findProject(join(folder, 'db', 'migrations')).name).toBe(folder.split('/').at(-1))
    },
  )

  test('a link inside of it stays a link in its path, one on the way is followed', () => {
    const way = `${folder}-link`
    symlinkSync(folder, way)
    symlinkSync(join(folder, 'db', 'migrations'), join(folder, 'linked'))
    expect(findProject(join(way, 'linked')).migrations).toBe(join(project.folder, 'linked'))
    rmSync(way)
  })

  test('a folder that is missing, or a file, is said', () => {
    expect(() => findProject(join(folder, 'nothing'))).toThrow('there is no such folder')
    expect(() => findProject(join(folder, 'package.json'))).toThrow('it is a file, not a folder')
  })
})

describe('a state file', () => {
  test('is read as it was written, replaced whole and removed', async () => {
    expect(await readState(project, 'drafts/001_baseline.ts')).toBeNull()
    await writeState(project, 'drafts/001_baseline.ts', 'one')
    await writeState(project, 'drafts/001_baseline.ts', 'two\u2028ü')
    expect(await readState(project, 'drafts/001_baseline.ts')).toBe('two\u2028ü')
    expect(readdirSync(inState('drafts'))).toEqual(['001_baseline.ts'])
    await removeState(project, 'drafts/001_baseline.ts')
    await removeState(project, 'drafts/001_baseline.ts')
    expect(await readState(project, 'drafts/001_baseline.ts')).toBeNull()
    expect(readdirSync(inState('drafts'))).toEqual([])
  })

  test('version control leaves out what is private, and nothing else', async () => {
    await writeState(project, 'review.json', '{}')
    const ignored = readFileSync(inState('.gitignore'), 'utf8').split('\n')
    expect(ignored).toEqual([
      'rebaseline-draft-*',
      'lock*',
      'viewed.json',
      'export.json',
      'last-run.json',
      'proven-schemas.json',
      'ports.json',
      'run-number.json',
      '*.tmp',
      '',
    ])
  })

  test.each(['../out', '/etc/passwd', 'drafts/../../out', 'a\0b', '', 'a//b', '.', 'a\\b', '.git'])(
    'has no name such as %j',
    async (name) => {
      await expect(writeState(project, name, 'x')).rejects.toThrow('not a name of a state file')
      await expect(readState(project, name)).rejects.toThrow('not a name of a state file')
    },
  )

  test.each([
    ['the state folder', '.rebaseline', 'review.json'],
    ['a folder in it', '.rebaseline/drafts', 'drafts/001_baseline.ts'],
    ['the file itself', '.rebaseline/review.json', 'review.json'],
  ])('is refused where %s is a symbolic link', async (_what, link, name) => {
    const outside = mkdtempSync(join(tmpdir(), 'rebaseline-outside-'))
    writeFileSync(join(outside, 'file'), 'precious')
    mkdirSync(join(folder, link, '..'), { recursive: true })
    symlinkSync(link.endsWith('.json') ? join(outside, 'file') : outside, join(folder, link))
    for (const use of [
      () => writeState(project, name, 'x'),
      () => readState(project, name),
      () => removeState(project, name),
    ]) {
      await expect(use()).rejects.toMatchObject({ code: 'symlink-refused' })
    }
    expect(readdirSync(outside)).toEqual(['file'])
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('precious')
    rmSync(outside, { recursive: true })
  })

  test('a file where a folder should be is said', async () => {
    writeFileSync(inState(), 'a file')
    await expect(writeState(project, 'review.json', 'x')).rejects.toMatchObject({
      code: 'folder-not-writable',
    })
  })

  test('a text that its writer could not finish goes when the state is used again', async () => {
    const unfinished = (): string[] => {
      const names = existsSync(inState()) ? readdirSync(inState()) : []
      return names.filter((name) => name.endsWith('.tmp'))
    }
    for (let tries = 0; tries < 50 && unfinished().length === 0; tries += 1) {
      const child = spawn(process.execPath, [program('write-state'), project.migrations])
      while (unfinished().length === 0) await new Promise((resolve) => setImmediate(resolve))
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    expect(unfinished()).toHaveLength(1)
    writeFileSync(inState('mine.tmp'), '')
    await withLock(project, { doing: 'look' }, async () => {})
    expect(unfinished()).toEqual(['mine.tmp'])
  }, 60_000)

  test('a folder whose beginner was killed is begun again, whole', async () => {
    mkdirSync(inState())
    writeFileSync(inState('.gitignore.000000000000-1--00000000.tmp'), 'rebase')
    await writeState(project, 'review.json', '{}')
    expect(readFileSync(inState('.gitignore'), 'utf8')).toMatch(/\*\.tmp\n$/)
  })

  test('what somebody took out of version control again stays as it is', async () => {
    mkdirSync(inState())
    writeFileSync(inState('notes'), '')
    await writeState(project, 'review.json', '{}')
    expect(readdirSync(inState()).toSorted()).toEqual(['notes', 'review.json'])
  })

  test('is never half written, however often its writer is killed', async () => {
    const writer = program('write-state')
    for (const after of [1, 4, 9]) {
      const child = spawn(process.execPath, [writer, project.migrations], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let lines = 0
      for await (const chunk of child.stdout) {
        lines += String(chunk).split('\n').length - 1
        if (lines >= after) break
      }
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      const text = (await readState(project, 'big.json')) ?? ''
      expect(new Set(text).size).toBe(1)
      expect(text).toHaveLength(500_000)
    }
  }, 60_000)
})
