import { expect, test } from 'vitest'
import { initialsOf } from './reviewer.ts'

test.each([
  ['Ada Maria Lovelace', 'AL'],
  ['grace', 'G'],
  ['  (Ørsted)   de   Núñez ', 'ØN'],
  ['李 明', '李明'],
  ['—', '?'],
  ['', '?'],
])('%j is signed as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
