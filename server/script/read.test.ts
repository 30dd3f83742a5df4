import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { RebaselineError } from '../errors.ts'
import { readScript } from './read.ts'

const fileOf = (...pieces: readonly (string | Buffer)[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-script-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'dump.sql')
  writeFileSync(file, Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))))
  return file
}
const saying = (encoding: string): string => `SET client_encoding = '${encoding}';\n`
const bytes = (...values: readonly number[]): Buffer => Buffer.from(values)

test.each<[string, readonly (string | Buffer)[], string]>([
  ['UTF-8 unless it says another', ["select 'é😀'"], "select 'é😀'"],
  ['LATIN1, to the byte', [saying('LATIN1'), bytes(0xe9, 0x80)], 'é\u0080'],
  ['Cyrillic', [saying('KOI8R'), bytes(0xc1, 0xc2)], 'аб'],
  ['Japanese', [saying('EUC_JP'), bytes(0xa4, 0xa2)], 'あ'],
  [
    'several in one file',
    [saying('UTF8'), 'é\n', saying('LATIN1'), bytes(0xe9, 0x0a), saying('UTF8'), '😀'],
    'é\né\n😀',
  ],
  [
    'UTF-16, as PowerShell writes it',
    [bytes(0xff, 0xfe), Buffer.from("'é😀'", 'utf16le')],
    "'é😀'",
  ],
])('a script is read as it is encoded: %s', async (_what, pieces, text) => {
  const read = await readScript(fileOf(...pieces))
  expect(read.replaceAll(/^SET client_encoding.*\n/gm, '')).toBe(text)
})

test.each<[string, readonly (string | Buffer)[], RegExp, RegExp]>([
  ['bytes that are no text', ['select ', bytes(0xe9)], /no text in UTF8/, /--encoding=UTF8/],
  ['an encoding nobody reads', [saying('MULE_INTERNAL')], /MULE_INTERNAL/, /--encoding=UTF8/],
  ['an archive', ['PGDMP', bytes(1, 2)], /custom format/, /pg_restore -f/],
  ['an archive of tar', ['toc.dat', Buffer.alloc(250), 'ustar'], /tar archive/, /pg_restore -f/],
  ['something packed', [gzipSync('select 1')], /compressed/, /gunzip/],
])('%s is refused, with what helps', async (_what, pieces, happened, help) => {
  const error = await readScript(fileOf(...pieces)).catch((thrown: unknown) => thrown)
  expect((error as RebaselineError).code).toBe('script-failed')
  expect((error as RebaselineError).happened).toMatch(happened)
  expect((error as RebaselineError).help).toMatch(help)
})

test.each([
  ['a folder', tmpdir(), /it is a folder/, /pg_restore -f/],
  ['nothing', join(tmpdir(), 'no-such-dump.sql'), /no such file/, /Check the path/],
])('%s in the place of a file is said', async (_what, file, happened, help) => {
  const error = await readScript(file).catch((thrown: unknown) => thrown)
  expect((error as RebaselineError).happened).toMatch(happened)
  expect((error as RebaselineError).help).toMatch(help)
})
