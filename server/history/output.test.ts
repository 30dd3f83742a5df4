import { expect, test } from 'vitest'
import { OutputCapture } from './output.ts'

test('keeps the first bytes and counts the rest, anew after each take', () => {
  const capture = new OutputCapture(5)
  for (const text of ['abc', 'def', 'ghi']) capture.add(Buffer.from(text))
  expect(capture.take()).toStrictEqual({ text: 'abcde', end: 'abcdefghi', droppedBytes: 4 })
  capture.add(Buffer.from('xyz'))
  expect(capture.take()).toStrictEqual({ text: 'xyz', end: 'xyz', droppedBytes: 0 })
  expect(capture.seenBytes).toBe(12)
})

test('a character that comes in two chunks stays whole', () => {
  const capture = new OutputCapture(10)
  const bytes = Buffer.from('é')
  capture.add(bytes.subarray(0, 1))
  capture.add(bytes.subarray(1))
  expect(capture.take().text).toBe('é')
})

test('the last words are kept, however much came before them', () => {
  const capture = new OutputCapture(5)
  for (let n = 0; n < 100; n += 1) capture.add(Buffer.from('x'.repeat(1000)))
  capture.add(Buffer.from('the end'))
  const { end } = capture.take()
  expect([end.length, end.slice(-8)]).toStrictEqual([8192, 'xthe end'])
})
