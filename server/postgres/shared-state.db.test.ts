import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../testing/postgres.ts'
import { connect, type Connection } from './connect.ts'
import { connectServer, type Server } from './engine.ts'
import { newRunId } from './run-id.ts'
import { watchServer, type SharedRow, type ServerWatch } from './shared-state.ts'

const opened: Connection[] = []
afterEach(async () => {
  const [somebody] = opened
  await somebody?.send(
    'drop role if exists theirs; drop role if exists ours; drop role if exists old',
  )
  await Promise.all(opened.splice(0).map((connection) => connection.close()))
})

describe.each([15, 18] as const)('on Postgres %i', (major) => {
  let own: Server
  beforeAll(async () => {
    own = testServer(major)
  }, 120_000)

  interface Scene {
    readonly watch: ServerWatch
    readonly somebody: Connection
    readonly migration: Connection
    /** What the migration's open transaction changed. */
    readonly changed: () => Promise<readonly string[]>
  }

  async function scene(): Promise<Scene> {
    const somebody = await connect(own.url, newRunId())
    const migration = await connect(own.url, newRunId())
    opened.push(somebody, migration)
    await somebody.send('create role old')
    const watch = await watchServer(await connectServer(own.url))
    if (!watch) throw new Error('a foreign server is watched')
    const changed = async (): Promise<readonly string[]> =>
      watch.changedIn((await migration.send(watch.sql)).at(-1) as unknown as SharedRow[])
    return { watch, somebody, migration, changed }
  }

  test('what an open transaction made, changed or took away is seen, also behind a savepoint', async () => {
    const { migration, changed } = await scene()
    await migration.send('begin; savepoint s; create role ours; release savepoint s')
    expect(await changed()).toEqual(['role ours'])
    await migration.send('rollback; begin; alter role old login')
    expect(await changed()).toEqual(['role old'])
    await migration.send('rollback; begin; drop role old')
    expect(await changed()).toEqual(['role old'])
    await migration.send(`rollback; begin; comment on role old is 'x'; grant old to postgres`)
    expect((await changed()).toSorted()).toEqual([
      'comment on role old',
      'membership of postgres in old',
    ])
    await migration.send('rollback')
  })

  test('hostile names are told as Postgres quotes them', async () => {
    const { migration, changed } = await scene()
    await migration.send(
      `begin; create role "Nobody ""x"""; comment on role "Nobody ""x""" is 'x'; grant old to "Nobody ""x"""`,
    )
    expect((await changed()).toSorted()).toEqual([
      'comment on role "Nobody ""x"""',
      'membership of "Nobody ""x""" in old',
      'role "Nobody ""x"""',
    ])
    await migration.send('rollback')
  })

  test('what others do in the meantime is never taken for its work', async () => {
    const { watch, somebody, migration, changed } = await scene()
    await migration.send('begin isolation level repeatable read; select 1')
    await somebody.send('create role theirs; alter role old login')
    expect(await changed()).toEqual([])
    await somebody.send('drop role old')
    expect(await changed()).toEqual([])
    await migration.send('rollback; begin; create role ours')
    expect(await changed()).toEqual(['role ours'])
    await migration.send('rollback')
    expect((await watch.changedMeanwhile()).toSorted()).toEqual(['role old', 'role theirs'])
  })

  test.each([
    ["alter database postgres set timezone to 'UTC'", 'setting of everybody in postgres'],
    ['alter role old in database postgres set work_mem = 4096', 'setting of old in postgres'],
    ['grant connect on database postgres to old', 'database postgres'],
    ["comment on database postgres is 'x'", 'comment on database postgres'],
  ])('what a transaction changes of another database is seen: %s', async (sql, told) => {
    const { migration, changed } = await scene()
    await migration.send(`begin; ${sql}`)
    expect(await changed()).toEqual([told])
    await migration.send('rollback')
  })

  test('what changed unseen is told, also where nothing new is there; databases come and go', async () => {
    const { watch, somebody } = await scene()
    await somebody.send('alter role old superuser')
    await somebody.send('create database passing')
    const seen = await watch.changedMeanwhile()
    await somebody.send('drop database passing')
    expect(seen).toEqual(['role old'])
  })

  test('a server of our own is not watched', async () => {
    expect(await watchServer(own)).toBeUndefined()
  })
})
