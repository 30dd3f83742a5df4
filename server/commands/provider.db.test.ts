import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
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
      [['verify', ...words], /--baseline is missing/],
      [['export', ...words], /--provider is no option of this command/],
    ] as const) {
      const { code, stderr } = await cli(call, { cwd })
      expect([code, stderr]).toEqual([2, expect.stringMatching(said)])
    }
  })
})
