import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject } from '../project/project.ts'
import { exportable, UP } from '../testing/exportable.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { readLastRun, writeLastRun } from '../project/last-run.ts'
import { archiveOf } from './archive.ts'
import { planExport } from './export.ts'
import { outsideOf } from './several-folders.ts'

const project = (files: Readonly<Record<string, string>>, ...folders: readonly string[]) => {
  const root = projectFolder({ 'app/package.json': '{}', ...files })
  const [home = '', ...more] = folders.map((folder) => join(root, folder))
  return findProject(home, more)
}

test('each folder gets an archive of its own, also inside of another and beside one of that name', async () => {
  const two = project(
    {
      'app/core/001.ts': `import './own.ts'\n${UP}`,
      'app/core/own.ts': 'export const o = 1',
      'app/core/later/003.ts': UP,
      'app/migrations/002.ts': `import './own.ts'\n${UP}`,
      'app/migrations/own.ts': 'export const o = 2',
    },
    'app/core',
    'app/core/later',
    'app/migrations',
  )
  const { steps, stays, lost, migrations } = await archiveOf(two)
  expect(steps.map(({ path, to }) => `${path} → ${to}`)).toEqual([
    'core/001.ts → migrations_archive/001.ts',
    'core/later/003.ts → core/later_archive/003.ts',
    'core/own.ts → migrations_archive/own.ts',
    'migrations/002.ts → migrations_archive_2/002.ts',
    'migrations/own.ts → migrations_archive_2/own.ts',
  ])
  expect(migrations.map(({ archived }) => archived)).toEqual([
    '001.ts',
    '../migrations_archive_2/002.ts',
    '../core/later_archive/003.ts',
  ])
  expect([stays, lost]).toEqual([[], []])
})

test('a folder outside of the project is refused, with what to do', () => {
  const out = project({ 'app/db/001.ts': UP, 'lib/002.ts': UP }, 'app/db', 'lib')
  expect(outsideOf(out)).toEqual([
    expect.stringMatching(/\/lib lies outside of the project .*\/app, .* into db, no database/),
  ])
})

test('what would run no more, or not find what it imports, is refused before anything is moved', async () => {
  const {
    folder,
    request,
    project: own,
  } = await exportable({
    'package.json': '{}',
    'migrations/001_a.ts': UP,
    'billing/002_addEmail.ts': `import '../migrations/own.ts'\n${UP}`,
    'migrations/own.ts': 'export const o = 1',
    'billing/003_later.ts': UP,
    'billing/helper.ts': 'export const h = 1',
  })
  const run = await readLastRun(own)
  if (!run) throw new Error('no run is kept')
  await writeLastRun(own, { ...run, line: { last: '002_addEmail', later: ['003_later'] } })
  const both = { ...own, more: [join(folder, 'billing')] }
  const { refusals, steps } = await planExport({ ...request, project: both })
  const told = refusals.join('\n')
  expect(told).toContain(
    'billing/003_later.ts stays behind the squash line, and only migrations is run after the export: move it there (git mv billing/003_later.ts migrations/)',
  )
  expect(told).not.toContain('helper')
  expect(told).toContain(
    'billing/002_addEmail.ts imports migrations/own.ts, and would not find it from the archive',
  )
  expect(steps.map(({ path }) => path)).not.toContain('billing/003_later.ts')
})
