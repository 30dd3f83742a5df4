import { expect, test } from 'vitest'
import { failedText } from './serve.ts'

test('a run that failed steers no terminal, and hides nothing in it', () => {
  const message = 'it failed\n  statement: create table "\u202egnp.exe\u001b[2J"'
  expect(failedText({ code: 'migration-failed', message, help: 'Mend it.' })).toBe(
    'it failed\n  statement: create table "\\u{202e}gnp.exe\\u{001b}[2J"\nMend it.',
  )
})
