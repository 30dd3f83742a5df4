import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const CTL = {
  'package.json': '{ "type": "module" }',
  'node_modules/kysely-ctl/package.json': '{ "name": "kysely-ctl", "exports": "./index.mjs" }',
  'node_modules/kysely-ctl/index.mjs': 'export const defineConfig = (input) => input',
}
const steps = (table: string): string => migration(`await run("create table ${table} (id int)")`)

const installed = (name: string): string =>
  JSON.stringify(createRequire(import.meta.url).resolve(name))

const history = (cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  cli(['history', '--json', '--server', testServer(18).url.reveal()], { cwd, env })

/** A server that counts who connects, such as the dialect of a configuration. */
async function counting(): Promise<{ port: number; connected: () => number; close: () => void }> {
  let connected = 0
  const server = createServer((socket) => {
    connected += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { port, connected: () => connected, close: () => server.close() }
}

test('what kysely-ctl is told is taken, run where it is computed, and its dialect is never opened', async () => {
  const dialect = await counting()
  // The environment of a run says nothing of what is written out here.
  const opened = `
    import pg from ${installed('pg')}
    import { PostgresDialect } from ${installed('kysely')}
    const pool = new pg.Pool({ host: '127.0.0.1', port: ${dialect.port}, user: 'me', database: 'live' })
    const dialect = new PostgresDialect({ pool })
    const open = () => pool.query('select 1').catch(() => {})`
  const computed = projectFolder({
    ...CTL,
    'kysely.config.ts': `import { defineConfig } from 'kysely-ctl'
      ${opened}
      export default defineConfig(async () => ({ dialect, migrations: {
        migrationFolder: [process.env.STORE, process.env.STEPS].join('/'), migrationTableName: 'done', migrationTableSchema: 'own' } }))`,
    // The environment goes before it, as with kysely-ctl.
    '.env': 'STORE=store\nSTEPS=other',
    // Its ledger is where the configuration says, or it would not be found there.
    'store/steps/001.ts': steps('a'),
    'store/steps/002.ts': migration(
      'const [row] = (await sql`select name from own.done`.execute(db)).rows as { name: string }[]; console.log(row?.name)',
    ),
    // The only folder that could be guessed is another one.
    'migrations/001.ts': steps('wrong'),
  })
  const provided = projectFolder({
    ...CTL,
    'kysely.config.ts': `import { defineConfig } from 'kysely-ctl'
      import * as first from './anywhere.ts'
      ${opened}
      export default defineConfig({ dialect, migrations: { provider: () => ({ getMigrations: async () => ({ [process.env.NAMED]: first }) }) } })`,
    '.env': 'NAMED=named',
    'anywhere.ts': steps('a'),
  })
  const connectingLater = projectFolder({
    ...CTL,
    'kysely.config.ts': `${opened}
      export default { dialect, migrations: { provider: { getMigrations: async () => (await open(), { named: await import('./anywhere.ts') }) } } }`,
    'anywhere.ts': steps('a'),
  })
  const several = projectFolder({
    ...CTL,
    'kysely.config.ts': `export default { $production: { migrations: { migrationFolder: 'migrations' } } }`,
    'migrations/001.ts': steps('a'),
  })
  const connecting = projectFolder({
    ...CTL,
    'kysely.config.ts': `${opened}
      open()
      export default { migrations: { migrationFolder: String('steps') } }`,
    'steps/001.ts': steps('a'),
  })
  const first = await history(computed, { STEPS: 'steps' })
  expect([first.code, first.stderr]).toEqual([
    0,
    expect.stringContaining('kysely.config.ts, with .env'),
  ])
  expect(documentOf(first)).toMatchObject({
    migrations: [{ name: '001' }, { name: '002', output: '001\n' }],
  })
  const second = await history(provided)
  expect([second.code, second.stderr]).toEqual([
    0,
    expect.stringContaining('kysely.config.ts, with .env'),
  ])
  expect(documentOf(second)).toMatchObject({ migrations: [{ name: 'named', file: null }] })
  const exporting = await cli(['export', '--plan'], { cwd: provided })
  expect([exporting.code, exporting.stderr]).toEqual([2, expect.stringMatching(/names a provider/)])
  for (const [cwd, said] of [
    [connecting, /connects to a server while it is loaded[\s\S]*--migrations DIR/],
    [connectingLater, /kysely\.config\.ts can not be loaded: it connects to a server/],
    [several, /other migrations where the environment is production/],
  ] as const) {
    const { code, stderr } = await history(cwd)
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)])
  }
  expect(dialect.connected()).toBe(0)
  dialect.close()
}, 60_000)
