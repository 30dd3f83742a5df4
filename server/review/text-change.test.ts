import { expect, test } from 'vitest'
import { textChange } from './text-change.ts'

test('lines that came and went are counted, with the first place', () => {
  expect(textChange('a\nb\n', 'a\nb\n')).toBe('')
  expect(textChange('a\nb\n', 'a\n// c\nb\n')).toBe('1 line added, from line 2 on')
  expect(textChange('a\nb\nc\n', 'a\nx\ny\n')).toBe(
    '2 lines added, 2 lines removed, from line 2 on',
  )
  expect(textChange('a\nb\n', 'a\n')).toBe('1 line removed, from line 2 on')
})

test('another order, another end of a line and no last end of a line are changes', () => {
  expect(textChange('a\nb\nc', 'a\nc\nb')).toBe('lines in another order, from line 2 on')
  expect(textChange('a\nb', 'a\r\nb')).toBe('1 line added, 1 line removed, from line 1 on')
  expect(textChange('a\n', 'a')).toBe('1 line removed, from line 1 on')
})
