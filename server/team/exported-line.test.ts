import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject, projectOfProvider } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { archivedNames, exportedSeed, isMoved, lineNow } from './exported-line.ts'

const UP = 'export async function up() {}\n'

test('a line that was chosen for a folder is none of the provider that came in its place', async () => {
  const folder = projectFolder({
    'package.json': '{ "name": "studio" }',
    'migrations/001.ts': UP,
    'migrations/002.ts': UP,
    'index.ts': 'export default {}\n',
    '.rebaseline/line.json': '{ "last": "001" }\n',
  })
  expect(await isMoved(findProject(join(folder, 'migrations')), null)).toBe(true)
  const provided = projectOfProvider({ file: join(folder, 'index.ts'), name: 'default' })
  expect(await isMoved(provided, null)).toBe(false)
})

const report = (archived: readonly string[], written: readonly string[]): string =>
  JSON.stringify({
    finishedAt: '2026-05-04T10:00:00.000Z',
    archived: archived.map((name) => ({ name, file: `${name}.ts`, hash: '0' })),
    written: written.map((name) => ({ path: `migrations/${name}.ts`, hash: '0' })),
  })

test('what exports archived stands for the seed of the newest one, and its names stay taken', async () => {
  const folder = projectFolder({
    'package.json': '{}',
    'migrations/0004_baseline.ts': UP,
    'migrations/0004_seed_definitions.ts': UP,
    'migrations/0005_tags.ts': UP,
    'migrations/0006_more.ts': UP,
    'migrations_archive/report.json': report(
      ['0001_rooms', '0002_doors'],
      ['0001_baseline', '0002_seed_definitions'],
    ),
    'migrations_archive/report-2.json': report(
      ['0001_baseline', '0002_seed_definitions', '0004_gates'],
      ['0004_baseline', '0004_seed_definitions'],
    ),
    '.rebaseline/line.json': '{ "last": "0002_doors" }\n',
  })
  const project = findProject(join(folder, 'migrations'))
  expect(await exportedSeed(project)).toBe('0004_seed_definitions')
  expect(await archivedNames(project)).toContain('0001_baseline')
  // Numbers, names of files, and names of both exports; `0004` is in the folder twice as well.
  for (const meant of ['0002', '0002_doors', 'migrations/0002_doors.ts', '0001_baseline', '0004']) {
    expect(await lineNow(project, meant)).toEqual({
      squashTo: '0004_seed_definitions',
      told: `${meant} was archived by an export, the last one of the run of 2026-05-04 10:00 UTC: the squash line is after 0004_seed_definitions, which it wrote`,
    })
  }
  for (const meant of ['0004_baseline', '0005', '0009', '000']) {
    expect(await lineNow(project, meant)).toEqual({ squashTo: meant, told: null })
  }
  const later = ['0005_tags', '0006_more']
  expect(await isMoved(project, { last: '0004_seed_definitions', later })).toBe(false)
  expect(await isMoved(project, { last: '0005_tags', later })).toBe(true)
  // A branch that is older than the export has the archive at most.
  rmSync(join(folder, 'migrations/0004_seed_definitions.ts'))
  expect(await lineNow(project, '0002')).toEqual({ squashTo: '0002', told: null })
})
