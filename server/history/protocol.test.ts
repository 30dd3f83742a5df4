import { expect, test } from 'vitest'
import { decodeEvent, decodeOrder, envelope } from './protocol.ts'

test('our own messages are understood on both sides', () => {
  expect(decodeEvent(envelope({ type: 'begin', name: '001' }))).toStrictEqual({
    type: 'begin',
    name: '001',
  })
  expect(decodeOrder(envelope({ type: 'go' }))).toStrictEqual({ type: 'go' })
})

test('what a migration sends on the same channel is no event', () => {
  const foreign = ['ready', null, 7, { type: 'finished' }, { rebaseline: null }, { rebaseline: {} }]
  for (const message of [...foreign, { rebaseline: { type: 'other' } }]) {
    expect(decodeEvent(message)).toBeUndefined()
    expect(decodeOrder(message)).toBeUndefined()
  }
})
