import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderHasher, hashFiles } from '../project/inputs.ts'
import { importedBy } from '../project/imported.ts'
import { findProject } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { sourceReader } from '../workbench/migration-source.ts'
import { findInFolders, findRunning } from './several-folders.ts'

const UP = 'export async function up() {}'

const FILES = {
  'package.json': '{}',
  'lib.ts': 'export const x = 1',
  'core/001_users.ts': UP,
  'core/003_rooms.ts': `import '../billing/helper.ts' // 006_read.sql\n${UP}`,
  'core/index.ts': 'export const names = []',
  'billing/002_bills.ts': `import '../lib.ts'\n${UP}`,
  'billing/004_paid.sql': 'select 1',
  'billing/helper.ts': 'export const help = 1',
  'billing/index.ts': 'export const names = []',
  'billing/notes.md': '',
  'billing/006_read.sql': 'select 6',
  'core/later/005_later.ts': UP,
}

const found = (root: string, home: string, ...more: readonly string[]) =>
  findInFolders(
    join(root, home),
    more.map((folder) => join(root, folder)),
  )

test('the files of several folders run by their names, and are told by their paths from the first', async () => {
  const root = projectFolder(FILES)
  const { files, ignored } = await found(root, 'core', 'billing', 'core/later')
  expect(files.map(({ name, file }) => `${name} ${file}`)).toEqual([
    '001_users 001_users.ts',
    '002_bills ../billing/002_bills.ts',
    '003_rooms 003_rooms.ts',
    '004_paid ../billing/004_paid.sql',
    '005_later later/005_later.ts',
    'helper ../billing/helper.ts',
    'index index.ts',
  ])
  const running = await findRunning(join(root, 'core'), [join(root, 'billing')])
  expect(running.files.map(({ name }) => name)).toEqual([
    '001_users',
    '002_bills',
    '003_rooms',
    '004_paid',
  ])
  // A folder that is named is not told as passed over, and helpers may have one name.
  expect(ignored).toEqual([
    { file: '../billing/notes.md', reason: 'not a TypeScript or JavaScript file' },
    {
      file: '../billing/006_read.sql',
      reason: '003_rooms.ts names it, and is taken to read it',
      readBy: '003_rooms.ts',
    },
    {
      file: '../billing/index.ts',
      reason: 'exports no function `up`; index.ts has the same name',
    },
  ])
})

test('the home may stand inside of another folder, whose files then run with its own', async () => {
  const { files, ignored } = await found(projectFolder(FILES), 'core/later', 'core')
  expect(files.map(({ file }) => file)).toEqual([
    '../001_users.ts',
    '../003_rooms.ts',
    '005_later.ts',
    '../index.ts',
  ])
  expect(ignored).toEqual([])
})

test('one name in two folders, a folder without migrations and a folder named twice are refused', async () => {
  const root = projectFolder({
    ...FILES,
    'other/001_users.js': UP,
    'other/003_rooms.sql': '',
    'none/x.md': '',
  })
  symlinkSync(join(root, 'core'), join(root, 'link'))
  await expect(found(root, 'core', 'billing', 'other')).rejects.toMatchObject({
    code: 'migration-named-twice',
    happened: `these have the same name: ${root}/core/001_users.ts and ${root}/other/001_users.js; ${root}/core/003_rooms.ts and ${root}/other/003_rooms.sql`,
    help: expect.stringContaining('give it another name'),
  })
  await expect(found(root, 'core', 'none')).rejects.toMatchObject({
    code: 'migrations-not-found',
    doing: `find migrations in ${root}/none`,
    help: expect.stringContaining('Where an export has emptied it'),
  })
  await expect(found(root, 'core', 'gone')).rejects.toMatchObject({
    code: 'migrations-folder-missing',
  })
  await expect(found(root, 'core', 'link')).rejects.toMatchObject({
    happened: `${root}/link is named twice`,
  })
  const { files } = await findInFolders(join(root, 'core'), [join(root, 'none')], 'passed over')
  expect(files).toHaveLength(3)
})

test('a change in each folder is seen, and what is imported from outside of them is watched', async () => {
  const root = projectFolder(FILES)
  const [home, more] = [join(root, 'core'), [join(root, 'billing')]]
  const now = folderHasher(home, more)
  const before = await now()
  expect(await now()).toBe(before)
  expect([...(await hashFiles(home, more)).keys()]).toContain('../billing/helper.ts')
  writeFileSync(join(root, 'billing/helper.ts'), 'export const help = 2')
  expect(await now()).not.toBe(before)
  const project = findProject(home, more)
  expect(project).toMatchObject({ folder: root, migrations: home, more })
  expect(Object.keys((await importedBy(project)).files)).toEqual(['lib.ts'])
  const read = sourceReader(project)
  expect(await read('../billing/002_bills.ts', null)).toMatchObject({ why: null })
  expect(await read('../lib.ts', null)).toMatchObject({ text: null, why: expect.anything() })
})
