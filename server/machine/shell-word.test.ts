import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test('a plain word stays as it is', () => {
  expect(shellWord('studio_dev')).toBe('studio_dev')
})

test.skipIf(process.platform === 'win32')('a shell reads back what it was', () => {
  const words = ['my db', `it's "x"`, '$HOME `id` \\', ';rm', 'ü\n*', '']
  const read = execFileSync('/bin/sh', ['-c', `printf '%s|' ${words.map(shellWord).join(' ')}`])
  expect(read.toString()).toBe(words.map((word) => `${word}|`).join(''))
})
