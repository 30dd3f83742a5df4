import { afterEach, beforeEach, expect, test } from 'vitest'
import { testServer } from '../testing/postgres.ts'
import { connect, type Connection, type Row } from './connect.ts'
import { newRunId } from './run-id.ts'
import { lookInside } from './shared-look.ts'
import type { SharedRow } from './shared-state.ts'

let connection: Connection
beforeEach(async () => {
  connection = await connect(testServer(18).url, newRunId())
})
afterEach(async () => {
  await connection.send('rollback')
  await connection.close()
})

const look = (sql: string): ReturnType<typeof lookInside> =>
  lookInside(
    async (text) => ((await connection.send(text)).at(-1) ?? []) as unknown as SharedRow[],
    sql,
  )

const WHO = `select session_user::text as session, current_user::text as role,
                    current_setting('search_path') as path, current_setting('TimeZone') as zone`
const who = async (): Promise<Row | undefined> => (await connection.send(WHO)).at(-1)?.[0]

test.each(['set role weak', 'set local session authorization weak'])(
  'it is looked as the role that logged in, and the transaction keeps its own: %s',
  async (takes) => {
    await connection.send(
      `begin; create role weak; set search_path = public; set timezone = 'Asia/Tokyo'; ${takes}`,
    )
    const before = await who()
    expect(before).toMatchObject({ role: 'weak', path: 'public', zone: 'Asia/Tokyo' })
    expect(await look(WHO)).toEqual([
      { session: 'postgres', role: 'postgres', path: '""', zone: 'UTC' },
    ])
    expect(await who()).toEqual(before)
  },
)

test('where no transaction is, or one that has failed, that is said', async () => {
  expect(await look('select 1')).toBe('alone')
  await connection.send('begin; select 1/0').catch(() => {})
  expect(await look('select 1')).toBe('failed')
})

test('a look that fails throws, and the transaction goes on', async () => {
  await connection.send('begin')
  await expect(look('select 1/0')).rejects.toThrow('division by zero')
  expect(await connection.send('select 1 as one')).toEqual([[{ one: 1 }]])
})
