import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readDrafts, saveDraft } from '../drafts/drafts.ts'
import { hashText } from '../project/inputs.ts'
import { findProject, type Project } from '../project/project.ts'
import { draftStoreOf } from './draft-store.ts'
import { ProjectWay } from './project-way.ts'

// Inside of the repository, so that its Kysely is found.
const PLACE = fileURLToPath(new URL('../../dist/', import.meta.url))
const FILES = {
  'package.json': '{ "name": "studio", "type": "module" }',
  'helper.ts': "export const column = 'mood'\n",
  'migrations/001_rooms.ts': `import type { Kysely } from 'kysely'
import { column } from '../helper.ts'
export async function up(db: Kysely<any>) {
  await db.schema.createTable('rooms').addColumn(column, 'text').execute()
}
`,
}

let folder = ''
let project: Project
let way: ProjectWay
const control = { signal: new AbortController().signal, progress: () => {} }

beforeAll(() => {
  mkdirSync(PLACE, { recursive: true })
  folder = mkdtempSync(join(PLACE, 'imports-'))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  project = findProject(join(folder, 'migrations'))
  way = new ProjectWay({
    project,
    ledger: DEFAULT_LEDGER,
    seed: 'all',
    beginning: null,
    drafts: draftStoreOf(project),
    workspace: () => Promise.resolve({}),
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a helper that changed is run anew, and a draft that imports one is told at once', async () => {
  const first = await way.compare('prove', control)
  expect([first.comparison.findings, first.note]).toStrictEqual([[], null])
  const run = { ...first, number: 1, finishedAt: new Date().toISOString() }
  expect((await way.standing(run)).changed).toStrictEqual([])

  const drafts = await readDrafts(project)
  const before = drafts?.texts.baseline ?? ''
  const text = `import { column } from '../../helper.ts'\n${before}export { column }\n`
  await saveDraft(project, 'baseline', { text, version: hashText(before) })
  const second = await way.compare('verify', control)
  expect(second.comparison.findings).toStrictEqual([])
  expect(second.note).toMatch(
    /^This can’t be exported: the draft .* imports \.\.\/\.\.\/helper\.ts/,
  )

  writeFileSync(join(folder, 'helper.ts'), "export const column = 'temper'\n")
  expect((await way.standing(run)).changed).toStrictEqual([
    'what the old migrations import (helper.ts)',
    'the drafts',
  ])
  const third = await way.compare('verify', control)
  expect(third.comparison.findings).not.toStrictEqual([])
})
