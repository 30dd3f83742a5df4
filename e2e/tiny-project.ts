import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import { openDashboard, type RealDashboard } from './real-dashboard.ts'
import { onSharedServer } from './shared-server.ts'

// Inside of the repository, so that its Kysely is found.
const PLACE = fileURLToPath(new URL('../dist/', import.meta.url))

/** A project of two migrations with a git repository of its own, for tests that need a short run. */
export interface TinyProject {
  readonly folder: string
  /** A draft as it stands on disk. */
  readonly draft: (name?: string) => string
  readonly path: (...parts: readonly string[]) => string
  readonly git: (...words: readonly string[]) => void
  readonly remove: () => void
}

const FILES = {
  'package.json': '{\n  "name": "tiny",\n  "type": "module",\n  "scripts": {}\n}\n',
  '.gitignore': '.rebaseline/\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_rooms.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('rooms')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('name', 'varchar(40)', (col) => col.notNull())
    .execute()
  await sql\`insert into rooms (id, name) values (1, 'Atelier')\`.execute(db)
}
`,
  'migrations/002_rooms_name.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`create unique index rooms_name_key on rooms (lower(name))\`.execute(db)
  await sql\`alter table rooms add constraint rooms_name_check check (name <> '')\`.execute(db)
}
`,
} as const

export interface TinyDashboard extends RealDashboard {
  readonly project: TinyProject
}

/** The dashboard of such a project, on the shared server; `prepare` adds to it before. All of it goes with `stop`. */
export async function openTinyDashboard(
  browser: Browser,
  words: readonly string[] = [],
  prepare: (project: TinyProject) => void | Promise<void> = () => {},
  env: Readonly<Record<string, string>> = {},
): Promise<TinyDashboard> {
  const project = tinyProject()
  try {
    await prepare(project)
    const all = ['ui', '--migrations', 'migrations', ...words]
    const where = { cwd: project.folder, env: { ...onSharedServer(), ...env } }
    const dashboard = await openDashboard(browser, all, where)
    const stop = async (): Promise<void> => {
      await dashboard.stop()
      project.remove()
    }
    return { ...dashboard, project, stop }
  } catch (error) {
    project.remove()
    throw error
  }
}

function tinyProject(): TinyProject {
  mkdirSync(PLACE, { recursive: true })
  const folder = mkdtempSync(join(PLACE, 'tiny-'))
  const path = (...parts: readonly string[]): string => join(folder, ...parts)
  mkdirSync(path('migrations'))
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path(name), text)
  const git = (...words: readonly string[]): void => {
    execFileSync('git', words, { cwd: folder, stdio: 'pipe' })
  }
  git('init', '-q')
  git('config', 'user.name', 'Ada Lovelace')
  git('config', 'user.email', 'ada@studio.test')
  git('add', '-A')
  git('commit', '-qm', 'Two migrations')
  return {
    folder,
    path,
    git,
    draft: (name = '001_baseline.ts') => readFileSync(path('.rebaseline', 'drafts', name), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
