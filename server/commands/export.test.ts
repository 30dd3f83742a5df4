import { join } from 'node:path'
import { expect, test } from 'vitest'
import { call } from '../testing/call.ts'
import { projectFolder } from '../testing/project-folder.ts'

test('where nothing was compared yet the plan is its reasons alone', async () => {
  const folder = projectFolder({ 'package.json': '{}', 'migrations/001.ts': '' })
  const words = ['export', '--plan', '--migrations', join(folder, 'migrations')]
  expect(await call(words)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^It is refused, for 2 reasons:\n {2}- nothing was compared yet/),
  })
})
