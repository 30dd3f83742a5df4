import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { API } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { DraftList } from '../../shared/draft.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import type { Overview } from '../../shared/overview.ts'
import { fileOfRecord, readRecord } from '../drafts/draft-record.ts'
import { hashText } from '../project/inputs.ts'
import { writeStates } from '../project/state-files.ts'
import { openApp, type OpenApp } from '../testing/open-app.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import type { SmallDisk } from '../testing/small-disk.ts'
import {
  NO_SMALL_DISK,
  smallDiskProject,
  type SmallDiskProject,
} from '../testing/small-disk-project.ts'
import { wayOfProject } from '../testing/way-of-project.ts'

let made: SmallDiskProject | undefined
let disk: SmallDisk | undefined
let reviewed: ReviewedProject
let opened: OpenApp
beforeEach(async () => {
  made = await smallDiskProject()
  if (!made) return
  ;({ disk, reviewed } = made)
  opened = await openApp(reviewed.project, { way: wayOfProject(reviewed.project) })
})
afterEach(async () => {
  if (made) await opened.close()
  made?.remove()
})

async function read<T>(url: string): Promise<T> {
  const response = await opened.call('GET', url)
  expect([url, response.statusCode, response.body.slice(0, 200)]).toEqual([
    url,
    200,
    expect.any(String),
  ])
  return response.json<T>()
}

const CASES = [
  {
    where: 'on a full disk',
    close: (on: SmallDisk) => on.leave(0),
    open: (on: SmallDisk) => on.leave(300),
    says: 'no space is left for',
    refused: [507, 'disk-full'],
  },
  {
    where: 'in a folder that is read only',
    close: (on: SmallDisk) => on.become('read-only'),
    open: (on: SmallDisk) => on.become('writable'),
    says: "can't be written",
    refused: [400, 'folder-not-writable'],
  },
] as const

describe.each(CASES)('$where', ({ close, open, says, refused }) => {
  test('everything can be read, it is said that nothing can be kept, and no job is started', async (context) => {
    if (!disk) return context.skip(NO_SMALL_DISK)
    const before = await read<Overview>(API.overview)
    expect(before.unwritable).toBeNull()
    close(disk)
    const overview = await read<Overview>(API.overview)
    expect(overview).toEqual({ ...before, unwritable: expect.stringContaining(says) })
    expect(await read<DraftList>(API.drafts)).toMatchObject({
      revision: before.revisions?.draft,
      drafts: [{ text: 'baseline' }, { text: 'seed' }],
    })
    expect((await read<Checklist>(API.checklist)).run).toBe(1)
    expect((await read<ExportPlan>(API.exportPlan)).refusals).toContainEqual(
      expect.stringContaining(says),
    )
    const job = await opened.call('POST', API.jobs, { kind: 'prove' })
    expect([job.statusCode, job.json().error.code]).toEqual(refused)
    expect((await read<Overview>(API.overview)).job).toEqual(before.job)
    open(disk)
    expect(await read<Overview>(API.overview)).toEqual(before)
    expect((await opened.call('POST', API.jobs, { kind: 'prove' })).statusCode).toBe(200)
  })

  test('the edit of another program is read as the next revision, each time as the same', async (context) => {
    if (!disk) return context.skip(NO_SMALL_DISK)
    const { revisions } = await read<Overview>(API.overview)
    writeFileSync(join(disk.folder, '.rebaseline/drafts/001_baseline.ts'), 'theirs')
    close(disk)
    for (const _ of [1, 2]) {
      expect(await read<DraftList>(API.drafts)).toMatchObject({
        revision: (revisions?.draft ?? 0) + 1,
        drafts: [{ text: 'theirs' }, { text: 'seed' }],
      })
    }
    open(disk)
    expect((await read<DraftList>(API.drafts)).revision).toBe((revisions?.draft ?? 0) + 1)
  })

  test('a change whose writer was killed is read whole', async (context) => {
    if (!disk) return context.skip(NO_SMALL_DISK)
    const record = await readRecord(reviewed.project)
    if (!record) throw new Error('the drafts were begun')
    const from = { baseline: hashText('baseline'), seed: hashText('seed') }
    const texts = { baseline: 'mended', seed: 'more' }
    const seen = { baseline: hashText('mended'), seed: hashText('more') }
    await writeStates(reviewed.project, [
      fileOfRecord({ ...record, revision: 9, seen, pending: { texts, from } }),
      ['drafts/001_baseline.ts', 'mended'],
    ])
    close(disk)
    const half = { revision: 9, drafts: [{ text: 'mended' }, { text: 'more' }] }
    expect(await read<DraftList>(API.drafts)).toMatchObject(half)
    open(disk)
    expect(await read<DraftList>(API.drafts)).toMatchObject(half)
  })
})
