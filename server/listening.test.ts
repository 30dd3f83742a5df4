import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API } from '../shared/api.ts'
import { listen } from './app.ts'
import { openApp, type OpenApp } from './testing/open-app.ts'

let opened: OpenApp
let port = 0
beforeAll(async () => {
  opened = await openApp(null)
  port = Number(new URL(await listen(opened.app)).port)
})
afterAll(() => opened.close())

/** Addresses of this machine that others can reach. */
const outward = (): string[] =>
  Object.values(networkInterfaces()).flatMap((each = []) =>
    each.flatMap(({ internal, address, family, scopeid }) =>
      internal || (family === 'IPv6' && scopeid) ? [] : [address],
    ),
  )

test('the page is served on no other address of this machine', async () => {
  // All of 127.0.0.0/8 is this machine on Linux, so that there always is another address.
  const others = [...outward(), ...(process.platform === 'linux' ? ['127.0.0.2'] : [])]
  for (const address of others) {
    expect([address, await said(address, '')]).toEqual([address, 'ECONNREFUSED'])
  }
})

test('both of its own addresses have the guards', async (context) => {
  const own = ['127.0.0.1', '::1'] as const
  const asked = (host: string, path: string): string =>
    `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`
  if ((await said('::1', asked('localhost', '/'))) === 'EADDRNOTAVAIL') context.skip('needs IPv6')
  for (const address of own) {
    const host = address === '::1' ? `[::1]:${port}` : `${address}:${port}`
    expect(await said(address, asked(host, API.overview))).toContain(' 401 ')
    expect(await said(address, asked('evil.test', '/'))).toContain(' 403 ')
  }
})

/** The beginning of the answer to a request as it is written; the code of the error where nobody answers. */
const said = (host: string, request: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5000 })
    const end = (outcome: string): void => {
      socket.destroy()
      resolve(outcome)
    }
    socket.once('connect', () => (request === '' ? end('connected') : socket.write(request)))
    socket.once('data', (data) => end(data.toString()))
    socket.once('timeout', () => end('timeout'))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => end(code ?? 'error'))
  })
