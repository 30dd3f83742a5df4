import { expect, test } from 'vitest'
import { splitCode } from './one-time-code.ts'

test.each([
  ['#code=a-b_c', { code: 'a-b_c', rest: '#/' }],
  ['#code=a&/compare?tab=rows&object=x', { code: 'a', rest: '#/compare?tab=rows&object=x' }],
  ['#code=%E0%A4%A', { code: '%E0%A4%A', rest: '#/' }],
  ['#code=', { code: '', rest: '#/' }],
])('%s holds a code, and the view stays', (hash, expected) => {
  expect(splitCode(hash)).toEqual(expected)
})

test.each(['', '#/', '#/compare?find=code%3D1', '#/compare?code=1'])('%s holds none', (hash) => {
  expect(splitCode(hash)).toEqual({ rest: hash })
})
