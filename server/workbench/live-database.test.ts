import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProject, projectOfProvider, type Project } from '../project/project.ts'
import { projectFolder } from '../testing/project-folder.ts'
import type { DriftLook } from '../../shared/drift.ts'
import { LiveDatabase } from './live-database.ts'

const UP = "import '../helper.ts'\nexport async function up() {}\n"

test.each<[string, (folder: string) => Project]>([
  ['a folder', (folder) => findProject(join(folder, 'migrations'))],
  ['a provider', (folder) => projectOfProvider({ file: join(folder, 'index.ts'), name: 'all' })],
])(
  'a look is old once something changed that the migrations of %s load',
  async (_of, projectIn) => {
    const folder = projectFolder({
      'package.json': '{ "name": "studio" }',
      'index.ts': "import * as first from './migrations/001.ts'\nexport const all = { first }\n",
      'migrations/001.ts': UP,
      'helper.ts': '',
    })
    const live = new LiveDatabase(projectIn(folder), {
      variable: 'DATABASE_URL',
      place: () => 'db',
      look: () => Promise.resolve({} as DriftLook),
    })
    const isOld = async (): Promise<boolean> => (await live.view()).isOld
    await live.look({ signal: new AbortController().signal, progress: () => {} })
    writeFileSync(join(folder, 'dev.log'), 'started')
    expect(await isOld()).toBe(false)
    appendFileSync(join(folder, 'helper.ts'), 'export const changed = 1\n')
    expect(await isOld()).toBe(true)
  },
)
