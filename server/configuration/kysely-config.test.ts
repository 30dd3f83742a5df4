import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { kyselyConfig } from './kysely-config.ts'

test.each([
  [
    'kysely.config.ts',
    '{}',
    { folder: 'migrations', tables: {}, isSilent: true, is: 'written-out' },
  ],
  [
    '.config/kysely.config.mjs',
    "{ migrations: { migrationFolder: '../db/steps', migrationTableSchema: 'own' } }",
    { folder: 'db/steps', tables: { migrationTableSchema: 'own' }, is: 'written-out' },
  ],
  [
    '.config/kysely.config.ts',
    '{}',
    { folder: 'migrations', tables: {}, isSilent: true, is: 'written-out' },
  ],
  [
    'kysely.config.ts',
    '{ migrations: { provider: own(), migrationTableName: "done" } }',
    { instead: 'provider', tables: { migrationTable: 'done' }, is: 'written-out' },
  ],
  ['kysely.config.ts', '{ ...base }', { tables: {}, is: 'computed' }],
  ['kysely.config.ts', '() => ({})', { tables: {}, is: 'computed' }],
  ['kysely.config.ts', "{ extends: './base' }", { tables: {}, is: 'computed' }],
  ['kysely.config.ts', '{ $production: {} }', { tables: {}, is: 'computed' }],
  ['kysely.config.ts', '{ migrations: { migrationFolder: at() } }', { tables: {}, is: 'computed' }],
])('%s that says %s is read as far as it is written out', (name, text, expected) => {
  const folder = projectFolder({ [name]: `export default defineConfig(${text})` })
  const { file: _, ...found } = kyselyConfig(folder) ?? { file: '' }
  expect(found).toEqual(expected)
})

test('of two that stand there neither is read', () => {
  const folder = projectFolder({
    'kysely.config.ts': "export default { migrations: { migrationFolder: 'a' } }",
    '.config/kysely.config.ts': "export default { migrations: { migrationFolder: 'b' } }",
  })
  expect(kyselyConfig(folder)).toEqual({
    file: join(folder, 'kysely.config.ts'),
    other: join(folder, '.config/kysely.config.ts'),
    tables: {},
    is: 'computed',
  })
})
