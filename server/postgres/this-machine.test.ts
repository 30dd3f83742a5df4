import { expect, test } from 'vitest'
import { DatabaseUrl } from './redact.ts'
import { whereaboutsOf } from './this-machine.ts'

const at = (host: string, ...addresses: readonly string[]) =>
  whereaboutsOf(new DatabaseUrl(`postgres://${host}/studio`), async () =>
    addresses.map((address) => ({ address })),
  )

test('a name of this machine that leads elsewhere is elsewhere', async () => {
  expect(await at('localhost', '127.0.0.1', '::1')).toEqual({ is: 'here' })
  expect(await at('localhost', '::ffff:127.0.0.1')).toEqual({ is: 'here' })
  expect(await at('localhost', '127.0.0.1', '10.0.0.9')).toEqual({
    is: 'elsewhere',
    why: expect.stringContaining('localhost leads to 10.0.0.9'),
  })
  expect(await at('localhost', 'fd00::2')).toMatchObject({ is: 'elsewhere' })
})

test('another name is elsewhere, wherever it leads', async () => {
  expect(await at('db.studio.test', '127.0.0.1')).toEqual({
    is: 'elsewhere',
    why: 'db.studio.test is not this machine',
  })
  expect(await at('0.0.0.0', '0.0.0.0')).toMatchObject({ is: 'elsewhere' })
})

test('addresses and sockets of this machine are here', async () => {
  for (const host of ['127.0.0.1', '127.8.9.1', '[::1]', '%2Fvar%2Frun%2Fpostgresql']) {
    const url = new DatabaseUrl(`postgres://${host}/studio`)
    expect([host, await whereaboutsOf(url)]).toEqual([host, { is: 'here' }])
  }
})
