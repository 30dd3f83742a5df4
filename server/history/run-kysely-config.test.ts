import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { runKyselyConfig } from './run-kysely-config.ts'

const SECRET = 'sk_of_somebody_4711'

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

test('a configuration that fails tells no secret of the environment, and nothing that it started stays', async () => {
  vi.stubEnv('STRIPE_API_KEY', SECRET)
  const folder = projectFolder({
    '.env': `MAIL_API_KEY=${SECRET}_2`,
    'kysely.config.mjs': `
      import { spawn } from 'node:child_process'
      import { writeFileSync } from 'node:fs'
      const pids = [false, true].map((detached) => {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached, stdio: 'ignore' })
        child.unref()
        return child.pid
      })
      writeFileSync(new URL('./pids', import.meta.url), pids.join())
      throw new Error('no such account: ' + process.env.STRIPE_API_KEY + ', ' + process.env.MAIL_API_KEY)`,
  })
  const { signal } = new AbortController()
  const run = runKyselyConfig(folder, join(folder, 'kysely.config.mjs'), {
    signal,
    envFile: join(folder, '.env'),
  })
  await expect(run).rejects.toThrow('no such account: ***, ***')
  await expect(run).rejects.not.toThrow(SECRET)
  const pids = readFileSync(join(folder, 'pids'), 'utf8').split(',').map(Number)
  // Only Linux shows who started what has left its group.
  const [inGroup, left] = pids as [number, number]
  await vi.waitFor(() => expect(isGone(inGroup)).toBe(true), 5000)
  if (process.platform === 'linux') await vi.waitFor(() => expect(isGone(left)).toBe(true), 5000)
  else process.kill(left)
})

test('one that never ends is called off', async () => {
  const folder = projectFolder({
    'kysely.config.mjs': `
      import { writeFileSync } from 'node:fs'
      writeFileSync(new URL('./begun', import.meta.url), '')
      await new Promise((resolve) => setTimeout(resolve, 1e6))`,
  })
  const controller = new AbortController()
  const run = runKyselyConfig(folder, join(folder, 'kysely.config.mjs'), controller)
  const begun = vi.waitFor(() => expect(existsSync(join(folder, 'begun'))).toBe(true), 20_000)
  void begun.then(() => controller.abort())
  await expect(run).rejects.toThrow('this was called off before it was loaded')
})
