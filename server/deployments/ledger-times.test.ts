import { expect, test } from 'vitest'
import { NO_NAME } from './ledger-state.ts'
import { executedOrder, timesOf } from './ledger-times.ts'

const row = (name: string | null, timestamp: string | null) => ({ name, timestamp })
const NOW = new Date('2024-05-02T00:00:00Z')

test('times that are none, written otherwise, in the future or equal are told by name', () => {
  const rows = [
    row('a', '2024-05-01T12:00:00.000Z'),
    row('b', '2024-05-01 12:00:00+00'),
    row('c', 'yesterday'),
    row(null, null),
    row('d', '2024-05-02T00:00:00.001Z'),
    row('e', '2024-05-02T00:00:00.000Z'),
    row('f', '2024-05-01T11:59:59.123456Z'),
  ]
  expect(timesOf(rows, NOW)).toEqual({
    invalid: ['c', NO_NAME],
    otherForm: ['b'],
    future: ['d'],
    equal: [['a', 'b']],
  })
})

test('rows of one moment are in the order of their names, or as they stand where the moment is written in two ways', () => {
  const same = '2024-05-01T12:00:00.000Z'
  const rows = [row('b', same), row('a', same), row('z', '2024-05-01T11:00:00.000Z')]
  expect(executedOrder(rows)).toEqual(['z', 'a', 'b'])
  const written = [row('b', same), row('a', '2024-05-01T12:00:00Z')]
  expect(executedOrder(written)).toEqual(['b', 'a'])
})
