import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newFolder } from './packed.ts'

/** A project that knows nothing of this package yet, as a team would have it. */
export interface Stranger {
  readonly title: string
  readonly installer: 'npm' | 'pnpm'
  /** The folder that commands are run in, below the checkout. */
  readonly home: string
  /** Its migrations, from there. */
  readonly migrations: string
  readonly files: Readonly<Record<string, string>>
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Runs a folder by the project's own Kysely, and by nothing of ours. */
const MIGRATE = `import { promises as fs } from 'node:fs'
import path from 'node:path'
import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
const migrationFolder = path.resolve(process.argv[2])
const provider = new FileMigrationProvider({ fs, path, migrationFolder })
const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
await db.destroy()
if (error) throw error
console.log(results.map(({ migrationName }) => migrationName).join(' '))
`

export const ESM: Stranger = {
  title: 'an ESM project with kysely.config.ts',
  installer: 'npm',
  home: '.',
  migrations: 'src/database/migrations',
  files: {
    '.gitignore': 'node_modules\n',
    'package.json': json({
      name: 'gallery',
      private: true,
      type: 'module',
      scripts: { migrate: 'kysely migrate:latest' },
      dependencies: { kysely: '0.28.18', pg: '8.23.1' },
    }),
    'tsconfig.json': json({
      compilerOptions: { module: 'nodenext', target: 'es2023', strict: true },
    }),
    'kysely.config.ts': `import { defineConfig } from 'kysely-ctl'
import { dialect } from './src/database/dialect.js'

export default defineConfig({
  dialect,
  migrations: { migrationFolder: 'src/database/migrations' },
})
`,
    'src/database/dialect.ts': `import { PostgresDialect } from 'kysely'
import { Pool } from 'pg'

export const dialect = new PostgresDialect({
  pool: new Pool({ connectionString: process.env['DATABASE_URL'] }),
})
`,
    'src/database/columns.ts': `import { sql, type CreateTableBuilder } from 'kysely'

export const timestamps = <T extends string>(table: CreateTableBuilder<T, string>) =>
  table.addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql\`now()\`))
`,
    'src/database/migrations/1704880800000_artists.ts': `import { sql, type Kysely } from 'kysely'
import { timestamps } from '../columns.js'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('artists')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql\`gen_random_uuid()\`))
    .addColumn('email', 'varchar(120)', (col) => col.notNull())
    .$call(timestamps)
    .execute()
  await sql\`create unique index artists_email on artists (lower(email))\`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('artists').execute()
}
`,
    'src/database/migrations/1707559200000_styles.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('styles')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql\`gen_random_uuid()\`))
    .addColumn('label', 'text', (col) => col.notNull().unique())
    .execute()
  await db.insertInto('styles').values([{ label: 'etching' }, { label: 'oil' }]).execute()
  await db.schema
    .alterTable('artists')
    .addColumn('style_id', 'uuid', (col) => col.references('styles.id').onDelete('set null'))
    .execute()
}
`,
    'src/database/migrations/1710064800000_touch.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`create function touch() returns trigger language plpgsql as $$
    begin new.created_at := now(); return new; end $$\`.execute(db)
  await sql\`create trigger artists_touch before update on artists
    for each row execute function touch()\`.execute(db)
}
`,
  },
}

const COMMON_JS: Stranger = {
  title: 'a CommonJS project with a plain folder',
  installer: 'npm',
  home: '.',
  migrations: 'migrations',
  files: {
    '.gitignore': 'node_modules\n',
    'package.json': json({
      name: 'post-office',
      private: true,
      dependencies: { kysely: '0.27.6', pg: '8.23.1' },
    }),
    'migrations/001_boxes.js': `const { sql } = require('kysely')

exports.up = async (db) => {
  await db.schema
    .createTable('boxes')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('number', 'integer', (col) => col.notNull().unique())
    .addColumn('opened', 'timestamp', (col) => col.defaultTo(sql\`now()\`))
    .execute()
  await db.insertInto('boxes').values([{ number: 12 }, { number: 40 }]).execute()
}

exports.down = async (db) => {
  await db.schema.dropTable('boxes').execute()
}
`,
    'migrations/002_letters.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`create type letter_state as enum ('new', 'read')\`.execute(db)
  await db.schema
    .createTable('letters')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('box_id', 'integer', (col) => col.notNull().references('boxes.id'))
    .addColumn('state', sql\`letter_state\`, (col) => col.notNull().defaultTo('new'))
    .execute()
}
`,
    'migrations/003_weight.js': `const { sql } = require('kysely')

exports.up = async (db) => {
  await db.schema.alterTable('letters').addColumn('grams', 'numeric(8, 2)').execute()
  await sql\`alter table letters add constraint letters_grams check (grams > 0)\`.execute(db)
  await sql\`create index letters_unread on letters (box_id) where state = 'new'\`.execute(db)
}
`,
  },
}

const WORKSPACE: Stranger = {
  title: 'a pnpm workspace with path aliases',
  installer: 'pnpm',
  home: 'packages/api',
  migrations: 'db/migrations',
  files: {
    '.gitignore': 'node_modules\n',
    'package.json': json({ name: 'app', private: true }),
    'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n",
    'packages/shared/package.json': json({
      name: '@app/shared',
      version: '1.0.0',
      private: true,
      type: 'module',
    }),
    'packages/shared/src/roles.ts': "export const ROLES = ['owner', 'guest'] as const\n",
    'packages/api/package.json': json({
      name: '@app/api',
      version: '1.0.0',
      private: true,
      type: 'module',
      dependencies: { kysely: '0.28.18', pg: '8.23.1' },
    }),
    'packages/api/tsconfig.json': json({
      compilerOptions: {
        module: 'preserve',
        target: 'es2023',
        strict: true,
        paths: { '@app/shared/*': ['../shared/src/*'] },
      },
    }),
    'packages/api/db/migrations/20240110_roles.ts': `import { sql, type Kysely } from 'kysely'
import { ROLES } from '@app/shared/roles'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('roles')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('made', 'timestamptz', (col) => col.notNull().defaultTo(sql\`now()\`))
    .execute()
  await db.insertInto('roles').values(ROLES.map((key) => ({ key }))).execute()
}
`,
    'packages/api/db/migrations/20240212_members.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('id', 'integer', (col) => col.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('role', 'text', (col) => col.notNull().references('roles.key'))
    .execute()
  await sql\`alter table members enable row level security\`.execute(db)
  await sql\`create policy members_read on members for select using (role <> 'guest')\`.execute(db)
}
`,
  },
}

/** The three kinds of projects that the README is followed in. */
export const STRANGERS: readonly Stranger[] = [ESM, COMMON_JS, WORKSPACE]

/** Writes it into a checkout of its own, committed by a person; gives the folder that commands are run in. */
export function settle({ home, files }: Stranger): string {
  const folder = newFolder()
  const all = { ...files, [join(home, 'migrate.mjs')]: MIGRATE }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const git = (...words: readonly string[]): void => {
    execFileSync('git', words, { cwd: folder, stdio: 'pipe' })
  }
  git('init', '-q')
  git('config', 'user.name', 'Ada Lovelace')
  git('config', 'user.email', 'ada@studio.test')
  git('add', '--all')
  git('commit', '-qm', 'As it was')
  return join(folder, home)
}
