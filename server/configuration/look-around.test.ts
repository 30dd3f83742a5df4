import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { lookAround, seenFor } from './look-around.ts'

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
    computed: [],
    postgres: { value: 17, seenIn: 'compose.yaml' },
  })
  const seen = seenFor(folder, 'store/steps')
  expect(seen).toEqual({
    databaseEnv: { value: 'DATABASE_URL', seenIn: '.env.example' },
    notes: { value: 'CONTRIBUTING.md', seenIn: 'the project' },
    tables: { migrationTable: 'ledger' },
  })
  expect(JSON.stringify([proposal, seen])).not.toContain('hunter2')
})

test('of an empty project nothing is guessed', async () => {
  const folder = projectFolder({ 'package.json': 'not JSON' })
  expect(await lookAround(folder)).toEqual({ folders: [], computed: [] })
  expect(seenFor(folder, 'migrations')).toEqual({ tables: {} })
})

test('where a configuration of kysely-ctl computes the folder, its package shows none', async () => {
  const folder = projectFolder({
    'package.json': '{ "workspaces": ["db"], "scripts": { "migrate": "run db/migrations" } }',
    'db/package.json': '{}',
    'db/kysely.config.ts': 'export default { migrations: { migrationFolder: at() } }',
    'db/migrations/001.ts': UP,
  })
  const proposal = await lookAround(folder)
  expect(proposal).toMatchObject({ computed: ['db/kysely.config.ts'] })
  // What the package around it says of that is not taken for it.
  expect(proposal.folders).toEqual([
    { path: 'db/migrations', files: 1, seenIn: 'the script migrate' },
  ])
})

const PNPM = `# Where the packages are
packages:
  # all of them
  - 'packages/*'
  - "apps/**"
  - tools/cli
  - '!**/old/**'
catalog:
  kysely: ^0.28
`

test.each([
  ['pnpm', { 'package.json': '{}', 'pnpm-workspace.yaml': PNPM }],
  [
    'pnpm, in one line',
    { 'pnpm-workspace.yaml': `packages: ['packages/*', "apps/**", tools/cli, '!**/old/**']` },
  ],
  [
    'npm',
    {
      'package.json':
        '{ "workspaces": ["packages/*", "./apps/**/", "tools/{cli,web}", "!**/old/**"] }',
    },
  ],
  [
    'yarn',
    {
      'package.json':
        '{ "workspaces": { "packages": ["packages/*", "apps/**", "tools/cl?", "!**/old/**"] } }',
    },
  ],
])('the packages of a workspace of %s are looked into by its own globs', async (_of, roots) => {
  const folder = projectFolder({
    'CONTRIBUTING.md': '',
    ...roots,
    'packages/api/package.json':
      '{ "scripts": { "migrate": "tsx up.ts --dir=./store/migrations" } }',
    'packages/api/store/migrations/001.ts': UP,
    'packages/api/.env.example': 'DB_URL=',
    'packages/api/AGENTS.md': '',
    'packages/api/node_modules/db/package.json': '{}',
    'packages/api/node_modules/db/migrations/001.ts': UP,
    'packages/nested/deeper/package.json': '{}',
    'packages/nested/deeper/migrations/001.ts': UP,
    'apps/shop/back/package.json': '{}',
    'apps/shop/back/kysely.config.ts': `export default { migrations: { migrationFolder: './db/steps', migrationTableName: 'ledger' } }`,
    'apps/shop/back/db/steps/001.ts': UP,
    'apps/shop/back/compose.yaml': 'services: { db: { image: "postgres:16" } }',
    'apps/old/one/package.json': '{}',
    'apps/old/one/migrations/001.ts': UP,
    'tools/cli/package.json': '{}',
    'tools/cli/src/db/migrations/001.ts': UP,
    'tools/no-package/migrations/001.ts': UP,
  })
  const { folders, postgres } = await lookAround(folder)
  expect(folders).toEqual([
    { path: 'apps/shop/back/db/steps', files: 1, seenIn: 'apps/shop/back/kysely.config.ts' },
    {
      path: 'packages/api/store/migrations',
      files: 1,
      seenIn: 'the script migrate of packages/api',
    },
    { path: 'tools/cli/src/db/migrations', files: 1, seenIn: 'its usual place in tools/cli' },
  ])
  expect(postgres).toEqual({ value: 16, seenIn: 'apps/shop/back/compose.yaml' })
  // What goes with a folder is that of its own package, and of its notes never another's.
  expect(seenFor(folder, 'packages/api/store/migrations')).toEqual({
    tables: {},
    databaseEnv: { value: 'DB_URL', seenIn: 'packages/api/.env.example' },
    notes: { value: 'packages/api/AGENTS.md', seenIn: 'packages/api' },
  })
  expect(seenFor(folder, 'apps/shop/back/db/steps')).toEqual({
    tables: { migrationTable: 'ledger' },
  })
})

test('a glob of a workspace that is no glob finds nothing, and stops nothing', async () => {
  const folder = projectFolder({
    'package.json':
      '{ "workspaces": ["packages/{a", "b},c", "[", "(", "apps/{x,y{1,2}}", "libs/(d)"] }',
    'libs/(d)/package.json': '{}',
    'libs/(d)/migrations/001.ts': UP,
    'c/package.json': '{}',
    'c/migrations/001.ts': UP,
  })
  const { folders } = await lookAround(folder)
  expect(folders.map(({ path }) => path)).toEqual(['libs/(d)/migrations'])
})
