import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { readEnvFile } from './env-file.ts'

test('a file of environment variables is read as Node reads it', () => {
  const folder = projectFolder({
    '.env': '# keys\nexport APP_KEY="a=b # c"\nEMPTY=\nLINES="one\ntwo"\nPLAIN = x # note\n',
  })
  expect(readEnvFile(join(folder, '.env'))).toEqual({
    APP_KEY: 'a=b # c',
    EMPTY: '',
    LINES: 'one\ntwo',
    PLAIN: 'x',
  })
})

test('a file that is absent, a folder, or without a variable is refused with what to do', () => {
  const folder = projectFolder({ 'notes.txt': 'no variable here\n' })
  const refusal = (name: string): unknown => {
    try {
      return readEnvFile(join(folder, name))
    } catch (error) {
      return error
    }
  }
  expect(refusal('.env')).toMatchObject({
    code: 'env-file-refused',
    happened: 'there is no such file',
    help: expect.stringMatching(/NAME=value with --env-file/),
  })
  expect(refusal('.')).toMatchObject({ happened: 'it is a folder, not a file' })
  expect(refusal('notes.txt')).toMatchObject({ happened: 'it sets no variable' })
})
