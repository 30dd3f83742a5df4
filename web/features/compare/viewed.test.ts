import { expect, test } from 'vitest'
import { parseViewed } from './viewed.ts'

test('progress is read back', () => {
  expect(parseViewed('[["__proto__","changed/1/0"]]')).toEqual(
    new Map([['__proto__', 'changed/1/0']]),
  )
})

test.each([null, '', '{', '{"a":1}', '[1,["a"],["a",2]]'])('%s holds none', (text) => {
  expect(parseViewed(text)).toEqual(new Map())
})
