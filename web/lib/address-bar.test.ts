import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatView, parseView } from './address-bar.ts'

test('a view survives the address bar', () => {
  const view = fc.record({
    comparison: fc.integer({ min: 1, max: 99 }),
    find: fc.string({ unit: 'grapheme' }),
    class: fc.constantFrom('', 'structural', 'name'),
    page: fc.integer({ min: 1, max: 99 }),
  })
  fc.assert(
    fc.property(view, (each) => {
      expect(parseView(formatView(each))).toEqual(each)
    }),
  )
})

test.each(['', '#', '#page=0', '#page=-1&comparison=x', '#page=1.5', '#__proto__=1'])(
  'the fragment "%s" is the view at the start',
  (hash) => {
    expect(parseView(hash)).toEqual({ comparison: 1, find: '', class: '', page: 1 })
    expect(formatView(parseView(hash))).toBe('#')
  },
)
