import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { checkAnswers } from './check-answers.ts'

const UP = 'export async function up() {}'

function workspace(): string {
  const outer = projectFolder({
    'elsewhere/migrations/001.ts': UP,
    'root/package.json': '{}',
    'root/CONTRIBUTING.md': '',
    'root/empty/notes.txt': '',
    'root/helpers/helper.ts': 'export const a = 1',
    'root/apps/api/package.json': '{}',
    'root/apps/api/README.md': '',
    'root/apps/api/migrations/001.ts': UP,
  })
  symlinkSync(join(outer, 'elsewhere'), join(outer, 'root', 'linked'))
  mkdirSync(join(outer, 'root', 'folder.md'))
  return join(outer, 'root')
}

const GOOD = 'apps/api/migrations'

test.each([
  [{ migrations: GOOD }, undefined],
  [{ migrations: `./${GOOD}/` }, undefined],
  [{ migrations: GOOD, notes: 'apps/api/README.md' }, undefined],
  [{ migrations: GOOD, notes: 'apps/api/NEW.md' }, undefined],
  [{ migrations: '' }, /migrations: Name the folder/],
  [{ migrations: 'nowhere' }, /migrations: There is no such folder/],
  [{ migrations: 'a\0b' }, /migrations: There is no such folder/],
  [{ migrations: 'empty' }, /migrations: It holds no migrations/],
  [{ migrations: 'helpers' }, /migrations: It holds no migrations/],
  [{ migrations: 'CONTRIBUTING.md' }, /migrations: It is a file/],
  [{ migrations: '.' }, /migrations: That is the project itself/],
  [{ migrations: '../elsewhere/migrations' }, /migrations: It lies outside of this project/],
  // Whether it is there is nothing that is told of a place outside.
  [{ migrations: '../nowhere' }, /migrations: It lies outside of this project/],
  [{ migrations: '/etc' }, /migrations: It lies outside of this project/],
  [{ migrations: 'linked/migrations' }, /migrations: It lies outside of this project/],
  [{ migrations: GOOD, notes: 'CONTRIBUTING.md' }, /notes: It lies outside of apps\/api,/],
  [{ migrations: GOOD, notes: '../NOTES.md' }, /notes: It lies outside of apps\/api,/],
  [{ migrations: GOOD, notes: 'apps/api/nowhere/NOTES.md' }, /notes: There is no folder/],
  [{ migrations: GOOD, notes: 'apps/api/package.json' }, /notes: Name a Markdown file/],
])('of %j is said %s', async (answers, told) => {
  const problems = await checkAnswers(workspace(), answers)
  const text = problems.map(({ field, text: why }) => `${field}: ${why}`).join()
  if (told) expect(text).toMatch(told)
  else expect(text).toBe('')
})
