import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ownMark } from '../machine/processes.ts'
import { lookAtFolder, saveFiles } from './save.ts'

const made: string[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebaseline-save-'))
  made.push(folder)
})

afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })))

const FILE = { name: '001_baseline', text: '/** generated from the database */\nnew' }

test('files are put into a folder that is made for them', async () => {
  const out = join(folder, 'a', 'b')
  expect(await saveFiles(out, [FILE])).toStrictEqual([
    { name: '001_baseline', path: join(out, '001_baseline.ts'), bytes: 38 },
  ])
  expect(readFileSync(join(out, '001_baseline.ts'), 'utf8')).toBe(FILE.text)
})

test('a file of ours is replaced, and nothing else is left', async () => {
  await saveFiles(folder, [FILE])
  await saveFiles(folder, [{ ...FILE, text: `${FILE.text}er` }])
  expect(readdirSync(folder)).toStrictEqual(['001_baseline.ts'])
  expect(readFileSync(join(folder, '001_baseline.ts'), 'utf8')).toMatch(/newer$/)
})

test('a file of somebody else is left alone, and so is the other one then', async () => {
  writeFileSync(join(folder, '002_seed.ts'), '// mine')
  await expect(saveFiles(folder, [FILE, { ...FILE, name: '002_seed' }])).rejects.toMatchObject({
    code: 'file-in-the-way',
  })
  expect(readdirSync(folder)).toStrictEqual(['002_seed.ts'])
})

test('where one has no place, the others stay as they were', async () => {
  await saveFiles(folder, [FILE])
  // Too long only with what a temporary file adds.
  const second = { ...FILE, name: 'x'.repeat(248) }
  const both = [{ ...FILE, text: `${FILE.text}er` }, second]
  await expect(saveFiles(folder, both)).rejects.toMatchObject({ code: 'folder-not-writable' })
  expect(readdirSync(folder)).toStrictEqual(['001_baseline.ts'])
  expect(readFileSync(join(folder, '001_baseline.ts'), 'utf8')).toBe(FILE.text)
})

test('what somebody who was killed left beside a file goes, what others write stays', async () => {
  const { home, pid, start } = ownMark()
  const left = (mark: string): string => `001_baseline.ts.${mark}-00000000.tmp`
  const others = [left(`${home}-${pid}-${start}`), left(`000000000000-1-`), 'notes.tmp']
  for (const name of [...others, left(`${home}-${pid}-`)]) writeFileSync(join(folder, name), '')
  await saveFiles(folder, [FILE])
  expect(readdirSync(folder)).toStrictEqual([...others, '001_baseline.ts'].toSorted())
})

test('a folder that can be made is looked at and not made', async () => {
  await lookAtFolder(join(folder, 'a', 'b'))
  await lookAtFolder(folder)
  expect(readdirSync(folder)).toStrictEqual([])
})

test.each([
  ['a file above it', 'file/out'],
  ['a file', 'file'],
  ['a link that leads nowhere', 'link'],
  ['a name that is too long', 'x'.repeat(300)],
])('a folder that can not be made is told at once: %s', async (_what, out) => {
  writeFileSync(join(folder, 'file'), '')
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
  await expect(lookAtFolder(join(folder, out))).rejects.toMatchObject({
    code: 'folder-not-writable',
  })
  expect(readdirSync(folder)).toStrictEqual(['file', 'link'])
})

test.each([
  ['a file stands where the folder should be', ['out'], 'out'],
  ['a folder stands where the file should be', [], 'out'],
])('%s', async (_what, files, out) => {
  for (const file of files) writeFileSync(join(folder, file), '')
  if (files.length === 0) mkdirSync(join(folder, out, '001_baseline.ts'), { recursive: true })
  await expect(saveFiles(join(folder, out), [FILE])).rejects.toMatchObject({
    code: 'folder-not-writable',
  })
})
