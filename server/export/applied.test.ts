import fs, { renameSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { exportable, TEXTS, UP, type Exportable } from '../testing/exportable.ts'
import { appliedReader, readApplied, type AppliedExport } from './applied.ts'
import { undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'

const STANDS = [[], 'same']

let reviewed: Exportable
let read: () => Promise<AppliedExport | null>
let before: readonly unknown[] | null
const path = (name: string): string => join(reviewed.folder, name)
const write = (name: string, text: string): void => writeFileSync(path(name), text)

/** As it is told by a reader that has told it before, and by one that has not. */
async function told(): Promise<readonly unknown[] | null> {
  const [known, anew] = [await read(), await readApplied(reviewed.project)]
  expect(known).toStrictEqual(anew)
  return known && [known.files, known.drafts]
}

beforeEach(async () => {
  const files = { 'package.json': '{"name": "studio"}\n', 'migrations/001_users.ts': UP }
  reviewed = await exportable(files)
  read = appliedReader(reviewed.project)
  before = await told()
  await applyExport(reviewed.request, (await planExport(reviewed.request)).hash)
})

test('before an export nothing is told, after it that it stands', async () => {
  expect(before).toBeNull()
  expect(await told()).toStrictEqual(STANDS)
})

test('an export stands until its files are changed, and again when they are put back', async () => {
  write('package.json', '{"name": "studio", "scripts": {}}\n')
  expect(await told()).toStrictEqual(STANDS)
  write('migrations/001_baseline.ts', `${TEXTS.baseline}// edited\n`)
  rmSync(path('migrations_archive/001_users.ts'))
  const names = ['migrations_archive/001_users.ts', 'migrations/001_baseline.ts']
  expect(await told()).toStrictEqual([names, 'same'])
  const { applied, warnings } = await planExport(reviewed.request)
  expect([applied, warnings]).toStrictEqual([
    false,
    names.map((name) => expect.stringContaining(`${name} is not as the export of `)),
  ])
  write('migrations/001_baseline.ts', TEXTS.baseline)
  write('migrations_archive/001_users.ts', UP)
  expect(await told()).toStrictEqual(STANDS)
})

test('a file that is changed while it is read is told as changed the next time', async () => {
  const original = fs.promises.readFile
  fs.promises.readFile = (async (...given: Parameters<typeof original>) => {
    const text = await original(...given)
    if (given[0] === path('migrations/001_baseline.ts')) {
      write('migrations/001_baseline.ts', `${TEXTS.baseline}// edited\n`)
    }
    return text
  }) as typeof original
  syncBuiltinESMExports()
  try {
    expect((await read())?.files).toStrictEqual([])
  } finally {
    fs.promises.readFile = original
    syncBuiltinESMExports()
  }
  expect(await told()).toStrictEqual([['migrations/001_baseline.ts'], 'same'])
})

test('drafts that are edited after it are told of, and the export still stands', async () => {
  await reviewed.edit('seed', `${TEXTS.seed}// edited\n`)
  expect(await told()).toStrictEqual([[], 'changed'])
  expect(await planExport(reviewed.request)).toMatchObject({
    applied: true,
    warnings: [expect.stringContaining('the drafts were changed after this export')],
  })
  await reviewed.edit('seed', TEXTS.seed)
  expect(await told()).toStrictEqual(STANDS)
})

test('a migration that is added ends it', async () => {
  write('migrations/003_next.ts', UP)
  expect(await told()).toBeNull()
})

test('taken back, by us or by git, there is none', async () => {
  renameSync(path('migrations_archive/001_users.ts'), path('migrations/001_users.ts'))
  rmSync(path('migrations_archive'), { recursive: true })
  for (const name of ['001_baseline.ts', '002_seed.ts']) rmSync(path(`migrations/${name}`))
  expect(await told()).toBeNull()
  await applyExport(reviewed.request, (await planExport(reviewed.request)).hash)
  expect(await told()).toStrictEqual(STANDS)
  await undo(reviewed.project)
  expect(await told()).toBeNull()
})
