import { AsyncResource } from 'node:async_hooks'
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { readLastRun, writeLastRun } from '../project/last-run.ts'
import { withLock } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { call } from '../testing/call.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'
import { checkoutOf } from './obstacles.ts'
import { readJournal, writeJournal, type Journal } from './journal.ts'
import { prepareExport, type ExportRequest } from './plan.ts'
import { moving } from './step.ts'

/** Holds no lock of whoever calls it. */
const beside = new AsyncResource('beside')
const outside = <T>(work: () => T): T => beside.runInAsyncScope(work)

const UP = 'export async function up() {}\n'
const FILES = {
  'package.json': '{\n  "name": "studio"\n}\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_add_users.ts': UP,
  'migrations/002_addEmail.ts': `import './helpers/own.ts'\nimport { s } from '../src/shared'\n${UP}`,
  'migrations/helpers/own.ts': 'export const o = 1\n',
  'migrations/guide.md': '# guide\n',
  'src/shared.ts': 'export const s = 1\n',
}

const TEXTS = { baseline: `// baseline\n${UP}`, seed: `// seed\n${UP}` }

async function begin(
  files: Readonly<Record<string, string>> = {},
): Promise<{ project: Project; folder: string; request: ExportRequest }> {
  const { project, keep } = await reviewedProject({ ...FILES, ...files }, TEXTS)
  await keep(smallRun(), 1)
  const gate = { refusals: async () => [], checklist: async () => null }
  const request = { project, gate, notes: null, version: '1.0.0' }
  return { project, folder: project.folder, request }
}

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
    cwd: folder,
    encoding: 'utf8',
  })

function committed(folder: string): void {
  git(folder, 'init', '-q')
  git(folder, 'add', '-A')
  git(folder, 'commit', '-qm', 'one')
}

const linesOf = ({ steps }: ExportPlan): string[] =>
  steps.map(({ action, path, to }) => `${action} ${path}${to === null ? '' : ` → ${to}`}`)

const refusalsOf = async (request: ExportRequest): Promise<string> =>
  (await planExport(request)).refusals.join('\n')

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
  expect(await applyExport(request, again.hash)).toMatchObject({ steps: 9 })
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

/** Every file but those of the state, with its text. */
const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.rebaseline'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )

describe('in a git checkout', () => {
  test('that leaves the project out as a whole, it is as without one; one committed file makes it a part', async () => {
    const top = projectFolder({ '.gitignore': '/app/\n', 'app/a.txt': 'a', 'app/b.txt': 'b' })
    committed(top)
    const project = { name: '', folder: join(top, 'app'), migrations: join(top, 'app') }
    const steps = [moving('a.txt', 'archive/a.txt', Buffer.from('a'), '')]
    expect(await checkoutOf(project, steps)).toMatchObject({ status: 'none' })
    git(top, 'add', '-f', 'app/b.txt')
    git(top, 'commit', '-qm', 'two')
    expect(await checkoutOf(project, steps)).toMatchObject({
      status: 'refused',
      refusals: [expect.stringContaining('a.txt is ignored by git')],
    })
  })

  test('a clean one is allowed; its commands commit it, and undo gives back what was there', async () => {
    const { folder, project, request } = await begin({ '.gitignore': '.rebaseline\n' })
    committed(folder)
    const before = git(folder, 'rev-parse', 'HEAD^{tree}')
    const notes = join(folder, 'NOTES.md')
    const { hash, refusals } = await planExport({ ...request, notes })
    expect(refusals).toStrictEqual([])
    const { commands, undo: back } = await applyExport({ ...request, notes }, hash)
    expect(back.join('\n')).toContain('export --undo --migrations migrations')
    await undo(project)
    expect(git(folder, 'status', '--porcelain')).toBe('')
    await applyExport({ ...request, notes }, hash)
    git(folder, 'config', 'user.name', 'a')
    git(folder, 'config', 'user.email', 'a@b')
    execFileSync('sh', ['-ec', commands.join('\n')], { cwd: folder })
    expect(git(folder, 'status', '--porcelain')).toBe('')
    expect(git(folder, 'show', '--stat', '--name-status')).toMatch(
      /R100\s+migrations\/002_addEmail/,
    )
    git(folder, 'revert', '--no-edit', 'HEAD')
    expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(before)
  })

  test('what is not committed is refused, and what else is changed is not asked about', async () => {
    const { folder, request } = await begin({ '.gitignore': '.rebaseline\n' })
    committed(folder)
    writeFileSync(join(folder, 'src/shared.ts'), 'changed')
    writeFileSync(join(folder, 'migrations/guide.md'), 'changed')
    expect(await refusalsOf(request)).toBe('')
    writeFileSync(join(folder, 'package.json'), '{}')
    git(folder, 'rm', '-q', '--cached', 'migrations/001_add_users.ts')
    const refusals = await refusalsOf(request)
    expect(refusals).toContain('package.json has uncommitted changes: commit or stash them first')
    expect(refusals).toContain('migrations/001_add_users.ts')
  })

  test('a project below the top of its checkout is told by its own paths', async () => {
    const top = projectFolder({ 'app/migrations/001_a.ts': UP, 'migrations/001_a.ts': UP })
    committed(top)
    const project = { name: '', folder: join(top, 'app'), migrations: join(top, 'app/migrations') }
    const steps = [moving('migrations/001_a.ts', 'archive/001_a.ts', Buffer.from(UP), '')]
    writeFileSync(join(top, 'migrations/001_a.ts'), 'changed')
    expect(await checkoutOf(project, steps)).toStrictEqual({ status: 'clean' })
    writeFileSync(join(top, 'app/migrations/001_a.ts'), 'changed')
    expect(await checkoutOf(project, steps)).toMatchObject({
      refusals: [expect.stringMatching(/^migrations\/001_a\.ts has uncommitted changes/)],
    })
  })

  test('a checkout that git will not read is no clean one', async () => {
    const { folder, request } = await begin()
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n')
    mkdirSync(join(folder, '.git/objects'))
    mkdirSync(join(folder, '.git/refs'))
    writeFileSync(join(folder, '.git/config'), '[broken')
    expect(await refusalsOf(request)).toContain("git can't tell what is uncommitted")
  })
})

describe('is refused, and says what to do', () => {
  test.each([
    ['migrations_archive/001_add_users.ts', 'exists already, and nothing is overwritten'],
    ['migrations_archive/_README.md', 'exists already, and nothing is overwritten'],
    ['migrations_archive/001_ADD_users.ts', 'differ in case or accents only'],
    ['migrations/001_Baseline.TS', 'differ in case or accents only'],
  ])('%s is there', async (path, reason) => {
    const { request } = await begin({ [path]: 'theirs' })
    expect(await refusalsOf(request)).toContain(reason)
  })

  test.each(['migrations', 'migrations_archive', 'package.json'])('%s is a link', async (name) => {
    const { folder, request } = await begin()
    const elsewhere = projectFolder({ 'there/x.ts': UP, 'package.json': '{}' })
    const isFolder = name !== 'package.json'
    rmSync(join(folder, name), { recursive: true, force: true })
    symlinkSync(join(elsewhere, isFolder ? 'there' : name), join(folder, name))
    expect(await refusalsOf(request)).toContain(`${name} is a symbolic link`)
  })

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
