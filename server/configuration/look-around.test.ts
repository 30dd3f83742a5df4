import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { lookAround } from './look-around.ts'

const UP = 'export async function up() {}'

test('a project shows its folder, its major, its variable and its notes', async () => {
  const folder = projectFolder({
    'package.json': '{ "scripts": { "migrate": "tsx migrate.ts --folder=./apps/api/migrations" } }',
    'kysely.config.ts': `import { defineConfig } from 'kysely-ctl'
      import { db } from './db'
      export default defineConfig({ kysely: db, migrations: { migrationFolder: 'store/steps', migrationTableName: 'ledger', allowJS: true, x: process.env.X } })`,
    'store/steps/001.ts': UP,
    'apps/api/migrations/001.ts': UP,
    'src/db/migrations/001.ts': UP,
    'src/db/migrations/002.ts': UP,
    'migrations/helper.ts': 'export const a = 1',
    'compose.yaml': 'services:\n  db:\n    image: "pgvector/pgvector:pg17"\n',
    '.env': 'DB_URL=postgres://me:hunter2@db/app\n',
    '.env.example': 'export DATABASE_URL=\n',
    'CONTRIBUTING.md': '',
  })
  const proposal = await lookAround(folder)
  expect(proposal).toEqual({
    folders: [
      { path: 'store/steps', files: 1, seenIn: 'kysely.config.ts' },
      { path: 'apps/api/migrations', files: 1, seenIn: 'the script migrate' },
      { path: 'src/db/migrations', files: 2, seenIn: 'its usual place' },
    ],
    postgres: { value: 17, seenIn: 'compose.yaml' },
    databaseEnv: { value: 'DATABASE_URL', seenIn: '.env.example' },
    notes: { value: 'CONTRIBUTING.md', seenIn: 'the project' },
    tables: { migrationTable: 'ledger' },
  })
  expect(JSON.stringify(proposal)).not.toContain('hunter2')
})

test('of an empty project nothing is guessed', async () => {
  expect(await lookAround(projectFolder({ 'package.json': 'not JSON' }))).toEqual({
    folders: [],
    tables: {},
  })
})
