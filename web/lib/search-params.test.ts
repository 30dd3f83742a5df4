import { expect, test } from 'vitest'
import { COMPARE_START, compareSearch } from './compare-search.ts'
import { countIn, formatSearch, parseSearch, textIn, wordIn } from './search-params.ts'

test('an address is read and written back', () => {
  const view = { ...COMPARE_START, object: 'a-b', find: 'gin & "x"=1', tab: 'rows', offset: 100 }
  expect(compareSearch(parseSearch(formatSearch(view)))).toEqual(view)
})

test('a search that looks like a number or JSON stays text', () => {
  expect(compareSearch(parseSearch('?find=007')).find).toBe('007')
  expect(compareSearch(parseSearch('?find={"a":1}')).find).toBe('{"a":1}')
})

test('what no view knows is left out', () => {
  expect(compareSearch(parseSearch('?tab=nonsense&offset=-3&layout=x'))).toEqual(COMPARE_START)
})

test('a filter that nothing can have is none: it would hide everything', () => {
  const bogus = parseSearch('?status=bogus&kind=toString&class=constructor')
  expect(compareSearch(bogus)).toEqual(COMPARE_START)
  const known = { status: 'missing', kind: 'rows', class: 'volatile' }
  expect(compareSearch(known)).toEqual({ ...COMPARE_START, ...known })
})

test('names from Object.prototype are parameters like any other', () => {
  expect(textIn(parseSearch('?a=1'), 'constructor')).toBe('')
  expect(textIn(parseSearch('?__proto__=x'), '__proto__')).toBe('x')
})

test.each([
  ['5', 5],
  ['1.5', 0],
  ['-1', 0],
  ['x', 0],
  ['', 0],
])('%s counts as %d', (text, number) => {
  expect(countIn({ n: text }, 'n')).toBe(number)
})

test('a word that is not one of them is the first', () => {
  expect(wordIn({ w: 'b' }, 'w', ['a', 'b'])).toBe('b')
  expect(wordIn({ w: 'c' }, 'w', ['a', 'b'])).toBe('a')
})
