import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashFolder, hashRules, inputsOf } from './inputs.ts'
import { readLastRun, writeLastRun, type RunRecord } from './last-run.ts'
import { findProject, type Project } from './project.ts'

let project: Project
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-run-'))
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'migrations', '001_a.ts'), 'a')
  project = findProject(join(folder, 'migrations'))
})
afterEach(() => rmSync(project.folder, { recursive: true, force: true }))

const side = { origin: 'o', host: 'h', database: 'd', serverVersion: '18.4', live: false }
const run: RunRecord = {
  number: 3,
  finishedAt: '2026-01-01T10:00:00.000Z',
  inputs: { migrations: 'm', baseline: 'b', seed: 's', rules: 'r', major: 18 },
  revision: 7,
  sides: { old: side, rebuilt: side },
  proofs: [{ title: 't', outcome: 'not-run', detail: 'd' }],
  comparison: {
    verdict: 'different',
    counts: { table: { old: 1, rebuilt: 1, equal: 0, findings: 1 } },
    findings: [
      {
        class: 'structural',
        kind: 'table',
        address: { type: 'table', names: ['public', '__proto__'], args: [] },
        change: 'changed',
        attributes: [{ name: 'constructor', old: ['a\u2028', null, 1], rebuilt: null }],
        note: 'n',
      },
    ],
    notCompared: [],
  },
  did: { '001_users': 'creates table public.users' },
  evidence: {
    tables: { counts: [], blocking: 1, acceptable: 0, hash: 'h', parts: { schema: 'p' } },
  },
}

const file = (): string => join(project.folder, '.rebaseline', 'last-run.json')

test('the last run is read as it was written', async () => {
  expect(await readLastRun(project)).toBeNull()
  await writeLastRun(project, run)
  expect(await readLastRun(project)).toEqual(run)
})

test.each([
  ['cut off', (text: string) => text.slice(0, -40)],
  ['empty', () => ''],
  ['changed by a word', (text: string) => text.replace('"number":3', '"number":4')],
  ['told to be equal', (text: string) => text.replace('"different"', '"equal"')],
  ['given more', (text: string) => text.replace('"number":3', '"number":3,"more":1')],
  ['something else', () => '[]'],
])('a last run that was %s is said and not trusted', async (_what, change) => {
  await writeLastRun(project, run)
  writeFileSync(file(), change(readFileSync(file(), 'utf8')))
  await expect(readLastRun(project)).rejects.toMatchObject({ code: 'state-damaged' })
})

test('a verdict that does not follow from the findings is not trusted either', async () => {
  await writeLastRun(project, { ...run, comparison: { ...run.comparison, verdict: 'equal' } })
  await expect(readLastRun(project)).rejects.toThrow('does not follow from its findings')
})

test.each<[string, () => void]>([
  ['a migration changes', () => writeFileSync(join(project.migrations, '001_a.ts'), 'b')],
  ['one is added', () => writeFileSync(join(project.migrations, '002_b.ts'), '')],
  [
    'one is renamed',
    () => {
      rmSync(join(project.migrations, '001_a.ts'))
      writeFileSync(join(project.migrations, '001_b.ts'), 'a')
    },
  ],
  [
    'a file that one imports changes',
    () => {
      mkdirSync(join(project.migrations, 'helpers'))
      writeFileSync(join(project.migrations, 'helpers', 'names.ts'), 'a')
    },
  ],
])('the inputs are others when %s', async (_what, change) => {
  const before = await hashFolder(project.migrations)
  expect(await hashFolder(project.migrations)).toBe(before)
  change()
  expect(await hashFolder(project.migrations)).not.toBe(before)
})

test('two files are not taken for one that holds both', async () => {
  writeFileSync(join(project.migrations, '002_b.ts'), 'b')
  const two = await hashFolder(project.migrations)
  rmSync(join(project.migrations, '002_b.ts'))
  writeFileSync(join(project.migrations, '001_a.ts'), 'a["002_b.ts",1]b')
  expect(await hashFolder(project.migrations)).not.toBe(two)
})

test('rules count by what they say, not by the order they are written in', async () => {
  expect(hashRules({ a: 1, b: { c: 2, d: 3 } })).toBe(hashRules({ b: { d: 3, c: 2 }, a: 1 }))
  expect(hashRules({ seed: ['a', 'b'] })).not.toBe(hashRules({ seed: ['b', 'a'] }))
  const inputs = { baseline: 'x', seed: 'y', rules: {}, major: 18 }
  const [one, two] = [
    await inputsOf(project, inputs),
    await inputsOf(project, { ...inputs, seed: 'z' }),
  ]
  expect({ ...two, seed: one.seed }).toEqual(one)
  expect(two.seed).not.toBe(one.seed)
})
