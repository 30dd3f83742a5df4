import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call as cli } from '../testing/call.ts'
import { documentOf } from '../testing/cli.ts'
import { tableObject } from '../testing/compared-run.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { finding, smallRun, smallSchema } from '../testing/small-run.ts'
import { ITEM_IDS, ITEMS } from '../../shared/checklist.ts'
import { gitPerson } from './git-person.ts'

const ADA = ['--name', 'Ada', '--email', 'ada@studio.test']
const NO_GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
let reviewed: ReviewedProject
let named: string[]
beforeEach(async () => {
  reviewed = await reviewedProject()
  named = ['--migrations', reviewed.project.migrations]
  await reviewed.keep(smallRun(smallSchema(), [finding()]), 1)
})

afterEach(() => vi.unstubAllEnvs())

const log = (): { action: string; subject: string; person: object; note: string }[] =>
  JSON.parse(readFileSync(join(reviewed.project.folder, '.rebaseline', 'review.json'), 'utf8')).log

test('ack and sign do without a server what the page does', async () => {
  const early = await cli(['sign', '--all', '--note', 'early', ...named, ...ADA, '--json'])
  expect(early.code).toBe(2)
  expect(documentOf(early)).toMatchObject({
    signed: ITEM_IDS.filter((item) => item !== 'acceptable'),
    left: [{ item: 'acceptable', why: '1 difference of class comment: not acknowledged' }],
  })
  expect(early.stderr).toBe('')
  const ack = await cli(['ack', 'comment', '--reason', 'ours', ...named, ...ADA])
  expect([ack.code, ack.stdout]).toEqual([
    0,
    'Acknowledged 1 difference of class comment as Ada <ada@studio.test>.\n',
  ])
  const sign = await cli(['sign', 'acceptable', 'seed', '--note', 'late', ...named, ...ADA])
  expect([sign.code, sign.stdout]).toEqual([
    0,
    `Signed as Ada <ada@studio.test>:\n  seed: ${ITEMS.seed}\n  acceptable: ${ITEMS.acceptable}\n`,
  ])
  expect(log().slice(-3)).toMatchObject([
    { action: 'acknowledged', subject: 'comment', note: 'ours' },
    { action: 'signed', subject: 'seed', note: 'late', person: { name: 'Ada' } },
    { action: 'signed', subject: 'acceptable', note: 'late' },
  ])
  const rest = await cli(['sign', '--all', '--note', 'again', ...named, ...ADA])
  expect([rest.code, rest.stdout]).toEqual([0, 'Nothing was left to sign.\n'])
})

test('what can not be signed is said beside what was', async () => {
  const { code, stdout } = await cli(['sign', '--all', ...named, ...ADA])
  expect(code).toBe(2)
  expect(stdout).toContain(`  tables: ${ITEMS.tables}\n`)
  expect(stdout).toContain('Not signed: acceptable: 1 difference of class comment')
})

test('who states something about a provider that nobody can watch is told so', async () => {
  const file = 'db/kysely.ts'
  const folder = projectFolder({
    'package.json': '{}',
    [file]: "import * as k from 'kysely'\nexport default new k.FileMigrationProvider({})",
  })
  for (const words of [
    ['sign', '--all'],
    ['ack', 'comment', '--reason', 'r'],
  ]) {
    const { code, stderr } = await cli([...words, '--provider', join(folder, file), ...ADA])
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/changed since can’t be told: .*db\/kysely\.ts \(reads a folder\)/),
    ])
  }
})

test('whose rows no signature covers is said where the seed is signed', async () => {
  const run = smallRun()
  const leftOut = [{ table: tableObject('audit').key, rows: 3 }]
  await reviewed.keep({ ...run, old: { ...run.old, data: { ...run.old.data, leftOut } } }, 2)
  const note = 'Not compared: rows of table public.audit, left out of the seed: 3 rows stay behind'
  const tables = await cli(['sign', 'tables', ...named, ...ADA])
  expect([tables.code, tables.stdout]).toEqual([0, expect.not.stringContaining('audit')])
  const seed = await cli(['sign', 'seed', ...named, ...ADA])
  expect([seed.code, seed.stdout]).toEqual([0, expect.stringContaining(note)])
})

test('what was edited since is refused: verify again first', async () => {
  await reviewed.edit('baseline', 'edited')
  const said = await cli(['sign', 'tables', ...named, ...ADA, '--json'])
  expect([said.code, documentOf(said)]).toMatchObject([
    2,
    {
      error: {
        code: 'sign-refused',
        message: expect.stringContaining('verify again first: the drafts changed'),
      },
    },
  ])
})

test('a text that builds the same is exported only once it is signed', async () => {
  await cli(['ack', 'comment', '--reason', 'ours', ...named, ...ADA])
  expect((await cli(['sign', '--all', ...named, ...ADA])).code).toBe(0)
  await reviewed.edit('baseline', '// slipped in\nbaseline')
  await reviewed.keep(smallRun(smallSchema(), [finding()]), 2)
  const planned = await cli(['export', '--plan', ...named])
  expect([planned.code, planned.stdout]).toEqual([
    1,
    expect.stringContaining('the text of the baseline draft (1 line added, from line 1 on)'),
  ])
  const refused = await cli(['export', ...named, '--json'])
  expect([refused.code, documentOf(refused)]).toMatchObject([1, { applied: false }])
  const signed = await cli(['sign', '--all', ...named, ...ADA])
  expect(signed.stdout).toContain(`  unmodeled: ${ITEMS.unmodeled}\n`)
  const again = await cli(['export', '--plan', ...named, '--json'])
  expect([again.code, documentOf(again)]).toMatchObject([0, { refusals: [] }])
})

test.each([
  [['sign'], 'either items or --all'],
  [['sign', 'tables', '--all'], 'either items or --all'],
  [['sign', 'nothing'], 'there is no item nothing'],
  [['ack', '--reason', 'r'], 'ack lacks CLASS'],
  [['ack', 'comment', 'order', '--reason', 'r'], 'takes no further word: order'],
  [['ack', 'comment'], '--reason is missing'],
])('%j is a usage error', async (words, said) => {
  const { code, stdout, stderr } = await cli([...words, ...named, ...ADA])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(said)
})

describe('who signs', () => {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: reviewed.project.folder, env: { ...process.env, ...NO_GIT } })

  test('is who git knows in that project, unless told', async () => {
    git('init', '-q')
    git('config', 'user.name', 'Grace H.')
    git('config', 'user.email', 'grace@studio.test')
    expect(await gitPerson(reviewed.project.folder)).toEqual({
      name: 'Grace H.',
      email: 'grace@studio.test',
    })
    expect((await cli(['sign', 'seed', ...named], { env: NO_GIT })).code).toBe(0)
    expect((await cli(['sign', 'enums', '--name', 'Ada', ...named], { env: NO_GIT })).code).toBe(0)
    expect(log().map(({ person }) => person)).toEqual([
      { name: 'Grace H.', email: 'grace@studio.test' },
      { name: 'Ada', email: '' },
    ])
  })

  test('has to be told where git knows nobody, or is missing', async () => {
    for (const env of [NO_GIT, { PATH: '/nowhere' }]) {
      const ended = await cli(['sign', 'seed', ...named, '--json'], { env })
      expect(ended.code).toBe(2)
      expect(documentOf(ended)).toMatchObject({
        error: { code: 'no-person', help: expect.stringContaining('--name') },
      })
    }
  })
})

test('a log that was changed by hand is said, and nothing is signed', async () => {
  await cli(['sign', 'seed', ...named, ...ADA])
  const file = join(reviewed.project.folder, '.rebaseline', 'review.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"Ada"', '"Eve"'))
  const { code, stderr } = await cli(['sign', 'tables', ...named, ...ADA])
  expect(code).toBe(2)
  expect(stderr).toContain('entry 1 was changed after it was written')
})
