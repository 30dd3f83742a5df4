import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyExport, planExport } from '../export/export.ts'
import { findProject } from '../project/project.ts'
import { exportable, UP } from '../testing/exportable.ts'
import { git } from '../testing/git.ts'
import { projectFolder } from '../testing/project-folder.ts'
import type { BranchJudgement, TeamAdvice } from '../../shared/team.ts'
import { teamAdvice, USUAL_BOUNDS } from './team.ts'

const FILES = {
  '.gitignore': '.rebaseline\n',
  'package.json': '{ "name": "studio" }\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_users.ts': `// users\n${UP}`,
  'migrations/050_last.ts': `// last\n${UP}`,
}

let folder: string
let doExport: () => Promise<void>

/** A project in git, with an open branch for each kind of thing a branch does, none of them merged. */
beforeEach(async () => {
  const made = await exportable(FILES)
  folder = made.folder
  git(folder, 'init', '-q', '-b', 'main')
  commit('one')
  doExport = async () => {
    const request = { ...made.request, notes: join(folder, 'NOTES.md') }
    await applyExport(request, (await planExport(request)).hash)
    commit('export')
  }
})

function commit(message: string): void {
  git(folder, 'add', '-A')
  git(folder, 'commit', '-qm', message, '--allow-empty')
}

/** A branch off main as it is now, in which that was done. */
function branch(name: string, work: () => void): void {
  git(folder, 'checkout', '-q', '-b', name, 'main')
  work()
  commit(name)
  git(folder, 'checkout', '-q', 'main')
}

const write = (path: string, text = UP): void => writeFileSync(join(folder, path), text)
const advise = (): Promise<TeamAdvice> => teamAdvice(findProject(join(folder, 'migrations')))

const told = ({ branches }: TeamAdvice): Record<string, unknown> =>
  Object.fromEntries(
    (branches ?? []).map(({ names, verdict, files }: BranchJudgement) => [
      names.join(' '),
      [verdict, ...files.map((file) => `${file.file} ${file.change} ${file.verdict}`)],
    ]),
  )

test('branches that touch the folder are found before the export, and judged by where they would stand after it', async () => {
  branch('feature/age', () => write('migrations/051_age.ts'))
  branch('edit', () => appendFileSync(join(folder, 'migrations/050_last.ts'), '// more\n'))
  branch('early', () => write('migrations/0003_early.ts'))
  branch('away', () => rmSync(join(folder, 'migrations/001_users.ts')))
  branch('other-name', () =>
    renameSync(join(folder, 'migrations/050_last.ts'), join(folder, 'migrations/052_last.ts')),
  )
  branch('elsewhere', () => write('README.md'))
  const advice = await advise()
  expect(told(advice)).toStrictEqual({
    'feature/age': ['kept', '051_age.ts added kept'],
    early: ['refused', '0003_early.ts added refused'],
    edit: ['refused', '050_last.ts changed refused'],
    away: ['refused', '001_users.ts deleted refused'],
    'other-name': ['refused', '052_last.ts renamed refused'],
  })
  expect([advice.state, advice.verdict, advice.looked, advice.folder]).toStrictEqual([
    'before',
    'refused',
    6,
    [],
  ])
  const early = advice.branches?.find(({ names }) => names.includes('early'))
  expect(early?.files[0]?.commands).toStrictEqual([
    'git mv -- migrations/0003_early.ts migrations/053_early.ts',
  ])
  // Nor is a number told to whoever begins now that a branch has, or was told.
  const number = /migrations\/(\d+)_what_it_does\.ts$/.exec(advice.next)?.[1]
  expect(Number(number)).toBeGreaterThan(53)
  expect(JSON.stringify(advice.branches)).not.toContain(`${number}_`)
})

test('after the export they are judged alike, and the rename that is proposed mends it once the branch has it', async () => {
  branch('early', () => write('migrations/003_early.ts'))
  branch('first', () => write('migrations/000_first.ts'))
  await doExport()
  const advice = await advise()
  expect(told(advice)).toStrictEqual({
    early: ['kept', '003_early.ts added kept'],
    first: ['refused', '000_first.ts added refused'],
  })
  git(folder, 'branch', '-qD', 'early')
  git(folder, 'checkout', '-q', 'first')
  git(folder, 'rebase', '-q', 'main')
  const proposed = advice.branches?.find(({ names }) => names.includes('first'))?.files[0]
  execFileSync('sh', ['-c', proposed?.commands[0] ?? 'false'], { cwd: folder })
  commit('rename')
  git(folder, 'checkout', '-q', 'main')
  expect(told(await advise())).toMatchObject({ first: ['kept', '051_first.ts added kept'] })
  git(folder, 'merge', '-q', 'first')
  const merged = await advise()
  expect([merged.verdict, merged.folder.map(({ file, verdict }) => [file, verdict])]).toStrictEqual(
    [
      'kept',
      [
        ['001_baseline.ts', 'kept'],
        ['002_seed.ts', 'kept'],
        ['051_first.ts', 'kept'],
      ],
    ],
  )
})

test('what a merge brought into the folder or the archive is found without any branch', async () => {
  branch('edit', () => appendFileSync(join(folder, 'migrations/050_last.ts'), '// more\n'))
  branch('first', () => write('migrations/000_first.ts'))
  await doExport()
  git(folder, 'merge', '-q', '-m', 'm', 'edit')
  git(folder, 'merge', '-q', '-m', 'm', 'first')
  git(folder, 'branch', '-qD', 'edit', 'first')
  appendFileSync(join(folder, 'migrations/002_seed.ts'), '// edited\n')
  write('migrations_archive/060_astray.ts')
  const { verdict, branches, folder: files } = await advise()
  expect([verdict, branches]).toStrictEqual(['refused', []])
  const refused = files.filter((file) => file.verdict === 'refused')
  expect(refused.map(({ file, why }) => `${file}: ${why}`)).toStrictEqual([
    expect.stringMatching(/^002_seed\.ts: it is not what the export wrote/),
    expect.stringMatching(/^000_first\.ts: it sorts before 001_baseline/),
    expect.stringMatching(/^migrations_archive\/050_last\.ts: it is not what was archived/),
    expect.stringMatching(/^migrations_archive\/060_astray\.ts: no export archived it/),
  ])
})

test('files that a checkout gave other ends of lines are the same', async () => {
  await doExport()
  for (const path of ['migrations/001_baseline.ts', 'migrations_archive/050_last.ts']) {
    const text = readFileSync(join(folder, path), 'utf8')
    write(path, text.replaceAll('\n', '\r\n'))
  }
  expect(await advise()).toMatchObject({ verdict: 'kept' })
})

test('a branch that was merged as one commit, before the export or after it, is told as being here', async () => {
  branch('squashed', () => write('migrations/051_age.ts', `// age\n${UP}`))
  write('migrations/051_age.ts', `// age\n${UP}`)
  commit('age (#7)')
  expect(told(await advise())).toStrictEqual({ squashed: ['kept', '051_age.ts added kept'] })
  rmSync(join(folder, 'migrations/051_age.ts'))
  mkdirSync(join(folder, 'migrations_archive'), { recursive: true })
  write('migrations_archive/051_age.ts', `// age\n${UP}`)
  commit('as an export does')
  expect(told(await advise())).toStrictEqual({ squashed: ['kept', '051_age.ts added kept'] })
})

test('the branch of the export itself is no danger to anybody', async () => {
  git(folder, 'checkout', '-q', '-b', 'squash')
  await doExport()
  git(folder, 'checkout', '-q', 'main')
  const advice = await advise()
  expect([advice.state, advice.verdict]).toStrictEqual(['before', 'kept'])
  expect(advice.branches).toMatchObject([
    { names: ['squash'], files: [], why: expect.stringContaining('an export of its own') },
  ])
})

describe('git as it is found', () => {
  test('hostile names of branches and files are data, and nothing of the configuration is run', async () => {
    const names = ['--output=pwned', '-x', 'a"b', '$(touch)', 'ü/🎉']
    for (const [index, name] of names.entries()) {
      const text = [`migrations/${index}\n"$(touch pwned)\t'.ts`, 'migrations/:(top)x.ts'][
        index % 2
      ]
      write(text ?? '', `// ${index}\n${UP}`)
      git(folder, 'add', '-A')
      const tree = git(folder, 'write-tree').trim()
      const made = git(folder, 'commit-tree', tree, '-p', 'main', '-m', 'x').trim()
      git(folder, 'update-ref', `refs/heads/${name}`, made)
      git(folder, 'reset', '-q', '--hard', 'main')
    }
    const evil = '#!/bin/sh\ntouch pwned\n'
    writeFileSync(join(folder, '.git/evil.sh'), evil, { mode: 0o755 })
    git(folder, 'config', 'diff.external', '.git/evil.sh')
    git(folder, 'config', 'diff.relative', 'true')
    git(folder, 'config', 'diff.x.textconv', '.git/evil.sh')
    const { branches } = await advise()
    expect(branches?.flatMap((each) => each.names).toSorted()).toStrictEqual(names.toSorted())
    expect(branches?.every(({ files }) => files.length === 1)).toBe(true)
    expect(() => readFileSync(join(folder, 'pwned'))).toThrow('ENOENT')
  })

  test('a remote-tracking branch counts, at the same commit with the local one, and the newest come first', async () => {
    branch('one', () => write('migrations/051_one.ts'))
    branch('two', () => write('migrations/052_two.ts'))
    const clone = join(projectFolder({}), 'clone')
    git(folder, 'clone', '-q', folder, clone)
    git(clone, 'checkout', '-q', 'two')
    git(clone, 'checkout', '-q', 'main')
    const project = findProject(join(clone, 'migrations'))
    expect(Object.keys(told(await teamAdvice(project))).toSorted()).toStrictEqual([
      'origin/one',
      'two origin/two',
    ])
    const bounds = { ...USUAL_BOUNDS, newest: 1 }
    const bounded = await teamAdvice(project, { ...bounds, beyond: 'left out' })
    expect([bounded.looked, bounded.left, bounded.verdict]).toStrictEqual([1, 1, 'kept'])
    const cut = await teamAdvice(project, bounds)
    expect([cut.verdict, cut.unknown]).toStrictEqual([
      'unknown',
      [expect.stringMatching(/^1 older branch not looked at: .*--newest N/)],
    ])
  })

  test('a shallow clone that lacks what it shares with HEAD could not tell, and says what helps', async () => {
    branch('one', () => write('migrations/051_one.ts'))
    commit('main goes on')
    const clone = join(projectFolder({}), 'clone')
    git(folder, 'clone', '-q', '--depth', '1', '--no-single-branch', `file://${folder}`, clone)
    const advice = await teamAdvice(findProject(join(clone, 'migrations')))
    expect([advice.verdict, advice.unknown]).toStrictEqual([
      'unknown',
      [expect.stringMatching(/origin\/one: .*git fetch --unshallow/)],
    ])
  })

  test('a project below the top of a checkout, and another worktree of it, see the same branches', async () => {
    const top = projectFolder({
      'apps/api/package.json': '{}',
      'apps/api/src/db/migrations/001_a.ts': UP,
      'apps/other/migrations/001_a.ts': UP,
    })
    folder = top
    git(top, 'init', '-q', '-b', 'main')
    commit('one')
    branch('mine', () => write('apps/api/src/db/migrations/003_b.ts'))
    branch('theirs', () => write('apps/other/migrations/002_b.ts'))
    const worktree = join(projectFolder({}), 'worktree')
    git(top, 'worktree', 'add', '-q', '--detach', worktree)
    for (const place of [top, worktree]) {
      const advice = await teamAdvice(findProject(join(place, 'apps/api/src/db/migrations')))
      expect(told(advice)).toStrictEqual({ mine: ['kept', '003_b.ts added kept'] })
    }
  })

  test('without git nothing could be told before the export; after it the folder is judged', async () => {
    rmSync(join(folder, '.git'), { recursive: true })
    expect(await advise()).toMatchObject({
      verdict: 'unknown',
      branches: null,
      unknown: [expect.stringContaining('git does not keep this project')],
    })
    git(folder, 'init', '-q', '-b', 'main')
    commit('one')
    await doExport()
    rmSync(join(folder, '.git'), { recursive: true })
    expect(await advise()).toMatchObject({
      verdict: 'kept',
      noBranches: 'git does not keep this project',
    })
  })

  test('what takes too long could not be told', async () => {
    branch('one', () => write('migrations/051_one.ts'))
    const project = findProject(join(folder, 'migrations'))
    const advice = await teamAdvice(project, { ...USUAL_BOUNDS, limitMilliseconds: 1 })
    expect(advice.verdict).toBe('unknown')
  })
})

test('the plan warns of open branches, and the notes hold the text that is shown before and after', async () => {
  branch('feature/age', () => write('migrations/051_age.ts'))
  const { request } = await exportable(FILES)
  expect((await planExport(request)).warnings.join()).not.toContain('feature/age')
  const before = await advise()
  await doExport()
  const after = await advise()
  const notes = readFileSync(join(folder, 'NOTES.md'), 'utf8')
  expect(notes).toContain(before.text.trim())
  expect(after.text).toBe(before.text)
})
