import { execFile } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { projectFolder } from './project-folder.ts'

const run = promisify(execFile)
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** How an application starts, what it runs behind its baseline and seed, and how long it waits. */
export interface Start {
  readonly url: string
  readonly later?: readonly string[]
  readonly waitSeconds?: number
  /** Names of its baseline and seed, and of its ledger, where they are not the usual ones. */
  readonly marked?: readonly string[]
  readonly ledger?: { readonly table: string; readonly schema: string }
}

/** What came of a start: what the file said, what the migrator ran, and whatever the session had afterwards and not before. */
export interface Started {
  readonly did?: string
  readonly ran?: readonly string[]
  readonly lines: readonly string[]
  readonly left?: unknown
  readonly error?: string
}

export interface Application {
  start(how: Start): Promise<Started>
  /** The same in a process of its own. */
  process(how: Start): Promise<Started>
}

const STRICT = {
  target: 'es2020',
  lib: ['es2020'],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  isolatedModules: true,
  skipLibCheck: true,
}

const appText = (version: string): string => `
import { Kysely, PostgresDialect, CamelCasePlugin, sql } from 'kysely'
import { Migrator } from '${/029|030/.test(version) ? 'kysely/migration' : 'kysely'}'
import pg from 'pg'
import { stampAtStart } from './stamp-at-start.js'

const session = async (db) => (await sql.raw(\`
  select name, setting from pg_settings where name !~ '^(transaction_|plpgsql)'
  union all select locktype, mode from pg_locks where pid = pg_backend_pid() and locktype = 'advisory' order by 1, 2\`).execute(db)).rows
const create = (table) => ({ up: (db) => sql.raw('create table public.' + table + ' (id int primary key)').execute(db) })

export async function start({ url, later = [], marked = ['001_baseline', '002_seed_definitions'], ledger = {}, waitSeconds }) {
  const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1, statement_timeout: 600_000 }) }), plugins: [new CamelCasePlugin()] })
  const lines = []
  let did
  try {
    const before = await session(db)
    did = await stampAtStart(db, { log: (line) => lines.push(line), ...(waitSeconds !== undefined && { waitSeconds }) })
    const after = await session(db)
    const inside = await db.transaction().execute((trx) => stampAtStart(trx)).then(() => 'done', (error) => error.message)
    if (!inside.includes('inside of a transaction')) throw new Error('called inside of a transaction: ' + inside)
    const provider = { getMigrations: async () => ({
      [marked[0]]: create('people'),
      [marked[1]]: { up: (db) => sql.raw('insert into public.people values (1)').execute(db) },
      ...Object.fromEntries(later.map((name) => [name, create('later_' + name)])),
    }) }
    const { error, results } = await new Migrator({ db, provider, migrationTableName: ledger.table, migrationTableSchema: ledger.schema }).migrateToLatest()
    if (error) throw error
    return { did, lines, ran: results.map(({ migrationName }) => migrationName), left: after.filter((each) => !before.some((other) => JSON.stringify(other) === JSON.stringify(each))) }
  } catch (error) {
    return { did, lines, error: String(error.message) }
  } finally {
    await db.destroy()
  }
}
if (process.argv[2]) console.log(JSON.stringify(await start(JSON.parse(process.argv[2]))))
`

/** An application of that Kysely that calls this generated file before its migrator, compiled as strictly as can be. */
export async function application(version: string, file: string): Promise<Application> {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'stamp-at-start.ts': file,
    'app.js': appText(version),
    'tsconfig.json': JSON.stringify({
      compilerOptions: { ...STRICT, module: 'nodenext', verbatimModuleSyntax: true },
      files: ['stamp-at-start.ts'],
    }),
    // As older projects compile it.
    'commonjs.json': JSON.stringify({
      compilerOptions: {
        ...STRICT,
        module: 'commonjs',
        moduleResolution: 'bundler',
        outDir: 'cjs',
      },
      files: ['stamp-at-start.ts'],
    }),
    'node_modules/.keep': '',
  })
  symlinkSync(join(MODULES, version), join(folder, 'node_modules/kysely'))
  symlinkSync(join(MODULES, 'pg'), join(folder, 'node_modules/pg'))
  for (const config of ['tsconfig.json', 'commonjs.json']) {
    await run(join(MODULES, '.bin/tsc'), ['-p', join(folder, config)]).catch(
      (error: { stdout: string }) => {
        throw new Error(error.stdout)
      },
    )
  }
  const app = join(folder, 'app.js')
  const { start } = (await import(pathToFileURL(app).href)) as Pick<Application, 'start'>
  return {
    start,
    process: async (how) => {
      const { stdout } = await run(process.execPath, [app, JSON.stringify(how)])
      return JSON.parse(stdout) as Started
    },
  }
}
