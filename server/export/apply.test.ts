import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findProject, type Project } from '../project/project.ts'
import { apply, recover, undo } from './apply.ts'
import { readJournal, writeJournal, type Journal } from './journal.ts'
import { changing, moving, writing } from './step.ts'
import { program } from '../testing/program.ts'

const PROGRAM = program('export-and-die')
const OLD: Readonly<Record<string, string>> = {
  'package.json': '{}\n',
  'NOTES.md': 'notes\r\n',
  'migrations/001_baseline.ts': 'an old one of that name',
  'migrations/002_b.ts': 'b',
  'migrations/003_later.ts': 'behind the squash line',
  'migrations/helpers/h.ts': 'h',
  'migrations/stays.txt': 'stays',
}
const NEW: Readonly<Record<string, string>> = {
  'package.json': '{"scripts":{}}\n',
  'NOTES.md': 'notes\r\nmore\r\n',
  'migrations/001_baseline.ts': 'the baseline',
  'migrations/002_seed.ts': 'the seed',
  'migrations/003_later.ts': 'behind the squash line',
  'migrations/stays.txt': 'stays',
  'migrations_archive/001_baseline.ts': 'an old one of that name',
  'migrations_archive/002_b.ts': 'b',
  'migrations_archive/helpers/h.ts': 'h',
  'migrations_archive/_README.md': 'read me',
}

const journal: Journal = {
  id: '0123456789ab',
  state: 'applying',
  hash: 'h',
  startedAt: '2026-01-01T00:00:00.000Z',
  folders: ['migrations_archive', 'migrations_archive/helpers'],
  steps: [
    ...['001_baseline.ts', '002_b.ts', 'helpers/h.ts'].map((name) =>
      moving(
        `migrations/${name}`,
        `migrations_archive/${name}`,
        Buffer.from(OLD[`migrations/${name}`] ?? ''),
        '',
      ),
    ),
    ...[
      'migrations/001_baseline.ts',
      'migrations/002_seed.ts',
      'migrations_archive/_README.md',
    ].map((path) => writing(path, NEW[path] ?? '', '')),
    ...['package.json', 'NOTES.md'].map((path) =>
      changing(path, OLD[path] ?? '', NEW[path] ?? '', ''),
    ),
  ],
  later: ['003_later.ts'],
  commands: [],
  undo: [],
}

let folder: string
let project: Project
const more: string[] = []
function begin(): { folder: string; project: Project } {
  const at = mkdtempSync(join(tmpdir(), 'rebaseline-export-'))
  more.push(at)
  for (const [path, text] of Object.entries(OLD)) {
    mkdirSync(dirname(join(at, path)), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  return { folder: at, project: findProject(join(at, 'migrations')) }
}
beforeEach(() => void ({ folder, project } = begin()))
afterEach(() => {
  for (const at of more.splice(0)) rmSync(at, { recursive: true, force: true })
})

/** Every file of a project but our own state, by its path. */
function filesOf(at: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(at, below), { withFileTypes: true }).map((entry) => {
      const path = join(below, entry.name)
      if (entry.name === '.rebaseline') return {}
      return entry.isDirectory()
        ? filesOf(at, path)
        : { [path]: readFileSync(join(at, path), 'utf8') }
    }),
  ) as Record<string, string>
}

test('does every step, keeps the rights of a file it changes, and is known as applied', async () => {
  chmodSync(join(folder, 'NOTES.md'), 0o640)
  await apply(project, journal)
  expect(filesOf(folder)).toStrictEqual(NEW)
  expect(statSync(join(folder, 'NOTES.md')).mode & 0o777).toBe(0o640)
  expect(await readJournal(project)).toMatchObject({ state: 'applied' })
  expect(await recover(project)).toBe('nothing')
})

test('is taken back as if it had never been', async () => {
  await apply(project, journal)
  await undo(project)
  expect(filesOf(folder)).toStrictEqual(OLD)
  expect(existsSync(join(folder, 'migrations_archive'))).toBe(false)
  expect(await readJournal(project)).toBeNull()
  await expect(undo(project)).rejects.toMatchObject({ code: 'undo-refused' })
})

class Died extends Error {}

/** Ends the work before its nth change of the disk: nothing at all happens after it, as with kill -9. */
function dying(before: number): { readonly watch: () => void; readonly died: () => boolean } {
  let left = before
  return {
    watch: () => {
      left -= 1
      if (left <= 0) throw new Died('killed')
    },
    died: () => left <= 0,
  }
}

/** How many changes of the disk some work makes. */
async function lengthOf(work: (watch: () => void) => Promise<unknown>): Promise<number> {
  let length = 0
  await work(() => (length += 1))
  return length
}

describe('ended before any change of the disk, the next start', { timeout: 300_000 }, () => {
  test('finishes it, also where that is ended again', async () => {
    const length = await lengthOf((watch) => apply(project, journal, watch))
    expect(length).toBeGreaterThan(40)
    for (let before = 1; before <= length; before += 1) {
      const { folder: at, project: its } = begin()
      await apply(its, journal, dying(before).watch).catch(() => {})
      const second = dying(3 + (before % 11))
      await recover(its, second.watch).catch(() => {})
      const outcome = await recover(its)
      const isBegun = before > 1
      expect([before, filesOf(at)]).toStrictEqual([before, isBegun ? NEW : OLD])
      if (isBegun) expect(await readJournal(its)).toMatchObject({ state: 'applied' })
      if (!second.died()) expect(outcome).toBe('nothing')
    }
  })

  test('takes back what was being taken back', async () => {
    await apply(project, journal)
    const length = await lengthOf((watch) => undo(project, watch))
    for (let before = 1; before <= length; before += 1) {
      const { folder: at, project: its } = begin()
      await apply(its, journal)
      await undo(its, dying(before).watch).catch(() => {})
      await recover(its)
      expect([before, filesOf(at)]).toStrictEqual([before, before === 1 ? NEW : OLD])
    }
  })

  test('takes back what failed, wherever it fails', async () => {
    const length = await lengthOf((watch) => apply(project, journal, watch))
    for (let before = 2; before < length; before += 1) {
      const { folder: at, project: its } = begin()
      let left = before
      const failing = apply(its, journal, () => {
        left -= 1
        if (left === 0) throw Object.assign(new Error('no'), { code: 'EIO', path: 'x' })
      })
      await expect(failing).rejects.toMatchObject({ code: 'folder-not-writable' })
      expect([before, filesOf(at)]).toStrictEqual([before, OLD])
      expect(await readJournal(its)).toBeNull()
    }
  })
})

/** Kills a work before each of its changes of the disk, each time on a project of its own; gives what was left of each. */
async function killedEverywhere(work: 'apply' | 'undo'): Promise<readonly (typeof OLD)[]> {
  const file = join(folder, 'journal.json')
  writeFileSync(file, JSON.stringify(journal))
  const run = async (before: number): Promise<{ left: typeof OLD; said: string }> => {
    const { folder: at, project: its } = begin()
    if (work === 'undo') await apply(its, journal)
    const words = [PROGRAM, its.migrations, work === 'undo' ? work : file, String(before)]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    expect([before, code ?? signal]).toStrictEqual([before, before === 0 ? 0 : 'SIGKILL'])
    await recover(its)
    const state = (await readJournal(its))?.state
    const left = filesOf(at)
    expect([before, left]).toStrictEqual([before, state === 'applied' ? NEW : OLD])
    return { left, said }
  }
  const length = Number((await run(0)).said)
  const left: (typeof OLD)[] = []
  const waiting = Array.from({ length }, (_, index) => index + 1)
  const some = async (): Promise<void> => {
    for (let before = waiting.shift(); before !== undefined; before = waiting.shift()) {
      left[before - 1] = (await run(before)).left
    }
  }
  await Promise.all([some(), some(), some()])
  return left
}

test.each([
  ['apply', OLD, NEW],
  ['undo', NEW, OLD],
] as const)(
  'killed by kill -9 before every change of the disk, %s is whole at the next start',
  async (work, before, after) => {
    const left = await killedEverywhere(work)
    expect(left.length).toBeGreaterThan(25)
    const begun = left.findIndex((files) => isDeepStrictEqual(files, after))
    // Once it is written down what is to be done it is done; before that nothing is.
    expect(begun).toBeLessThan(20)
    expect(left.slice(0, begun)).toStrictEqual(left.slice(0, begun).map(() => before))
    expect(left.slice(begun)).toStrictEqual(left.slice(begun).map(() => after))
  },
  600_000,
)

describe('what somebody changes meanwhile', { timeout: 300_000 }, () => {
  test.each([
    'package.json',
    'migrations/002_b.ts',
    'migrations/002_seed.ts',
    'migrations_archive/_README.md',
  ])('%s is never overwritten: all else is taken back', async (path) => {
    const operations: string[] = []
    await apply(begin().project, journal, (operation) => operations.push(operation))
    const first = operations.findIndex((operation) => operation.startsWith('link'))
    const { folder: where, project: its } = begin()
    let left = first
    const edited = apply(its, journal, () => {
      left -= 1
      if (left === 0) writeFileSync(join(where, path), 'of a person')
    })
    await expect(edited).rejects.toMatchObject({ code: 'export-changed' })
    const text = path in OLD ? { [path]: 'of a person' } : {}
    const added = path in OLD ? {} : { [path]: 'of a person' }
    expect(filesOf(where)).toStrictEqual({ ...OLD, ...text, ...added })
    expect(await readJournal(its)).toBeNull()
  })

  test('an interrupted export waits until it is put back, and says which file it is', async () => {
    await writeJournal(project, journal)
    writeFileSync(join(folder, 'package.json'), 'of a person')
    const refused = { code: 'export-interrupted', message: expect.stringContaining('package.json') }
    await expect(recover(project)).rejects.toMatchObject(refused)
    expect(filesOf(folder)).toStrictEqual({ ...OLD, 'package.json': 'of a person' })
    writeFileSync(join(folder, 'package.json'), OLD['package.json'] ?? '')
    expect(await recover(project)).toBe('finished')
    expect(filesOf(folder)).toStrictEqual(NEW)
  })

  test('an interrupted one that can neither be finished nor taken back leaves no file of its own', async () => {
    for (const again of [recover, undo]) {
      const { folder: where, project: its } = begin()
      // As it stands where the process was killed while it staged.
      await writeJournal(its, journal)
      writeFileSync(join(where, 'migrations', `.rebaseline-${journal.id}-3.tmp`), 'the baseline')
      writeFileSync(join(where, 'package.json'), 'of a person')
      await expect(again(its)).rejects.toMatchObject({ code: 'export-interrupted' })
      expect(filesOf(where)).toStrictEqual({ ...OLD, 'package.json': 'of a person' })
    }
  })

  test('an export whose files were edited since is not taken back', async () => {
    await apply(project, journal)
    writeFileSync(join(folder, 'migrations/001_baseline.ts'), 'edited')
    await expect(undo(project)).rejects.toMatchObject({ code: 'undo-refused' })
    expect(filesOf(folder)).toStrictEqual({ ...NEW, 'migrations/001_baseline.ts': 'edited' })
  })
})

test('a folder that became a link leads nowhere', async () => {
  const elsewhere = begin().folder
  const real = join(folder, 'migrations')
  let isDone = false
  const linking = apply(project, journal, (operation) => {
    if (isDone || !operation.startsWith('link')) return
    isDone = true
    cpSync(real, join(elsewhere, 'taken'), { recursive: true })
    rmSync(real, { recursive: true })
    symlinkSync(join(elsewhere, 'taken'), real)
  })
  await expect(linking).rejects.toThrow(/symbolic link|can't be changed|meanwhile/)
})

test('a journal that somebody changed is not believed', async () => {
  await writeJournal(project, journal)
  const path = join(folder, '.rebaseline', 'export.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace('the baseline', 'the bad line'))
  await expect(recover(project)).rejects.toMatchObject({ code: 'state-damaged' })
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100))
  await expect(recover(project)).rejects.toMatchObject({ code: 'state-damaged' })
  expect(filesOf(folder)).toStrictEqual(OLD)
})

/** Mounts a small file system, where this user may. */
function mounted(at: string, size: string): boolean {
  mkdirSync(at, { recursive: true })
  const words = ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', at]
  return process.getuid?.() === 0 && spawnSync('mount', words).status === 0
}

test('a full disk leaves everything as it was, and says so', async (context) => {
  const at = join(folder, 'small')
  const isMounted = mounted(at, '400k')
  context.skip(!isMounted, 'this user may not mount a small file system')
  try {
    for (const [path, text] of Object.entries(OLD)) {
      mkdirSync(dirname(join(at, path)), { recursive: true })
      writeFileSync(join(at, path), text)
    }
    const its = findProject(join(at, 'migrations'))
    const steps = journal.steps.map((step) =>
      step.path === 'migrations/002_seed.ts' ? writing(step.path, 'x'.repeat(150_000), '') : step,
    )
    const failing = apply(its, { ...journal, steps })
    await expect(failing).rejects.toMatchObject({ code: 'disk-full' })
    expect(filesOf(at)).toStrictEqual(OLD)
    expect(await recover(its)).toBe('nothing')
  } finally {
    spawnSync('umount', ['-l', at])
  }
})

test('files go to an archive on another file system whole, or stay', async (context) => {
  const at = join(folder, 'migrations_archive')
  const isMounted = mounted(at, '1m')
  context.skip(!isMounted, 'this user may not mount a small file system')
  const there: Journal = { ...journal, folders: ['migrations_archive/helpers'] }
  try {
    await apply(project, there)
    expect(filesOf(folder)).toStrictEqual(NEW)
    await undo(project)
    expect(filesOf(folder)).toStrictEqual(OLD)
    const length = await lengthOf((watch) => apply(project, there, watch))
    await undo(project)
    for (let before = 2; before <= length; before += 7) {
      await apply(project, there, dying(before).watch).catch(() => {})
      await recover(project)
      expect([before, filesOf(folder)]).toStrictEqual([before, NEW])
      await undo(project)
    }
  } finally {
    spawnSync('umount', ['-l', at])
  }
})
