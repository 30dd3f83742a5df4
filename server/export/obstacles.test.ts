import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exportable, UP, type Exportable } from '../testing/exportable.ts'
import { committed, git } from '../testing/git.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'
import { checkoutOf } from './obstacles.ts'
import type { ExportRequest } from './request.ts'
import { moving } from './step.ts'

const FILES = {
  'package.json': '{ "name": "studio" }\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_add_users.ts': UP,
  'migrations/002_addEmail.ts': UP,
  'migrations/guide.md': '# guide\n',
  'src/shared.ts': 'export const s = 1\n',
}

const begin = (files: Readonly<Record<string, string>> = {}): Promise<Exportable> =>
  exportable({ ...FILES, ...files })

const refusalsOf = async (request: ExportRequest): Promise<string> =>
  (await planExport(request)).refusals.join('\n')

describe('what is in the way is refused, and says what to do', () => {
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
})

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
    // Somebody's own, in a folder of the export: it goes into no commit.
    writeFileSync(join(folder, "migrations/it's mine.txt"), 'mine')
    const others = git(folder, 'status', '--porcelain')
    expect(others).toContain("it's mine.txt")
    const { hash, refusals } = await planExport({ ...request, notes })
    expect(refusals).toStrictEqual([])
    const { commands, undo: back } = await applyExport({ ...request, notes }, hash)
    expect(back.join('\n')).toContain('export --undo --migrations migrations')
    await undo(project)
    expect(git(folder, 'status', '--porcelain')).toBe(others)
    await applyExport({ ...request, notes }, hash)
    git(folder, 'config', 'user.name', 'a')
    git(folder, 'config', 'user.email', 'a@b')
    execFileSync('sh', ['-ec', commands.join('\n')], { cwd: folder })
    expect(git(folder, 'status', '--porcelain')).toBe(others)
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
    expect(await checkoutOf(project, steps)).toStrictEqual({ status: 'clean', others: [] })
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
