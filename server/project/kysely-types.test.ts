import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKyselyTypes } from './kysely-types.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kysely-types-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
/** A project with these files in its own Kysely. */
function projectWith(files: Readonly<Record<string, string>>): { migrations: string; at: string } {
  count += 1
  const migrations = join(folder, `project-${count}`, 'migrations')
  const at = join(folder, `project-${count}`, 'node_modules', 'kysely')
  mkdirSync(migrations, { recursive: true })
  const home = { 'package.json': '{"name":"kysely","version":"9.8.7","main":"dist/index.js"}' }
  for (const [name, text] of Object.entries({ ...home, 'dist/index.js': '', ...files })) {
    mkdirSync(join(at, name, '..'), { recursive: true })
    writeFileSync(join(at, name), text)
  }
  return { migrations, at }
}

const pathsOf = async (project: { migrations: string }): Promise<string[]> =>
  (await readKyselyTypes(project)).files.map(({ path }) => path).toSorted()

test('a project without Kysely is given the declarations of ours, helpers and all', async () => {
  const migrations = join(folder, 'bare', 'migrations')
  mkdirSync(migrations, { recursive: true })
  const { of, version, files } = await readKyselyTypes({ migrations })
  expect({ of, version }).toEqual({
    of: 'rebaseline',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['index.d.ts', 'schema/schema.d.ts', 'helpers/postgres.d.ts']),
  )
  expect(new Set(paths).size).toBe(paths.length)
})

test("a project's own Kysely is read, its declarations alone", async () => {
  const project = projectWith({
    'dist/index.d.ts': 'export declare const own: 1',
    'dist/deep/er.d.ts': '',
    'dist/other.js': '',
    'dist/node_modules/x/index.d.ts': '',
    'src/source.d.ts': '',
  })
  expect(await readKyselyTypes(project)).toMatchObject({ of: 'project', version: '9.8.7' })
  expect(await pathsOf(project)).toEqual(['deep/er.d.ts', 'index.d.ts'])
})

test('a package that stands elsewhere behind a link is read; links inside of it are not followed', async () => {
  const { at } = projectWith({ 'dist/index.d.ts': '' })
  const secret = join(folder, 'secret')
  mkdirSync(secret)
  writeFileSync(join(secret, 'key.d.ts'), 'secret')
  symlinkSync(secret, join(at, 'dist', 'linked'))
  symlinkSync(join(secret, 'key.d.ts'), join(at, 'dist', 'key.d.ts'))
  const migrations = join(folder, 'linking', 'migrations')
  mkdirSync(join(folder, 'linking', 'node_modules'), { recursive: true })
  mkdirSync(migrations)
  symlinkSync(at, join(folder, 'linking', 'node_modules', 'kysely'))
  expect(await pathsOf({ migrations })).toEqual(['index.d.ts'])
})

test('a main file outside of its package gives nothing', async () => {
  const project = projectWith({ 'dist/index.d.ts': '' })
  const outside = join(folder, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'index.js'), '')
  writeFileSync(join(outside, 'index.d.ts'), 'secret')
  rmSync(join(project.at, 'dist'), { recursive: true })
  symlinkSync(outside, join(project.at, 'dist'))
  expect((await readKyselyTypes(project)).files).toEqual([])
})

test.each([
  [
    'too many',
    Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`dist/${at}.d.ts`, ''])),
  ],
  ['too large', { 'dist/index.d.ts': 'x'.repeat(8 * 1024 * 1024 + 1) }],
])('%s declarations are left out, all of them', async (_, files) => {
  expect((await readKyselyTypes(projectWith(files))).files).toEqual([])
})
