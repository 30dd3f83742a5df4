import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { planExport } from './export.ts'

const UP = 'export async function up() {}\n'
const FILES = {
  'package.json': '{ "name": "studio" }',
  'helper.ts': 'export const moods = []\n',
  'migrations/001_a.ts': UP,
  'node_modules/pg/index.js': '',
}
const KYSELY = "import { type Kysely, sql } from 'kysely'\n"

async function refusalsOf(baseline: string): Promise<readonly string[]> {
  const { project, keep } = await reviewedProject(FILES, { baseline, seed: KYSELY + UP })
  await keep(smallRun(), 1)
  const gate = { refusals: async () => [], checklist: async () => null }
  // Where it stands does not matter: neither file is proven.
  writeFileSync(join(project.folder, '.rebaseline/drafts/own.ts'), 'export const own = 1\n')
  const request = { project, gate, notes: null, version: '1.0.0' }
  return (await planExport(request)).refusals
}

test.each([
  ["import { moods } from '../../helper.ts'", 'imports ../../helper.ts'],
  ["import { moods } from '../helper.ts'", 'imports ../helper.ts'],
  ["import { own } from './own.ts'", 'imports ./own.ts'],
  ["const { own } = await import('./own.ts')", 'imports ./own.ts'],
  ["export * from '../helper.ts'", 'imports ../helper.ts'],
  ["import '#inner'\nimport 'studio/helper'", 'imports #inner, studio/helper'],
  ["import 'not-installed'", 'imports not-installed'],
  ['await import(process.env.X)', 'computes what it loads'],
  ["readFileSync('a.sql')", 'reads files'],
])('a draft that needs more than packages is not exported: %s', async (line, why) => {
  expect(await refusalsOf(`${KYSELY}${line}\n${UP}`)).toStrictEqual([
    `the draft 001_baseline.ts ${why}, and what it needs beside packages is neither proven nor signed: write that into the draft itself, then verify again`,
  ])
})

test('packages, what Node has, types and texts are in nobody’s way', async () => {
  const lines = [
    "import { readFileSync } from 'node:fs'",
    "import 'crypto'",
    "import 'pg/index.js'",
    "import type { Moods } from '../../helper.ts'",
    "const text = `import '../../helper.ts'; require('./own.ts'); readFile('x')`",
  ]
  expect(await refusalsOf(`${KYSELY}${lines.join('\n')}\n${UP}`)).toStrictEqual([])
})
