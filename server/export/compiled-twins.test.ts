import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { twinWarnings } from './compiled-twins.ts'

const UP = 'export async function up() {}\n'

test('the output of a build that holds the same migrations is named, and nothing else', async () => {
  const folder = projectFolder({
    'package.json': '{}',
    'src/migrations/001_a.ts': UP,
    'src/migrations/002_b.ts': UP,
    'dist/migrations/001_a.js': UP,
    'dist/migrations/002_b.js': UP,
    'dist/migrations/001_a.d.ts': UP,
    'half/migrations/001_a.js': UP,
    'node_modules/other/001_a.js': UP,
    'node_modules/other/002_b.js': UP,
  })
  const warnings = await twinWarnings(findProject(join(folder, 'src/migrations')))
  expect(warnings).toEqual([expect.stringMatching(/^dist\/migrations holds the same migrations/)])
})

test('a folder of JavaScript is no output of itself', async () => {
  const folder = projectFolder({ 'package.json': '{}', 'migrations/001_a.js': UP })
  expect(await twinWarnings(findProject(join(folder, 'migrations')))).toEqual([])
})

test('of more folders than are looked through it is told that others may hold them', async () => {
  const folder = projectFolder({
    'package.json': '{}',
    'migrations/001_a.ts': UP,
    'build/001_a.js': UP,
  })
  for (let number = 0; number < 5_000; number += 1)
    mkdirSync(join(folder, `many/${number}`), { recursive: true })
  expect(await twinWarnings(findProject(join(folder, 'migrations')))).toEqual([
    expect.stringMatching(/^build holds the same migrations/),
    expect.stringMatching(/^whether another folder .* could not be told: .* 5,000 folders/),
  ])
})
