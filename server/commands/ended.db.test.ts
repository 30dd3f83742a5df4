import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { readPostmasterFile } from '../postgres/postmaster.ts'
import { documentOf, startCli } from '../testing/cli.ts'
import { openFolder, removeOpenFolder, runFolders } from '../testing/held-server.ts'

const SLOW = 'select pg_sleep(600)'

const script = (text = SLOW): string => join(projectFolder({ 'slow.sql': text }), 'slow.sql')
const migrations = (): string =>
  projectFolder({
    '001.ts': migration("await run('create table a (x int)')"),
    '002.ts': migration(`await run('${SLOW}')`),
  })

const CASES: readonly (readonly [
  string,
  () => readonly string[],
  RegExp,
  (folder: string) => void,
  RegExp,
])[] = [
  [
    'is killed while a script loads',
    () => ['compare', script(), script()],
    /Running .*slow\.sql/,
    kill,
    /ended while it was needed; it was ended by SIGKILL$/,
  ],
  [
    'is killed while a migration runs',
    () => ['verify', '--migrations', migrations(), '--baseline', migrations()],
    /Applied 001/,
    kill,
    /ended while it was needed; it was ended by SIGKILL$/,
  ],
  [
    'loses its folder while a script loads',
    () => ['compare', script('select pg_sleep(3); create table a (x int)'), script()],
    /Running .*slow\.sql/,
    (folder) => {
      renameSync(folder, `${folder}.gone`)
    },
    /the folder of the built-in PostgreSQL 18 of this run was removed while it was needed: /,
  ],
]

let killed = 0
function kill(): void {
  process.kill(killed, 'SIGKILL')
}

test.each(CASES)(
  'that our own server %s is told as such',
  async (_how, words, at, end, told) => {
    const temporary = openFolder()
    const running = startCli([...words(), '--json'], { env: { TMPDIR: temporary } })
    await running.saying(at)
    const [folder = ''] = runFolders(temporary)
    killed = readPostmasterFile(join(folder, 'data'))?.pid ?? 0
    expect(killed).toBeGreaterThan(1)
    end(folder)
    const ended = await running.ended
    expect([ended.code, documentOf(ended)]).toMatchObject([
      2,
      {
        error: {
          code: 'postgres-ended',
          message: expect.stringMatching(told),
          help: expect.stringMatching(/start again/i),
        },
      },
    ])
    expect(runFolders(temporary).filter((path) => !path.endsWith('.gone'))).toStrictEqual([])
    removeOpenFolder(temporary)
  },
  60_000,
)
