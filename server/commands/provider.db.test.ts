import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readHistory } from '../library.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

/** A barrel with names of its own, which sort otherwise than the files. */
const FILES = {
  'src/migrations/rooms.ts': migration(
    'await run("create table rooms (id int primary key)"); await run("insert into rooms values (7)")',
  ),
  'src/migrations/names.ts': migration('await run("alter table rooms add name text")'),
  'src/migrations/index.ts': `
    import * as names from './names.ts'
    import * as rooms from './rooms.ts'
    export const migrations = { '_2023-02Z:names': names, '_2023-01Z:rooms': rooms }
    export const provider = { getMigrations: async () => migrations }
    export const list = Object.entries(migrations).map(([name, { up }]) => ({ name, up }))
    export const none = {}
    export default provider
  `,
  'src/broken.ts': 'throw new Error("no such configuration")',
}
const BARREL = 'src/migrations/index.ts'

const run = (cwd: string, ...words: readonly string[]): Promise<Ended> =>
  cli([...words, '--server', testServer(18).url.reveal()], { cwd })

const project = (type = 'module'): string =>
  projectFolder({ 'package.json': JSON.stringify({ type }), ...FILES })

describe('a project that names its migrations itself', () => {
  test.each([
    ['module', '#provider'],
    ['module', '#migrations'],
    ['module', '#list'],
    ['module', ''],
    ['commonjs', ''],
  ])('runs by those names, in the order of Kysely (%s %s)', async (type, name) => {
    const cwd = project(type)
    const heard = await run(cwd, 'history', '--provider', `${BARREL}${name}`, '--json')
    expect([heard.code, heard.stderr]).toEqual([0, expect.stringContaining(BARREL)])
    expect(documentOf(heard)).toMatchObject({
      migrations: [
        { name: '_2023-01Z:rooms', file: null },
        { name: '_2023-02Z:names', file: null, effects: { objects: [{ kind: 'column' }] } },
      ],
      ignored: [],
    })
  })

  test('is written as a baseline and proven', async () => {
    const cwd = project()
    const old = ['--provider', BARREL]
    mkdirSync(join(cwd, 'baseline'))
    expect(await run(cwd, 'generate', ...old, '--out', 'baseline')).toMatchObject({ code: 0 })
    const heard = await run(cwd, 'verify', ...old, '--baseline', 'baseline', '--json')
    expect([heard.code, documentOf(heard)]).toMatchObject([
      0,
      { verdict: 'equal', counts: { rows: { old: 1, rebuilt: 1 } } },
    ])
  })

  test('is named in its configuration once, for all that needs no folder', async () => {
    const cwd = project()
    const config = join(cwd, 'rebaseline.config.ts')
    writeFileSync(config, `export default { provider: './${BARREL}#provider' }`)
    const proven = await run(cwd, 'verify', '--json')
    expect([proven.code, documentOf(proven)]).toMatchObject([0, { verdict: 'equal' }])
    expect(proven.stderr).toContain('can’t be exported: a provider gives the old migrations')
    const signed = await cli(
      ['sign', '--all', '--note', 'x', '--name', 'Ada', '--email', 'a@b.test'],
      { cwd },
    )
    expect(signed).toMatchObject({ code: 0 })
    const exporting = await cli(['export', '--plan'], { cwd })
    expect([exporting.code, exporting.stderr]).toEqual([
      2,
      expect.stringMatching(/names a provider, and export works on the files of a folder/),
    ])

    const { url } = await testDatabase(testServer(18))
    await withConnection(url, testServer(18), async (query) => {
      await query('create table rooms (id int primary key); insert into rooms values (7)')
      await query(
        'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)',
      )
      await query(
        "insert into kysely_migration values ('_2023-01Z:rooms', '2026-01-01T00:00:00.000Z')",
      )
    })
    const drift = await run(cwd, 'drift', '--database', url.reveal(), '--json')
    expect([drift.code, documentOf(drift)]).toMatchObject([
      0,
      { verdict: 'equal', ledger: { pending: [{ name: '_2023-02Z:names' }], unknown: [] } },
    ])
    const both = await run(cwd, 'compare', `${BARREL}#list`, BARREL, '--json')
    expect([both.code, documentOf(both)]).toMatchObject([0, { verdict: 'equal' }])
    const told = await readHistory(
      { provider: `${join(cwd, BARREL)}#migrations` },
      { server: testServer(18).url.reveal() },
    )
    expect(told.migrations.map(({ name }) => name)).toEqual(['_2023-01Z:rooms', '_2023-02Z:names'])

    writeFileSync(config, `export default { provider: './${BARREL}', squashTo: '1' }`)
    const line = await cli(['verify'], { cwd })
    expect([line.code, line.stderr]).toEqual([2, expect.stringMatching(/no files that could stay/)])
    writeFileSync(config, `export default { provider: './${BARREL}', migrations: 'src' }`)
    const twice = await cli(['verify'], { cwd })
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringMatching(/both migrations and/)])
  }, 90_000)

  test('is told where it fails, and what is wrong', async () => {
    const cwd = project()
    for (const [name, code, said] of [
      [`${BARREL}#none`, 'migrations-not-found', /index\.ts#none: it gives none/],
      [`${BARREL}#other`, 'migration-not-loaded', /no export other; it has .*list.*provider/],
      ['src/broken.ts', 'migration-not-loaded', /broken\.ts can not be loaded: no such config/],
      ['src/gone.ts', 'usage', /gone\.ts, which is not there/],
      ['src', 'usage', /src, which is no file/],
    ] as const) {
      const { code: exit, stdout, stderr } = await run(cwd, 'history', '--provider', name, '--json')
      expect([exit, documentOf({ stdout })]).toMatchObject([2, { error: { code } }])
      expect(stderr).toMatch(said)
    }
  })

  test('is not taken beside another old side, nor where a folder is meant', async () => {
    const cwd = project()
    const words = ['--provider', BARREL]
    for (const [call, said] of [
      [['history', ...words, '--migrations', 'src/migrations'], /both say where/],
      [
        ['generate', ...words, '--squash-to', '1', '--out', 'b'],
        /--squash-to names a migration of/,
      ],
      [['verify', ...words, '--squash-to', '1'], /--squash-to names a migration of/],
      [['export', ...words], /--provider is no option of this command/],
    ] as const) {
      const { code, stderr } = await cli(call, { cwd })
      expect([code, stderr]).toEqual([2, expect.stringMatching(said)])
    }
  })
})
