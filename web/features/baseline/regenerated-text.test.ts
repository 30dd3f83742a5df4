import { expect, test } from 'vitest'
import { regeneratedText } from './regenerated-text.ts'

const told = { name: 'table public.rooms', replaced: 0, added: 0, removed: 0, unsure: [] }

test('what became of an object is counted, and that nothing had to is said', () => {
  expect(regeneratedText(told)).toBe('table public.rooms was as it is generated already.')
  expect(regeneratedText({ ...told, replaced: 1, added: 2, removed: 1 })).toBe(
    'table public.rooms is as it is generated: 1 statement replaced, 2 statements added, 1 statement removed.',
  )
})

test('lines that may make a part of it too are named', () => {
  expect(regeneratedText({ ...told, added: 1, unsure: [7] })).toContain('What line 7 makes is only')
  expect(regeneratedText({ ...told, added: 1, unsure: [7, 9] })).toContain(
    'What lines 7, 9 make is',
  )
})
