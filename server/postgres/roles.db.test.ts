import { beforeAll, expect, test } from 'vitest'
import { testServer } from '../testing/postgres.ts'
import { connectServer, type Server } from './engine.ts'
import { dropRoles, ensureRoles } from './roles.ts'
import { withConnection } from './session.ts'

const HOSTILE = 'a "role"; drop table x --'
let server: Server
beforeAll(async () => {
  server = testServer(18)
}, 120_000)

const roles = async (): Promise<unknown[]> =>
  withConnection(server.url, server, async (query) => {
    const rows = await query(
      `select rolname, rolcanlogin from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres' order by 1`,
    )
    return rows.map((row) => [row['rolname'], row['rolcanlogin']])
  })

test('roles that our own server lacks are created without login, listed, and removed again', async () => {
  expect(await ensureRoles(server, ['postgres', HOSTILE, 'reader', 'reader'])).toEqual([
    HOSTILE,
    'reader',
  ])
  expect(await roles()).toEqual([
    [HOSTILE, false],
    ['reader', false],
  ])
  expect(await ensureRoles(server, ['reader'])).toEqual([])
  await dropRoles(server, [HOSTILE, 'reader', 'never_there'])
  expect(await roles()).toEqual([])
})

test('a server of somebody else is refused, by the names of the roles it lacks', async () => {
  const foreign = await connectServer(server.url)
  await expect(ensureRoles(foreign, ['postgres', 'reader', 'writer'])).rejects.toMatchObject({
    code: 'role-missing',
    happened: 'it lacks the roles reader, writer',
  })
  await expect(ensureRoles(foreign, ['Nobody "x"'])).rejects.toMatchObject({
    happened: 'it lacks the role "Nobody ""x"""',
    help: expect.stringContaining('(create role "Nobody ""x""" nologin)'),
  })
  expect(await ensureRoles(foreign, ['postgres'])).toEqual([])
  expect(await roles()).toEqual([])
  await foreign.stop()
})
