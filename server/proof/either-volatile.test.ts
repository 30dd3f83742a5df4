import { expect, test } from 'vitest'
import type { RowVolatility } from '../rows/volatility.ts'
import type { VolatileColumn } from '../rows/volatile-column.ts'
import { eitherVolatile, STEADY } from './either-volatile.ts'

const builds = { first: '1', second: '2' }
const column = { cause: 'now()' } as VolatileColumn
const state = (lastValue: string) => ({ sequence: 's', name: 's', lastValue, isCalled: true })

const rows = (name: string, stable: readonly string[], last: string): RowVolatility => ({
  tables: new Map([['t', { stable, columns: new Map([[name, column]]) }]]),
  sequences: new Map([['s', state(last)]]),
})

test('what differs between two builds of either side counts', () => {
  const old = {
    volatile: new Map([['k', new Map([['a', builds]])]]),
    volatileRows: rows('x', ['y', 'z'], '9'),
  }
  const rebuilt = {
    volatile: new Map([
      ['k', new Map([['b', builds]])],
      ['l', new Map([['c', builds]])],
    ]),
    volatileRows: rows('y', ['x', 'z'], '10'),
  }
  const either = eitherVolatile(old, rebuilt)
  expect(either.volatile).toStrictEqual(
    new Map([
      [
        'k',
        new Map([
          ['b', builds],
          ['a', builds],
        ]),
      ],
      ['l', new Map([['c', builds]])],
    ]),
  )
  expect(either.volatileRows?.tables.get('t')?.stable).toStrictEqual(['z'])
  expect([...(either.volatileRows?.tables.get('t')?.columns.keys() ?? [])].sort()).toStrictEqual([
    'x',
    'y',
  ])
  expect(either.volatileRows?.sequences.get('s')?.lastValue).toBe('10')
})

test('a database that was not built adds nothing', () => {
  const built = { volatile: new Map(), volatileRows: rows('x', ['y'], '1') }
  expect(eitherVolatile(built, STEADY)).toStrictEqual(built)
  expect(eitherVolatile(STEADY, STEADY).volatileRows).toBeNull()
})
