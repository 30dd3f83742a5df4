import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportable, UP } from '../testing/exportable.ts'
import { planExport } from './export.ts'

test('the file for the start of an application goes beside the migrations, and overwrites nothing', async () => {
  const { folder, request } = await exportable({
    'package.json': '{}',
    'migrations/001_users.ts': UP,
    'src/there.ts': '',
  })
  const cases: readonly (readonly [string, string])[] = [
    ['migrations/stamp.ts', 'in migrations a migrator could take it for a migration'],
    ['migrations_archive/stamp.ts', 'there is no folder'],
    ['src/there.ts', 'that file exists already, and nothing is overwritten'],
    ['src/stamp.md', 'it is TypeScript, and is named so'],
    ['src/stamp.d.ts', 'it is TypeScript, and is named so'],
    ['../stamp.ts', 'it lies outside of the project'],
    ['none/stamp.ts', 'there is no folder'],
    ['.rebaseline/stamp.ts', 'that folder is not for the files of an application'],
    ['src/stamp.ts', 'the last run kept no schema'],
  ]
  for (const [file, why] of cases) {
    const { refusals, steps } = await planExport({ ...request, startUp: join(folder, file) })
    expect([file, refusals.join()]).toEqual([file, expect.stringContaining(`${why}`)])
    expect(refusals.join()).toContain('name another file with --start-up')
    expect(steps.map(({ path }) => path)).not.toContain(file)
  }
})
