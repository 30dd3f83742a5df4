import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { call } from '../testing/call.ts'
import { exportable, UP } from '../testing/exportable.ts'
import { committed, git } from '../testing/git.ts'
import { undo } from './apply.ts'
import { applyExport, planExport } from './export.ts'

const FILES = {
  '.gitignore': '.rebaseline\n',
  'package.json': '{ "name": "studio" }\n',
  'migrations/001_a.ts': UP,
  'migrations/002_b.ts': UP,
  'migrations/004_d.ts': UP,
}

async function exported() {
  const { project, folder, request } = await exportable(FILES, {
    baseline: `${UP}// b\n`,
    seed: UP,
  })
  committed(folder)
  await applyExport(request, (await planExport(request)).hash)
  return { project, folder, at: (path: string) => join(folder, path) }
}

test('an edit by hand is named, and moved away it lets the export be taken back', async () => {
  const { project, folder, at } = await exported()
  writeFileSync(at('migrations/001_baseline.ts'), 'edited')
  writeFileSync(at('migrations_archive/002_b.ts'), 'edited too')
  await expect(undo(project)).rejects.toMatchObject({
    code: 'undo-refused',
    happened:
      'migrations_archive/002_b.ts, migrations/001_baseline.ts were changed by hand after the export, and that would be lost',
    help: 'Save your edit of migrations_archive/002_b.ts elsewhere, and make the file again what it was as migrations/002_b.ts. Move migrations/001_baseline.ts to another folder, so that your edit is kept. Then run `rebaseline export --undo` again.',
  })
  renameSync(at('migrations/001_baseline.ts'), at('mine.ts'))
  writeFileSync(at('migrations_archive/002_b.ts'), UP)
  await undo(project)
  expect(readFileSync(at('mine.ts'), 'utf8')).toBe('edited')
  expect(git(folder, 'status', '--porcelain')).toBe('?? mine.ts\n')
})

test('migrations that were written after the export are named with where they stand then', async () => {
  const { at } = await exported()
  writeFileSync(at('migrations/003_more.ts'), UP)
  writeFileSync(at('migrations/005_last.ts'), UP)
  const { code, stdout } = await call(['export', '--undo', '--migrations', at('migrations')])
  expect(code).toBe(0)
  expect(stdout).toContain('All that it wrote and moved is as it was before the export.')
  expect(stdout).toContain(
    '003_more.ts was written after the export, stays, and now stands between 002_b.ts and 004_d.ts: give it a name after 005_last.ts',
  )
  expect(stdout).toContain(
    '005_last.ts was written after the export, stays, and now is the last migration, after 004_d.ts',
  )
})

test('what was committed is taken back by git, which the refusal says with the commit', async () => {
  const { project, folder, at } = await exported()
  git(folder, 'add', '-A')
  // In the index alone it is not committed.
  await expect(undo(project)).resolves.toMatchObject({ later: [] })
  git(folder, 'reset', '-q')
  const again = await exported()
  git(again.folder, 'add', '-A')
  git(again.folder, 'commit', '-qm', 'Replace all')
  const hash = git(again.folder, 'rev-parse', '--short', 'HEAD').trim()
  writeFileSync(again.at('later.txt'), '')
  git(again.folder, 'add', '-A')
  git(again.folder, 'commit', '-qm', 'Later')
  await expect(undo(again.project)).rejects.toMatchObject({
    code: 'undo-refused',
    happened: `HEAD holds it: it was committed as ${hash} Replace all`,
    help: expect.stringContaining(`\`git revert ${hash}\``),
  })
  expect(existsSync(again.at('migrations/004_d.ts'))).toBe(false)
  git(again.folder, 'revert', '--no-edit', hash)
  expect(existsSync(again.at('migrations/004_d.ts'))).toBe(true)
  expect(existsSync(at('migrations/004_d.ts'))).toBe(true)
})
