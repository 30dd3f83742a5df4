import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { findMigrations } from './folder.ts'

describe('findMigrations', () => {
  test('lists migrations by name and what it passes over with the reason', async () => {
    const folder = projectFolder({
      '002_b.mts': '',
      '001_a.ts': '',
      '010_c.js': '',
      '1_d.mjs': '',
      'e.cts': '',
      'types.d.ts': '',
      'README.md': '',
      '001_a.sql': '',
      'sub/003.ts': '',
      '__proto__.ts': '',
    })
    const found = await findMigrations(folder)
    expect(found.files.map(({ name, file }) => [name, file])).toStrictEqual([
      ['001_a', '001_a.ts'],
      ['002_b', '002_b.mts'],
      ['010_c', '010_c.js'],
      ['1_d', '1_d.mjs'],
      ['e', 'e.cts'],
    ])
    expect(found.ignored).toStrictEqual([
      {
        file: '001_a.sql',
        reason: '001_a.ts has the same name, and is taken to read it',
        readBy: '001_a.ts',
      },
      { file: 'README.md', reason: 'not a TypeScript or JavaScript file' },
      {
        file: '__proto__.ts',
        reason:
          'Kysely loses a migration of this name, and runs nothing of it: give it another one',
      },
      { file: 'sub', reason: 'a folder; Kysely does not look inside' },
      { file: 'types.d.ts', reason: 'a declaration file' },
    ])
  })

  test('of two files with one name the last is the migration, as in Kysely', async () => {
    const found = await findMigrations(projectFolder({ '001.js': '', '001.ts': '' }))
    expect(found.files).toStrictEqual([{ name: '001', file: '001.ts' }])
    expect(found.ignored).toStrictEqual([
      { file: '001.js', reason: '001.ts has the same name and wins' },
    ])
  })

  test('says that there is no such folder', async () => {
    const missing = join(projectFolder({}), 'nowhere')
    await expect(findMigrations(missing)).rejects.toMatchObject({
      code: 'migrations-folder-missing',
      message: `Could not read the migrations folder ${missing}: there is no such folder`,
    })
  })

  test('says that it is a file and not a folder', async () => {
    const file = join(projectFolder({ 'a.ts': '' }), 'a.ts')
    await expect(findMigrations(file)).rejects.toThrow('it is a file, not a folder')
  })

  test('refuses a folder without migrations and shows what it ignored', async () => {
    const folder = projectFolder({ 'a.sql': '', 'b.sql': '' })
    await expect(findMigrations(folder)).rejects.toMatchObject({
      code: 'migrations-not-found',
      message: expect.stringContaining('a.sql: not a TypeScript or JavaScript file'),
      help: expect.stringContaining('exports a function `up`'),
    })
  })

  test('refuses an empty folder', async () => {
    await expect(findMigrations(projectFolder({}))).rejects.toMatchObject({
      help: 'The folder is empty: name the one with the migrations.',
    })
  })
})
