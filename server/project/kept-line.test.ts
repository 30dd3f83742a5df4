import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { isMoved } from './kept-line.ts'
import { findProject, projectOfProvider } from './project.ts'

test('a line that was chosen for a folder is none of the provider that came in its place', async () => {
  const folder = projectFolder({
    'package.json': '{ "name": "studio" }',
    'migrations/001.ts': 'export async function up() {}\n',
    'migrations/002.ts': 'export async function up() {}\n',
    'index.ts': 'export default {}\n',
    '.rebaseline/line.json': '{ "last": "001" }\n',
  })
  expect(await isMoved(findProject(join(folder, 'migrations')), null)).toBe(true)
  const provided = projectOfProvider({ file: join(folder, 'index.ts'), name: 'default' })
  expect(await isMoved(provided, null)).toBe(false)
})
