import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { LineDesk } from './line-desk.ts'

const UP = 'export async function up() {}\n'
const folderOf = (...names: readonly string[]): string =>
  projectFolder({
    'package.json': '{}',
    ...Object.fromEntries(names.map((name) => [`migrations/${name}.ts`, UP])),
  })
const deskOf = (folder: string, squashTo?: string): LineDesk =>
  new LineDesk(
    findProject(join(folder, 'migrations')),
    squashTo === undefined ? null : { squashTo, by: 'the configuration' },
  )

test('what was chosen goes before the configuration, until that is left to say it again', async () => {
  const folder = folderOf('001_a', '002_b', '003_c')
  const desk = deskOf(folder, '002')
  const said = { chosen: '002_b', saidBy: 'the configuration', configured: null }
  expect(await desk.view()).toMatchObject(said)
  await desk.choose({ last: '001_a' })
  expect(await desk.view()).toMatchObject({
    chosen: '001_a',
    saidBy: 'the page',
    configured: '002',
  })
  await desk.choose({ last: null })
  expect(await desk.view()).toMatchObject({ chosen: null, saidBy: 'the page', configured: '002' })
  await desk.choose({ by: 'the configuration' })
  expect(await desk.view()).toMatchObject(said)
  expect(existsSync(join(folder, '.rebaseline/line.json'))).toBe(false)
  // Where nothing is said elsewhere, there is nothing to go back to.
  const alone = deskOf(folder)
  await alone.choose({ last: '001_a' })
  expect(await alone.view()).toMatchObject({ saidBy: 'the page', configured: null })
})

test('a line that an export drew is after its seed, and no choice gets a name that databases may have run', async () => {
  const named = (name: string) => ({ name, file: `${name}.ts`, hash: '0' })
  const report = {
    finishedAt: '2026-05-04T10:00:00.000Z',
    archived: ['0001_baseline', '0002_seed_definitions', '0004_gates'].map(named),
    written: ['0004_baseline', '0004_seed_definitions'].map((name) => ({
      path: `migrations/${name}.ts`,
      hash: '0',
    })),
  }
  const folder = folderOf('0004_baseline', '0004_seed_definitions', '0005_tags', '0006_more')
  mkdirSync(join(folder, 'migrations_archive'))
  writeFileSync(join(folder, 'migrations_archive/report.json'), JSON.stringify(report))
  const view = await deskOf(folder, '0004_gates').view()
  expect(view).toMatchObject({ chosen: '0004_seed_definitions', problem: null })
  const names = view.choices.map((choice) => choice.names?.baseline)
  expect(names).toEqual([
    '0004_baseline_baseline',
    '0004_seed_definitions_baseline',
    '0005_baseline',
    '0006_baseline',
  ])
})
