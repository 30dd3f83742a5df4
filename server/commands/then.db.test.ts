import { beforeAll, describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { rolesOf } from '../postgres/roles.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const PASSWORD = 'cAnary p@ss/word'

let server: Server
let folder: string
let live: DatabaseUrl
beforeAll(async () => {
  server = testServer(18)
  const notes = 'create table notes (id int)'
  folder = projectFolder({ '001.ts': migration(`await run('${notes}')`) })
  live = (await testDatabase(server)).url
  await withConnection(live, server, (query) => query(notes))
})

/** Verifies a folder by its database, with this program after it. */
const verified = (program: string, more: readonly string[] = []): Promise<Ended> =>
  verifiedBeside(['--database', live.reveal()], program, [...more, '--server', server.url.reveal()])

function verifiedBeside(
  old: readonly string[],
  program: string,
  more: readonly string[],
): Promise<Ended> {
  const then = `"${process.execPath}" -e "${program.replaceAll('"', '\\"')}"`
  return cli(['verify', ...old, '--baseline', folder, '--then', then, '--json', ...more])
}

const withClient = (body: string): string => `
  const { Client } = require('${import.meta.dirname}/../../node_modules/pg')
  const client = new Client(process.env.DATABASE_URL)
  client.connect().then(async () => { ${body} })`

test('a password that the command prints is masked, also where it comes in pieces', async () => {
  await withConnection(server.url, server, (query) =>
    query(`create role then_canary login superuser password '${PASSWORD}'`),
  )
  const login = `//then_canary:${encodeURIComponent(PASSWORD)}@`
  const url = new DatabaseUrl(server.url.reveal().replace(/\/\/[^@]*@/, login))
  // A folder as the old side: whose the objects of both are is who logs in here.
  const ended = await verifiedBeside(
    ['--migrations', folder],
    `
    console.log('url', process.env.DATABASE_URL)
    console.error('word', process.env.PGPASSWORD)
    const [first, ...rest] = [...process.env.PGPASSWORD].map((each) => '' + each)
    const begin = () => {
      process.stdout.write('slowly ' + first)
      setTimeout(next, 30)
    }
    const next = () => {
      if (rest.length === 0) return console.log(' end')
      process.stdout.write(rest.shift())
      setTimeout(next, 30)
    }
    // The two streams are read apart: what is said by the one is to be out before.
    setTimeout(begin, 1000)`,
    ['--server', url.reveal()],
  )
  await withConnection(server.url, server, (query) => query('drop role then_canary'))
  expect(ended.code).toBe(0)
  expect(ended.stderr).toMatch(/^url postgresql:\/\/then_canary:\*\*\*@\S+_rebuilt$/m)
  expect(ended.stderr).toMatch(/^word \*\*\*$/m)
  expect(ended.stderr).toMatch(/^slowly \*\*\* end$/m)
  expect(ended.stdout + ended.stderr).not.toMatch(/cAnary|p@ss|p%40ss/)
})

describe('on a server of somebody else', () => {
  const MAKES = withClient("await client.query('create role then_made'); await client.end()")

  test.each([
    ['', /^Could not be sure that the command after --then left the server as it was: [^;]*/],
    ['; process.exitCode = 3', /^Could not finish the command after --then: it ended with exit/],
  ])('a role that it made is named and left alone%s', async (more, told) => {
    const ended = await verified(`${MAKES}${more}`)
    const roles = await rolesOf(server)
    await withConnection(server.url, server, (query) => query('drop role if exists then_made'))
    expect(roles).toContain('then_made')
    const error = {
      code: 'server-wide',
      message: expect.stringMatching(told),
      help: expect.stringContaining('where the command after --then did, take it back'),
    }
    expect([ended.code, documentOf(ended)]).toMatchObject([
      2,
      { verdict: 'equal', error, then: { ...error, status: 'failed' } },
    ])
    expect(ended.stdout).toContain('appeared, changed or went there: role then_made')
  })
})

test('one that never ends is stopped, with what it waits for and what helps', async () => {
  const sleeps = withClient("console.log('asleep'); await client.query('select pg_sleep(600)')")
  const ended = await verified(sleeps, ['--time-limit', '5'])
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain('asleep')
  expect(documentOf(ended)).toMatchObject({
    verdict: 'equal',
    then: {
      status: 'failed',
      code: 'then-failed',
      message:
        'Could not finish the command after --then: it did not end within 5 seconds and was stopped\n  it waits for: select pg_sleep(600)',
      help: expect.stringContaining('--time-limit SECONDS'),
    },
  })
})
