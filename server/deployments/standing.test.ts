import { expect, test } from 'vitest'
import { standingOf } from './standing.ts'

const FILES = ['001_a', '002_b', '003_c', '004_d'].map((name) => ({ name, file: `${name}.ts` }))
const of = (...ran: readonly (string | null)[]) => {
  const { executed, pending, ...others } = standingOf(FILES, ran)
  const names = (files: typeof executed): string[] => files.map(({ name }) => name)
  return { executed: names(executed), pending: names(pending), ...others }
}

const CLEAN = { unknown: [], passed: [], reordered: false }

test('what is still to run is pending', () => {
  expect(of('001_a', '002_b')).toEqual({
    ...CLEAN,
    executed: ['001_a', '002_b'],
    pending: ['003_c', '004_d'],
  })
  expect(of()).toMatchObject({
    ...CLEAN,
    executed: [],
    pending: ['001_a', '002_b', '003_c', '004_d'],
  })
})

test('what a later one has passed, and what no file has, is told', () => {
  expect(of('001_a', null)).toMatchObject({
    unknown: ['a row whose name is NULL'],
    reordered: false,
  })
  expect(of('000_gone', '001_a', '004_d')).toEqual({
    executed: ['001_a', '004_d'],
    pending: ['002_b', '003_c'],
    unknown: ['000_gone'],
    passed: ['002_b', '003_c'],
    reordered: false,
  })
})

test('another order is told, of those that both know', () => {
  expect(of('001_a', '003_c', '002_b', '009_gone').reordered).toBe(true)
  expect(of('009_gone', '001_a', '002_b').reordered).toBe(false)
})

test('a name is another one where one letter is', () => {
  expect(of('001_A')).toMatchObject({ executed: [], unknown: ['001_A'] })
})
