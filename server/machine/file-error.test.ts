import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { fileError } from './file-error.ts'

test.each([
  [
    'below a file',
    (folder: string) => join(folder, 'file', 'x'),
    /x can't be a folder, since a file/,
    /Move that file/,
  ],
  [
    'where a file stands',
    (folder: string) => join(folder, 'file'),
    /file can't be a folder/,
    /Move that file/,
  ],
  [
    'in a folder that is not there',
    (folder: string) => join(folder, 'no', 'x'),
    /the folder above/,
    /TMPDIR/,
  ],
  [
    'with a name of 300 letters',
    (folder: string) => join(folder, 'y'.repeat(300)),
    /too long/,
    /shorter/,
  ],
])('a folder %s is told with what helps there', (_, pathIn, happened, help) => {
  const path = pathIn(projectFolder({ file: '' }))
  expect(refusal(path, () => mkdirSync(path))).toMatchObject({
    code: 'folder-not-writable',
    happened: expect.stringMatching(happened),
    help: expect.stringMatching(help),
  })
})

function refusal(path: string, act: () => void): unknown {
  try {
    act()
  } catch (error) {
    return fileError('write it', path, error)
  }
  return undefined
}
