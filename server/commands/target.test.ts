import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { call } from '../testing/call.ts'
import { askedName } from './target.ts'

/** Names and addresses under which this machine answers, and which are none of its loopback. */
const ELSEWHERE = [
  '0.0.0.0',
  '[::ffff:127.0.0.1]',
  '127.1',
  hostname(),
  ...Object.values(networkInterfaces()).flatMap((found = []) =>
    found.flatMap(({ family, address, internal }) =>
      family === 'IPv4' && !internal ? [address] : [],
    ),
  ),
]

test('what empties a database on another machine is refused before anything connects there', async () => {
  let connections = 0
  const listener = createServer((socket) => {
    connections += 1
    socket.destroy()
  }).listen(0, '::')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const folder = projectFolder({ 'migrations/001_a.ts': 'export async function up() {}\n' })
  const migrations = ['--migrations', join(folder, 'migrations')]
  const confirmed = ['--yes-drop', 'studio']
  try {
    for (const host of ELSEWHERE) {
      const at = ['--database', `postgres://ada@${host}:${port}/studio`]
      for (const words of [
        ['nuke', ...at],
        ['nuke', '--force', ...confirmed, ...at],
        ['rebuild', ...migrations, ...confirmed, ...at],
      ]) {
        const { code, stderr } = await call(words)
        expect([words, code, stderr]).toEqual([
          words,
          2,
          expect.stringContaining('is not this machine'),
        ])
        expect(stderr).toContain('--allow-remote-nuke')
      }
    }
    expect(connections).toBe(0)
    const at = ['--database', `postgres://ada@0.0.0.0:${port}/studio?sslmode=disable`]
    expect((await call(['nuke', '--allow-remote-nuke', ...at])).code).toBe(2)
    expect(connections).toBeGreaterThan(0)
  } finally {
    listener.close()
  }
})

test.each(['nuke', 'rebuild', 'migrate', 'export', 'sign', 'ack'])(
  'the help of %s does not speak of the sides of a comparison',
  async (command) => {
    const { code, stdout } = await call([command, '--help'])
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/old side|only read|replayed/)])
    expect(stdout).toMatch(/--(migrations DIR|database URL) +\S/)
  },
)

test.each([
  ['Ctrl+C', '\u0003'],
  ['Ctrl+D', '\u0004'],
])('%s at the question calls the command off', async (_, key) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const lines = createInterface({ input, output, terminal: true })
  const asked = askedName(lines, new AbortController().signal)
  input.write(key)
  await expect(asked).rejects.toMatchObject({
    code: 'run-cancelled',
    help: 'Nothing has been dropped.',
  })
})
