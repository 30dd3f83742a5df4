import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { ProjectReview } from '../review/review.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { planExport } from '../export/export.ts'
import { changedImports, importedBy, importedReader } from './imported.ts'
import { readLastRun, writeLastRun } from './last-run.ts'
import { hashMigrations } from './inputs.ts'
import { findProject, projectOfProvider } from './project.ts'
import { unwatchedNote } from '../workbench/unwatched-note.ts'

const UP = 'export async function up() {}\n'
const FILES = {
  'package.json': '{ "name": "studio" }',
  'tsconfig.json':
    '{\n  // where things are\n  "extends": "./tsconfig.base.json", "compilerOptions": { "strict": true, },\n}\n',
  'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@db/*": ["./src/db/*"] } } }',
  'migrations/001_rooms.ts': `import { moods } from '../helper.js'\nimport 'kysely'\nimport 'node:fs'\n${UP}`,
  'migrations/002_more.ts': `import './parts/own.ts'\nimport { name } from '@db/names'\n${UP}`,
  'migrations/parts/own.ts': "export * from '../../src/deep'\n",
  'helper.ts': 'export const moods = []\n',
  'src/db/names.ts':
    "import type { T } from './types.ts'\nexport const name = new URL('./a.sql', import.meta.url)\n",
  'src/db/types.ts': 'export type T = 1\n',
  'src/db/a.sql': 'select 1',
  'src/deep/index.ts': 'export const deep = 1\n',
  'src/unused.ts': 'export const unused = 1\n',
}

test('what the old migrations load from outside their folder is followed through the project', async () => {
  const project = findProject(join(projectFolder(FILES), 'migrations'))
  const { files, doubts } = await importedBy(project)
  expect(Object.keys(files)).toStrictEqual([
    'helper.ts',
    'src/db/a.sql',
    'src/db/names.ts',
    'src/deep/index.ts',
  ])
  expect(doubts).toStrictEqual([])
})

test('what nobody can follow is named', async () => {
  const folder = projectFolder({
    ...FILES,
    'packages/shared/package.json': '{ "name": "@studio/shared" }',
    'migrations/003_last.ts': `import '@studio/shared'\nimport '#inner'\nawait import(process.env.X)\n${UP}`,
  })
  mkdirSync(join(folder, 'node_modules/@studio'), { recursive: true })
  symlinkSync(join(folder, 'packages/shared'), join(folder, 'node_modules/@studio/shared'))
  const { doubts } = await importedBy(findProject(join(folder, 'migrations')))
  expect(doubts).toStrictEqual([
    'migrations/003_last.ts (computes what it loads)',
    'migrations/003_last.ts (imports #inner)',
    'migrations/003_last.ts (imports @studio/shared)',
  ])
})

test('what a provider loads is followed from its module, and where that can not be, the files around it are watched', async () => {
  const folder = projectFolder({
    ...FILES,
    'db/index.ts': "import * as rooms from './rooms.ts'\nexport default { rooms }",
    'db/rooms.ts': UP,
    'db/beside.ts': '',
    'db/reading.ts': 'export default new FileMigrationProvider({ migrationFolder })',
  })
  const named = (file: string) => projectOfProvider({ file: join(folder, file), name: 'default' })
  const [known, reading] = [named('db/index.ts'), named('db/reading.ts')]
  expect(await importedBy(known)).toMatchObject({
    files: { 'db/rooms.ts': expect.stringMatching(/^\w{64}$/) },
    doubts: [],
  })
  expect(await importedBy(reading)).toStrictEqual({
    files: {},
    doubts: ['db/reading.ts (reads a folder)'],
  })
  const hashes = () => Promise.all([known, reading].map(hashMigrations))
  const before = await hashes()
  writeFileSync(join(folder, 'db/beside.ts'), 'changed')
  const after = await hashes()
  expect(after.map((hash, at) => hash === before[at])).toStrictEqual([true, false])
  writeFileSync(join(folder, 'db/index.ts'), "import * as rooms from './rooms.ts'")
  expect((await hashes())[0]).not.toBe(after[0])
})

const HERE = 'const __dirname = dirname(fileURLToPath(import.meta.url))\n'

test.each([
  ['a text', "migrationFolder: 'db/steps'"],
  ['a place beside the file', "migrationFolder: path.join(__dirname, 'steps')"],
  ['such a place in a module', "migrationFolder: join(__dirname, 'steps')", HERE],
  ['such a place of import.meta', "migrationFolder: resolve(import.meta.dirname, 'steps')"],
  ['a URL', "migrationFolder: fileURLToPath(new URL('./steps', import.meta.url))"],
  ['the path of a URL', "migrationFolder: new URL('./steps/', import.meta.url).pathname"],
  [
    'a constant',
    'migrationFolder',
    "const migrationFolder = path.join(process.cwd(), 'db/steps')\n",
  ],
])(
  'the folder of a provider that is written out as %s is watched',
  async (_as, named, before = '') => {
    const folder = projectFolder({
      ...FILES,
      'db/kysely.ts': `${before}export default new FileMigrationProvider({ fs, path, ${named} })`,
      'db/steps/001.ts': `import '../lib.ts'\n${UP}`,
      'db/steps/README.md': '',
      'db/lib.ts': '',
    })
    const project = projectOfProvider({ file: join(folder, 'db/kysely.ts'), name: 'default' })
    const read = importedReader(project)
    const found = await read()
    expect([Object.keys(found.files), found.doubts]).toStrictEqual([
      ['db/lib.ts', 'db/steps/001.ts'],
      [],
    ])
    writeFileSync(join(folder, 'db/steps/002.ts'), UP)
    expect(changedImports(found, await read())).toStrictEqual(['db/steps/002.ts'])
  },
)

test.each([
  ['migrationFolder: path.join(__dirname, name)', ''],
  ["migrationFolder: path.resolve(__dirname, '/steps')", ''],
  ["migrationFolder: 'nowhere'", ''],
  ["...others, migrationFolder: 'db/steps'", ''],
  ["migrationFolder: path.join(__dirname, 'steps')", "import { __dirname } from './lib.ts'\n"],
  ['migrationFolder', "let migrationFolder = 'db/steps'\n"],
  ['migrationFolder', 'const migrationFolder = migrationFolder\n'],
])('a folder that has to be computed is said to be a doubt: %s', async (named, before) => {
  const folder = projectFolder({
    ...FILES,
    'db/kysely.ts': `${before}export default new FileMigrationProvider({ ${named} })`,
    'db/lib.ts': '',
    'db/steps/001.ts': UP,
  })
  const project = projectOfProvider({ file: join(folder, 'db/kysely.ts'), name: 'default' })
  expect((await importedBy(project)).doubts).toStrictEqual(['db/kysely.ts (reads a folder)'])
})

test('in a function a name may mean an argument, and nobody says which folder', async () => {
  const folder = projectFolder({
    ...FILES,
    'db/kysely.ts': `const migrationFolder = 'db/steps'
      const of = (migrationFolder) => new FileMigrationProvider({ migrationFolder })
      export default of('db/other')`,
    'db/steps/001.ts': UP,
  })
  const project = projectOfProvider({ file: join(folder, 'db/kysely.ts'), name: 'default' })
  expect((await importedBy(project)).doubts).toStrictEqual(['db/kysely.ts (reads a folder)'])
})

test('a provider beside a package.json is of that project, and what is built or logged there is no migration', async () => {
  const folder = projectFolder({
    'package.json': '{ "name": "whole" }',
    'a/package.json': '{ "name": "a" }',
    'a/kysely.config.ts': 'export default new FileMigrationProvider({ migrationFolder })',
    'b/package.json': '{ "name": "b" }',
    'b/kysely.config.ts': '',
  })
  const of = (file: string) => projectOfProvider({ file: join(folder, file), name: 'default' })
  const [a, b] = [of('a/kysely.config.ts'), of('b/kysely.config.ts')]
  expect([a, b].map(({ name }) => name)).toStrictEqual(['a', 'b'])
  expect(a).toMatchObject({ folder: join(folder, 'a'), migrations: join(folder, 'a') })
  const before = await hashMigrations(a)
  writeFileSync(join(folder, 'a/dev.log'), 'started')
  expect(await hashMigrations(a)).toBe(before)
  expect(unwatchedNote(a, await importedBy(a))).toContain('kysely.config.ts (reads a folder)')
  expect(unwatchedNote(b, await importedBy(b))).toBeNull()
})

test('a file that changes is noticed again and again', async () => {
  const folder = projectFolder(FILES)
  const read = importedReader(findProject(join(folder, 'migrations')))
  const before = await read()
  expect(await read()).toBe(before)
  writeFileSync(join(folder, 'src/deep/index.ts'), 'export const deep = 22\n')
  expect(changedImports(before, await read())).toStrictEqual(['src/deep/index.ts'])
  writeFileSync(join(folder, 'src/deep/index.ts'), FILES['src/deep/index.ts'])
  expect(changedImports(before, await read())).toStrictEqual([])
})

test('a helper that changed since the run keeps the export off, and is named', async () => {
  const { project, keep } = await reviewedProject(FILES)
  await keep(smallRun(), 1)
  const review = new ProjectReview(project, async () => null)
  expect((await review.refusals()).join()).not.toContain('verify again first')
  writeFileSync(join(project.folder, 'helper.ts'), "export const moods = ['glad']\n")
  expect(await review.refusals()).toStrictEqual([
    'verify again first: what the old migrations import (helper.ts) changed since run 1',
  ])
})

test('a run that was kept without them is read, and the plan says that nothing watches them', async () => {
  const { project, keep } = await reviewedProject(FILES)
  const { imported: _, ...older } = structuredClone(await keep(smallRun(), 1))
  await writeLastRun(project, older)
  expect(await readLastRun(project)).toStrictEqual(older)
  const gate = { refusals: async () => [], checklist: async () => null }
  const { warnings } = await planExport({ project, gate, notes: null, version: '1.0.0' })
  expect(warnings).toStrictEqual([
    'run 1 did not keep what the old migrations import (helper.ts, src/db/a.sql, src/db/names.ts, src/deep/index.ts): verify again to see where that changed',
  ])
})
