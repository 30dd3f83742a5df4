import { afterEach, expect, test, vi } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { temporaryPlace } from './temporary-place.ts'

afterEach(() => vi.unstubAllEnvs())

test.skipIf(process.platform === 'win32')('a TMPDIR that is not there is passed over', () => {
  const folder = projectFolder({})
  vi.stubEnv('TMPDIR', folder)
  expect(temporaryPlace()).toBe(folder)
  vi.stubEnv('TMPDIR', `${folder}/nowhere`)
  expect(temporaryPlace()).toBe('/tmp')
})
