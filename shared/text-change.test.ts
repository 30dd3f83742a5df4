import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeBetween } from './text-change.ts'

test('a change put into the text before gives the text after', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after)
      const made = change
        ? before.slice(0, change.start) + change.text + before.slice(change.end)
        : before
      return made === after
    }),
  )
})

test('what is the same at both ends stays', () => {
  expect(changeBetween('one two three', 'one 2 three')).toEqual({ start: 4, end: 7, text: '2' })
  expect(changeBetween('same', 'same')).toBeUndefined()
})
