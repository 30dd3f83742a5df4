import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { archiveOf } from './archive.ts'
import { sqlWarnings } from './sql-warnings.ts'

test('files of SQL are archived in their place, with those that old migrations read', async () => {
  const up = 'export async function up() {}'
  const folder = projectFolder({
    'package.json': '{}',
    'migrations/001.ts': `${up} // './rows-1.sql' '002_rows.sql'`,
    'migrations/001.sql': 'select 1',
    'migrations/002_rows.sql': 'select 1',
    'migrations/003.sql': 'select 1',
    'migrations/003.down.sql': 'select 1',
    'migrations/004.ts': up,
  })
  const project = findProject(join(folder, 'migrations'))
  const { migrations, steps, stays } = await archiveOf(project)
  expect(migrations.map(({ file }) => file)).toEqual(['001.ts', '003.sql', '004.ts'])
  expect(steps.map(({ path, why }) => [path, why])).toEqual([
    ['migrations/001.sql', 'only the old migrations import or read it'],
    ['migrations/001.ts', 'an old migration'],
    ['migrations/002_rows.sql', 'only the old migrations import or read it'],
    ['migrations/003.sql', 'an old migration'],
    ['migrations/004.ts', 'an old migration'],
  ])
  expect(stays).toEqual([
    { path: 'migrations/003.down.sql', why: 'its name says that it undoes a migration' },
  ])
  expect(await sqlWarnings(project, '001_baseline.ts')).toEqual([
    '003.sql is no file that Kysely runs by itself: see that what runs it runs 001_baseline.ts as well',
  ])
})
