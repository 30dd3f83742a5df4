import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { Disk } from '../export/disk.ts'
import { findProject } from '../project/project.ts'
import { readState, writeState } from '../project/state-files.ts'
import { tryWriting } from './try-writing.ts'

const folder = mkdtempSync(join(tmpdir(), 'rebaseline-sync-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('files are brought to the disk where the handle can not do it itself, as under Plug’n’Play of Yarn', async () => {
  const file = await open(join(folder, 'any'), 'wx')
  const handles = Object.getPrototypeOf(file) as typeof file
  await file.close()
  for (const name of ['sync', 'datasync'] as const) {
    vi.spyOn(handles, name).mockImplementation(() => {
      throw new Error('Method not implemented.')
    })
  }
  const project = findProject(folder)

  await tryWriting(folder, 'write there')
  await writeState(project, 'note.json', '{}')
  await new Disk(() => {}).stage(join(folder, 'staged'), 'text', undefined)

  expect(await readState(project, 'note.json')).toBe('{}')
  expect(readFileSync(join(folder, 'staged'), 'utf8')).toBe('text')
  vi.restoreAllMocks()
})
