import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepGenerated, readDrafts, replaceDrafts, saveDraft } from '../drafts/drafts.ts'
import { applyExport, planExport } from '../export/export.ts'
import { writeJournal } from '../export/journal.ts'
import { appendToReview } from '../review/store.ts'
import { lookAtFolder } from '../proof/save.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewStatement } from '../testing/review-statement.ts'
import type { SmallDisk } from '../testing/small-disk.ts'
import {
  NO_SMALL_DISK,
  smallDiskProject,
  type SmallDiskProject,
} from '../testing/small-disk-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { hashText } from './inputs.ts'
import { readState, writeState } from './state-files.ts'

let made: SmallDiskProject | undefined
let disk: SmallDisk | undefined
let reviewed: ReviewedProject
beforeAll(async () => {
  made = await smallDiskProject()
  if (made) ({ disk, reviewed } = made)
})
afterAll(() => made?.remove())

/** Every file of the project with its content, and what was left behind by name. */
function files(): Record<string, string> {
  const at = reviewed.project.folder
  const found = readdirSync(at, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    found.flatMap((entry) => {
      if (!entry.isFile() || entry.name === 'ballast') return []
      const path = join(entry.parentPath, entry.name)
      return [[path.slice(at.length), readFileSync(path, 'utf8')] as const]
    }),
  )
}

const LONG = 'x'.repeat(9000)
let round = 0
const next = (): string => `${(round += 1)} ${LONG}`

/** Each thing that is kept on disk, as somebody would change it. */
const CHANGES: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'a draft',
    async () => {
      const before = (await readDrafts(reviewed.project))?.texts.baseline ?? ''
      return saveDraft(reviewed.project, 'baseline', { text: next(), version: hashText(before) })
    },
  ],
  [
    'both drafts at once',
    () =>
      replaceDrafts(reviewed.project, 'Mend', async () => ({
        texts: { baseline: next(), seed: next() },
      })),
  ],
  ['what was generated', () => keepGenerated(reviewed.project, { baseline: next(), seed: next() })],
  [
    'a sign-off and the log',
    () =>
      appendToReview(reviewed.project, 'signing', async () => ({
        entries: [reviewStatement({ note: next().slice(0, 3000) })],
        covered: new Map(),
      })),
  ],
  ['the last run', () => reviewed.keep(smallRun(), (round += 1))],
  [
    'the journal of an export',
    () =>
      writeJournal(reviewed.project, {
        id: '0123456789ab',
        state: 'applied',
        hash: next(),
        startedAt: '2026-01-01T00:00:00.000Z',
        folders: [],
        steps: [],
        commands: [],
        undo: [],
      }),
  ],
]

describe('on a full disk, however much room is left,', () => {
  test.for(CHANGES)(
    '%s is kept whole or not at all, and it is said at once',
    async ([, change], context) => {
      if (!disk) return context.skip(NO_SMALL_DISK)
      const outcomes = new Set<string>()
      for (const blocks of [0, 1, 2, 3, 4, 5, 6, 8, 12, 24, 60]) {
        disk.leave(blocks)
        const before = files()
        const failed = await change().then(
          () => undefined,
          (error: { code?: string }) => error.code,
        )
        outcomes.add(failed ?? 'done')
        if (failed !== undefined) expect([blocks, files()]).toStrictEqual([blocks, before])
        expect(Object.keys(files()).filter((name) => /\.tmp$|lock/.test(name))).toEqual([])
      }
      disk.leave(500)
      expect(outcomes).toEqual(new Set(['disk-full', 'done']))
      await change()
    },
  )

  test('the folder of our own files is begun whole, with what version control leaves out', async (context) => {
    if (!disk) return context.skip(NO_SMALL_DISK)
    const folder = join(disk.folder, 'other')
    mkdirSync(join(folder, 'migrations'), { recursive: true })
    const project = { name: 'other', folder, migrations: join(folder, 'migrations') }
    disk.leave(0)
    await expect(writeState(project, 'review.json', 'x')).rejects.toMatchObject({
      code: 'disk-full',
    })
    expect(readdirSync(folder)).toEqual(['migrations'])
    disk.leave(500)
    await writeState(project, 'review.json', 'x')
    expect(await readState(project, 'review.json')).toBe('x')
    expect(readdirSync(join(folder, '.rebaseline')).toSorted()).toEqual([
      '.gitignore',
      'review.json',
    ])
  })
})

test('a full disk is said before any work that will write to it', async (context) => {
  if (!disk) return context.skip(NO_SMALL_DISK)
  const before = files()
  const folder = join(disk.folder, 'migrations')
  for (const [blocks, code] of [[4, 'disk-full'] as const, [500, undefined] as const]) {
    disk.leave(blocks)
    const told = await lookAtFolder(folder).then(
      () => undefined,
      (error: { code?: string }) => error.code,
    )
    expect([blocks, told]).toEqual([blocks, code])
    expect(files()).toStrictEqual(before)
  }
})

describe('in a folder that is read only', () => {
  test.for([
    ...CHANGES,
    [
      'an export',
      async () => {
        const request = {
          project: reviewed.project,
          gate: { refusals: async () => [], checklist: async () => null },
          notes: null,
          version: '1',
        }
        const { hash, refusals } = await planExport(request)
        // The plan itself can be read.
        if (!/nothing can be written here/.test(refusals.join('\n'))) throw new Error('not told')
        return applyExport(request, hash)
      },
    ],
  ] as typeof CHANGES)('%s is refused at once, with what to do', async ([, change], context) => {
    if (!disk) return context.skip(NO_SMALL_DISK)
    const before = files()
    disk.become('read-only')
    try {
      await expect(change()).rejects.toMatchObject({
        code: 'folder-not-writable',
        help: expect.stringContaining('write permission'),
      })
    } finally {
      disk.become('writable')
    }
    expect(files()).toStrictEqual(before)
  })
})
