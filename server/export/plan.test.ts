import { AsyncResource } from 'node:async_hooks'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLastRun, writeLastRun } from '../project/last-run.ts'
import { withLock } from '../project/lock.ts'
import { call } from '../testing/call.ts'
import { smallRun } from '../testing/small-run.ts'
import { exportable, TEXTS, UP, type Exportable } from '../testing/exportable.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { recover, undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'
import { readJournal, writeJournal, type Journal } from './journal.ts'
import { prepareExport } from './plan.ts'
import type { ExportRequest } from './request.ts'

/** Holds no lock of whoever calls it. */
const beside = new AsyncResource('beside')
const outside = <T>(work: () => T): T => beside.runInAsyncScope(work)

const FILES = {
  'package.json': '{\n  "name": "studio"\n}\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_add_users.ts': UP,
  'migrations/002_addEmail.ts': `import './helpers/own.ts'\nimport { s } from '../src/shared'\n${UP}`,
  'migrations/helpers/own.ts': 'export const o = 1\n',
  'migrations/guide.md': '# guide\n',
  'src/shared.ts': 'export const s = 1\n',
}

const begin = (files: Readonly<Record<string, string>> = {}): Promise<Exportable> =>
  exportable({ ...FILES, ...files })

const linesOf = ({ steps }: ExportPlan): string[] =>
  steps.map(({ action, path, to }) => `${action} ${path}${to === null ? '' : ` → ${to}`}`)

const refusalsOf = async (request: ExportRequest): Promise<string> =>
  (await planExport(request)).refusals.join('\n')

/** Every file but those of the state, with its text. */
const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.rebaseline'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )

test('the plan names every file, and nothing is written before it is applied', async () => {
  const { folder, request } = await begin()
  const plan = await planExport({ ...request, notes: join(folder, 'NOTES.md') })
  expect(linesOf(plan)).toStrictEqual([
    'move migrations/001_add_users.ts → migrations_archive/001_add_users.ts',
    'move migrations/002_addEmail.ts → migrations_archive/002_addEmail.ts',
    'move migrations/helpers/own.ts → migrations_archive/helpers/own.ts',
    'write migrations/001_baseline.ts',
    'write migrations/002_seed.ts',
    'write migrations_archive/_README.md',
    'write migrations_archive/report.md',
    'write migrations_archive/report.html',
    'write migrations_archive/report.json',
    'change package.json',
    'change NOTES.md',
  ])
  expect([plan.refusals, plan.applied]).toStrictEqual([[], false])
  expect(existsSync(join(folder, 'migrations_archive'))).toBe(false)
  const readme = plan.steps.find(({ path }) => path.endsWith('_README.md'))
  expect(readme?.after).toContain('**Historical only, do not run.**')
  expect(readme?.after).toContain(
    '| `002_addEmail.ts` | `add email` | alters table public.users; writes 2 rows of public."a\\|b" |',
  )
  expect(readme?.after).toContain('| `001_add_users.ts` | `add users` | was not looked at |')
  expect(readme?.why).toContain('guide.md (not a TypeScript or JavaScript file)')
  const report = plan.steps.find(({ path }) => path.endsWith('report.json'))
  expect(JSON.parse(report?.after ?? '')).toMatchObject({ verdict: 'equal', project: 'studio' })
})

test('how it is taken back is said in the words of the package manager', async () => {
  const { request } = await begin({ 'yarn.lock': '' })
  expect((await planExport(request)).undo).toContainEqual(
    expect.stringContaining('yarn run rebaseline export --undo --migrations migrations'),
  )
})

test('only the plan that was seen is applied, once, and it can be seen that it was', async () => {
  const { folder, project, request } = await begin()
  const { hash } = await planExport(request)
  const changed = join(folder, 'migrations/001_add_users.ts')
  writeFileSync(changed, `${UP}\n`)
  await expect(applyExport(request, hash)).rejects.toMatchObject({ code: 'export-changed' })
  const again = await planExport(request)
  await applyExport(request, again.hash)
  expect(readFileSync(join(folder, 'migrations/001_baseline.ts'), 'utf8')).toBe(TEXTS.baseline)
  expect(readFileSync(join(folder, 'migrations_archive/001_add_users.ts'), 'utf8')).toBe(`${UP}\n`)
  expect(await planExport(request)).toMatchObject({ applied: true, refusals: [], hash: again.hash })
  expect(await applyExport(request, again.hash)).toMatchObject({ steps: 10 })
  await undo(project)
  expect(await planExport(request)).toMatchObject({ applied: false, hash: again.hash })
})

test('the scripts go by the tables that the project’s own migrator keeps', async () => {
  const { project, request } = await begin()
  const scripts = async (): Promise<Record<string, string>> => {
    const { steps } = await planExport(request)
    const text = steps.find(({ path }) => path === 'package.json')?.after ?? '{}'
    return (JSON.parse(text) as { scripts: Record<string, string> }).scripts
  }
  const usual = await scripts()
  expect(Object.values(usual).join()).not.toContain('--migration-')
  const run = await readLastRun(project)
  if (!run) throw new Error('no run was kept')
  const ledger = { table: 'own migrations', lockTable: 'own_lock', schema: 'app' }
  await writeLastRun(project, { ...run, ledger })
  const words =
    ' --migration-table "own migrations" --migration-lock-table own_lock --migration-table-schema app'
  const names = ['migrate', 'db:rebuild', 'db:snapshot']
  expect(await scripts()).toStrictEqual({
    ...usual,
    ...Object.fromEntries(names.map((name) => [name, `${usual[name]}${words}`])),
  })
})

test('what the review says is said first, and nothing is applied', async () => {
  const { request } = await begin()
  const gate = {
    refusals: async () => ['“Tables present” is not signed'],
    checklist: async () => null,
  }
  const plan = await planExport({ ...request, gate })
  expect(plan.refusals).toStrictEqual(['“Tables present” is not signed'])
  await expect(applyExport({ ...request, gate }, plan.hash)).rejects.toMatchObject({
    code: 'export-refused',
  })
})

describe('an export that was interrupted', () => {
  async function interrupted(state: 'applying' | 'undoing') {
    const { project, folder, request } = await begin()
    const before = textsIn(folder)
    const { plan, steps, folders } = await prepareExport(request)
    const { hash, commands, undo: back } = plan
    const startedAt = '2026-01-05T10:20:00.000Z'
    const journal = { id: '0123456789ab', state, hash, startedAt, folders, steps, commands }
    await writeJournal(project, structuredClone({ ...journal, undo: back }) as Journal)
    mkdirSync(join(folder, 'migrations_archive'))
    const moved = 'migrations_archive/001_add_users.ts'
    renameSync(join(folder, 'migrations/001_add_users.ts'), join(folder, moved))
    return { project, folder, request, before }
  }

  test.each([
    ['applying', 'finishes it, `rebaseline export --undo` takes it back'],
    ['undoing', '`rebaseline export --undo` finishes that'],
  ] as const)('(%s) is told by the plan, which writes nothing', async (state, says) => {
    const { folder, request } = await interrupted(state)
    const half = textsIn(folder)
    const plan = await planExport(request)
    expect([plan.interrupted, plan.applied]).toEqual([state, false])
    expect(plan.refusals).toEqual([expect.stringContaining(says)])
    expect(textsIn(folder)).toEqual(half)
    const command = await call(['export', '--plan', '--migrations', join(folder, 'migrations')])
    expect([command.code, command.stdout]).toEqual([1, expect.stringContaining(says)])
    expect([command.stderr, textsIn(folder)]).toEqual(['', half])
  })

  test('is finished by whoever applies the plan that tells of it', async () => {
    const { folder, request } = await interrupted('applying')
    const { hash } = await planExport(request)
    await applyExport(request, hash)
    expect(await planExport(request)).toMatchObject({ applied: true, interrupted: null })
    expect(existsSync(join(folder, 'migrations/001_add_users.ts'))).toBe(false)
  })

  test.each(['applying', 'undoing'] as const)('(%s) can be taken back', async (state) => {
    const { folder, before } = await interrupted(state)
    const words = ['export', '--undo', '--migrations', join(folder, 'migrations')]
    expect(await call(words)).toMatchObject({ code: 0, stderr: '' })
    expect(textsIn(folder)).toEqual(before)
  })
})

test('a notes file is one of the project, wherever the command is run', async () => {
  const { request } = await begin()
  const plan = await planExport({ ...request, notes: 'NOTES.md' })
  expect([plan.refusals, linesOf(plan).at(-1)]).toEqual([[], 'change NOTES.md'])
})

test('who takes an export back and names the notes is told that they are taken back too', async () => {
  const { folder } = await begin()
  const words = ['export', '--undo', '--migrations', join(folder, 'migrations')]
  const { code, stderr } = await call([...words, '--notes', 'NOTES.md'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('Leave --notes out')])
})

test('without a git checkout there is nothing to commit', async () => {
  const { request } = await begin()
  expect((await planExport(request)).commands).toEqual([])
})

describe('is refused, and says what to do', () => {
  test('package.json is no JSON', async () => {
    const { request } = await begin({ 'package.json': '{ "name": ' })
    expect(await refusalsOf(request)).toContain("scripts can't be added to package.json")
  })

  test.each([
    ['../NOTES.md', 'outside of the project'],
    ['none/NOTES.md', 'there is no folder'],
    ['package.json', 'no Markdown file'],
  ])('the notes are %s', async (name, reason) => {
    const { folder, request } = await begin()
    expect(await refusalsOf({ ...request, notes: join(folder, name) })).toContain(reason)
  })

  test('a file that stays imports one that goes', async () => {
    const { request } = await begin({
      'src/list.ts': "// import './no'\nimport * as one from '../migrations/001_add_users.js'\n",
    })
    expect(await refusalsOf(request)).toContain(
      'src/list.ts imports migrations/001_add_users.ts, which goes to the archive',
    )
  })

  test('the migrations to come would sort before the baseline', async () => {
    const { request } = await begin()
    const { folder } = request.project
    for (const name of ['001_add_users', '002_addEmail'])
      rmSync(join(folder, `migrations/${name}.ts`))
    writeFileSync(join(folder, 'migrations/0001_a.ts'), UP)
    expect(await refusalsOf(request)).toContain('001_baseline.ts does not sort before 0001_a')
  })
})

test('a helper that others need stays, and the archive gets a copy of it', async () => {
  const { request } = await begin({ 'src/uses.ts': "export * from '../migrations/helpers/own'\n" })
  const plan = await planExport(request)
  expect(plan.refusals).toStrictEqual([])
  expect(linesOf(plan)).toContain('write migrations_archive/helpers/own.ts')
  expect(linesOf(plan).join()).not.toContain('move migrations/helpers')
})

test('a file that may be a migration does not stay, its twin neither', async () => {
  const { request } = await begin({
    'migrations/001_add_users.js': 'exports.up = async () => {}\n',
    'migrations/_list.ts': 'export const names = []\n',
  })
  const lines = linesOf(await planExport(request)).join('\n')
  expect(lines).toContain('move migrations/001_add_users.js')
  expect(lines).toContain('move migrations/001_add_users.ts')
  expect(lines).not.toContain('_list')
})

test('a second export adds to the archive of the first one', async () => {
  const { folder, request } = await begin()
  await applyExport(request, (await planExport(request)).hash)
  writeFileSync(join(folder, 'migrations/003_more.ts'), UP)
  const plan = await planExport(request)
  expect(plan.applied).toBe(false)
  expect(linesOf(plan)).toContain('change migrations_archive/_README.md')
  expect(linesOf(plan)).toContain('write migrations_archive/report-2.md')
  expect(plan.refusals).toStrictEqual([])
})

test('a plan that is made while another export is done says that it was, not what half a folder looks like', async () => {
  const { project, request } = await begin()
  let isFirst = true
  const gate = {
    ...request.gate,
    refusals: async () => {
      if (!isFirst) return []
      isFirst = false
      await applyExport(request, (await planExport(request)).hash)
      return ['of half a folder']
    },
  }
  const plan = await planExport({ ...request, gate })
  expect(plan).toMatchObject({ applied: true, refusals: [] })
  await undo(project)
})

test('while another export is going on a plan says so, with who is at it; the slower of two is told when it was done', async () => {
  const { project, request } = await begin()
  const { hash } = await planExport(request)
  let slower: ReturnType<typeof applyExport> | undefined
  const faster = withLock(project, { doing: 'exporting the baseline' }, async () => {
    const done = await applyExport(request, hash)
    const journal = await readJournal(project)
    if (!journal) throw new Error('it was exported')
    await writeJournal(project, { ...journal, state: 'applying' })
    await expect(outside(() => planExport(request, 100))).rejects.toMatchObject({
      code: 'project-busy',
      message: expect.stringMatching(
        new RegExp(`process ${process.pid} .* busy with exporting the baseline since`),
      ),
    })
    await writeJournal(project, journal)
    slower = outside(() => applyExport(request, hash))
    return done
  })
  expect([(await faster).by, (await slower)?.by]).toStrictEqual(['this', 'another'])
  await expect(applyExport(request, 'of other notes')).rejects.toMatchObject({
    code: 'export-changed',
    happened: expect.stringMatching(/^another export was faster: it was done on \d{4}/),
  })
})

describe('up to a squash line', () => {
  const LATER = `import '../src/shared'\nimport './helpers/own.ts'\n${UP}`
  const lined = async (files: Readonly<Record<string, string>> = {}): Promise<Exportable> => {
    const made = await begin({ 'migrations/003_later.ts': LATER, ...files })
    await made.keep({ ...smallRun(), line: { last: '002_addEmail', later: ['003_later'] } }, 1)
    return made
  }

  test('what sorts after it stays, with what it imports, and the archive gets a copy of that', async () => {
    const { folder, project, request } = await lined({ 'migrations/003_later.js': LATER })
    const before = textsIn(folder)
    const plan = await planExport(request)
    expect(linesOf(plan).slice(0, 5)).toStrictEqual([
      'move migrations/001_add_users.ts → migrations_archive/001_add_users.ts',
      'move migrations/002_addEmail.ts → migrations_archive/002_addEmail.ts',
      'write migrations_archive/helpers/own.ts',
      'write migrations/001_baseline.ts',
      'write migrations/002_seed.ts',
    ])
    expect(plan).toMatchObject({
      line: { last: '002_addEmail', later: ['003_later'] },
      refusals: [],
    })
    expect(plan.team).toMatchObject({ line: { last: '002_addEmail.ts' } })
    expect(plan.team?.next).toBe('migrations/004_what_it_does.ts')
    await applyExport(request, plan.hash)
    expect(await planExport(request)).toMatchObject({ applied: true, line: plan.line })
    expect(await undo(project)).toMatchObject({ later: [] })
    expect(textsIn(folder)).toStrictEqual(before)
  })

  test('ended before any change of the disk it is whole at the next start, and what stays is not touched', async () => {
    let length = 0
    const { request } = await lined()
    await applyExport(request, (await planExport(request)).hash, () => (length += 1))
    for (let at = 2; at <= length; at += 5) {
      const made = await lined()
      let left = at
      const died = applyExport(made.request, (await planExport(made.request)).hash, () => {
        left -= 1
        if (left <= 0) throw new Error('killed')
      })
      await died.catch(() => {})
      await recover(made.project)
      const { 'migrations/003_later.ts': later, ...files } = Object.fromEntries(
        Object.entries(textsIn(made.folder)).map(([path, text]) => [
          path.slice(made.folder.length + 1),
          text,
        ]),
      )
      expect([at, later]).toStrictEqual([at, LATER])
      expect([at, Object.hasOwn(files, 'migrations_archive/002_addEmail.ts')]).toStrictEqual([
        at,
        true,
      ])
      expect(await planExport(made.request)).toMatchObject({ applied: true })
    }
  })

  test('one that stays and imports an old migration is refused, and so are names that sort after it', async () => {
    const { request } = await lined({
      'migrations/003_later.ts': `import './001_add_users.ts'\n${UP}`,
    })
    expect(await refusalsOf(request)).toContain(
      'migrations/003_later.ts imports migrations/001_add_users.ts, which goes to the archive',
    )
    const early = await begin({ 'migrations/0009_later.ts': UP })
    await early.keep({ ...smallRun(), line: { last: '0009_later', later: ['001_add_users'] } }, 1)
    expect(await refusalsOf(early.request)).toMatch(
      /001_baseline and 002_seed sort after 001_add_users, which stays .*: rename the drafts/,
    )
  })
})
