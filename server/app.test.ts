import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { TOKEN_HEADER } from '../shared/api.ts'
import { buildApp, listen, newLink } from './app.ts'
import { RebaselineError } from './errors.ts'
import { hostileRun, wayOf } from './testing/compared-run.ts'
import { Workbench } from './workbench/workbench.ts'

const SECRET_FILE = 'outside the page'
let root = ''
let app: FastifyInstance
let workbench: Workbench
let logged = ''
const opened: FastifyInstance[] = []

const build = async (): Promise<FastifyInstance> => {
  const built = await buildApp({
    workbench,
    webRoot: join(root, 'web'),
    log: { write: (line) => (logged += line) },
  })
  opened.push(built)
  return built
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'rebaseline-app-'))
  mkdirSync(join(root, 'web', 'assets'), { recursive: true })
  writeFileSync(join(root, 'web', 'index.html'), '<!doctype html><title>the built page</title>')
  writeFileSync(join(root, 'web', 'assets', 'page.js'), 'export {}')
  writeFileSync(join(root, 'web', '.env'), SECRET_FILE)
  writeFileSync(join(root, 'secret.txt'), SECRET_FILE)
  workbench = new Workbench({ way: wayOf(hostileRun()), mask: (text) => text })
  workbench.start('prove')
  await workbench.ended()
  app = await build()
})

afterEach(() => {
  logged = ''
})

afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
  rmSync(root, { recursive: true })
})

const own = { host: 'localhost', origin: 'http://localhost' }
const send = (options: InjectOptions) =>
  app.inject({ ...options, headers: { host: 'localhost', ...options.headers } })
const newCode = (): string => newLink(app).split('#code=')[1] ?? ''
const exchange = (code: string) =>
  send({ method: 'POST', url: '/api/session', headers: own, payload: { code } })
const newToken = async (): Promise<string> => (await exchange(newCode())).json().token
const errorCode = (response: { json(): { error: { code: string } } }) => response.json().error.code

const EVERYWHERE: readonly InjectOptions[] = [
  { method: 'GET', url: '/' },
  { method: 'GET', url: '/assets/page.js' },
  { method: 'GET', url: '/no-such-file' },
  { method: 'GET', url: '/api/overview' },
  { method: 'GET', url: '/api/alive' },
  { method: 'GET', url: '/api/no-such-call' },
  { method: 'POST', url: '/api/session', payload: { code: 'x' } },
  { method: 'OPTIONS', url: '/api/overview' },
  { method: 'DELETE', url: '/' },
  { method: 'PROPFIND', url: '/' },
  { method: 'GET', url: '/%zz' },
]

describe.each(EVERYWHERE)('$method $url', (request) => {
  test.each(['evil.test', 'evil.test:80', 'localhost.evil.test', '127.0.0.1:81', '0.0.0.0', ''])(
    'is refused for the host name "%s"',
    async (host) => {
      const token = await newToken()
      const response = await app.inject({
        ...request,
        headers: { host, origin: `http://${host}`, [TOKEN_HEADER]: token },
      })
      expect(response.statusCode).toBe(403)
      expect(response.body).not.toContain('the built page')
      expect(errorCode(response)).toBe('foreign-host')
    },
  )

  test.each([
    'http://evil.test',
    'null',
    'http://localhost:81',
    'http://127.0.0.1',
    'https://localhost',
  ])('is refused for the origin "%s"', async (origin) => {
    const token = await newToken()
    const response = await send({ ...request, headers: { origin, [TOKEN_HEADER]: token } })
    expect(response.statusCode).toBe(403)
    expect(errorCode(response)).toBe('foreign-origin')
  })

  test.each(['cross-site', 'same-site', 'same-origin, none', ''])(
    'is refused for Sec-Fetch-Site "%s"',
    async (site) => {
      const headers = { ...own, 'sec-fetch-site': site, [TOKEN_HEADER]: await newToken() }
      expect((await send({ ...request, headers })).statusCode).toBe(403)
    },
  )

  test('carries the security headers and opens nothing to other origins', async () => {
    const { headers } = await send({ ...request, headers: own })
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'self'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; " +
        "base-uri 'none'; form-action 'none'; object-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    expect(Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name))).toEqual(
      [],
    )
  })
})

test('a HEAD request is guarded as well, of files and of the API', async () => {
  for (const url of ['/', '/api/overview']) {
    const response = await app.inject({ method: 'HEAD', url, headers: { host: 'evil.test' } })
    expect(response.statusCode).toBe(403)
  }
  expect((await send({ method: 'HEAD', url: '/api/overview' })).statusCode).toBe(401)
})

describe('the page', () => {
  test.each(['localhost', '127.0.0.1', '[::1]'])('is served at %s', async (host) => {
    const response = await send({ url: '/', headers: { host } })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toMatch(/^text\/html/)
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%5c..%5csecret.txt',
    '//secret.txt',
    '/.env',
    '/secret.txt%00',
  ])('does not serve %s', async (url) => {
    const response = await send({ url })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.body).not.toContain(SECRET_FILE)
  })

  test('that is not built is an error with help', async () => {
    const building = buildApp({ workbench, webRoot: join(root, 'nothing') })
    await expect(building).rejects.toMatchObject({ code: 'page-not-built', help: /npm run build/ })
  })
})

describe('a session', () => {
  test('is opened by a code, once', async () => {
    const code = newCode()
    const first = await exchange(code)
    expect(first.statusCode).toBe(200)
    expect(first.json().token).toMatch(/^[\w-]{43}$/)
    const second = await exchange(code)
    expect(second.statusCode).toBe(403)
    expect(errorCode(second)).toBe('code-refused')
  })

  test('of a second link leaves the first one open', async () => {
    const [first, second] = [await newToken(), await newToken()]
    expect(first).not.toBe(second)
    for (const token of [first, second]) {
      const response = await send({ url: '/api/alive', headers: { [TOKEN_HEADER]: token } })
      expect(response.statusCode).toBe(204)
    }
  })

  test.each(['', 'x', 'x'.repeat(43)])('is not opened by the code "%s"', async (code) => {
    expect((await exchange(code)).statusCode).toBeGreaterThanOrEqual(400)
  })

  test('is not opened without an Origin', async () => {
    const response = await send({
      method: 'POST',
      url: '/api/session',
      payload: { code: newCode() },
    })
    expect(errorCode(response)).toBe('foreign-origin')
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
  ])('is not opened by a body of type %s', async (type) => {
    const response = await send({
      method: 'POST',
      url: '/api/session',
      headers: { ...own, 'content-type': type },
      payload: JSON.stringify({ code: newCode() }),
    })
    expect(response.statusCode).toBe(415)
    expect(errorCode(response)).toBe('not-json')
  })

  test('is not opened without a body, with or without a content type', async () => {
    const bare = await send({ method: 'POST', url: '/api/session', headers: own })
    expect(bare.statusCode).toBe(415)
    const typed = await send({
      method: 'POST',
      url: '/api/session',
      headers: { ...own, 'content-type': 'application/json' },
    })
    expect(typed.statusCode).toBe(400)
    expect(errorCode(typed)).toBe('bad-request')
  })

  test.each([[{}], [{ code: 'x', more: 1 }], [{ code: ['x'] }], [null], ['__proto__']])(
    'is not opened by %j',
    async (payload) => {
      const response = await send({
        method: 'POST',
        url: '/api/session',
        headers: { ...own, 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      })
      expect(response.statusCode).toBe(400)
    },
  )
})

describe('the API', () => {
  test.each(['/api/overview', '/api/alive', '/api/no-such-call', '/api', '/api/'])(
    'answers %s to no one without a token',
    async (url) => {
      for (const token of [undefined, '', 'x', newCode()]) {
        const headers = token === undefined ? own : { ...own, [TOKEN_HEADER]: token }
        const response = await send({ url, headers })
        expect(response.statusCode).toBe(401)
        expect(errorCode(response)).toBe('no-session')
      }
    },
  )

  test('takes the token from its header only', async () => {
    const token = await newToken()
    const headers = { ...own, cookie: `${TOKEN_HEADER}=${token}`, authorization: `Bearer ${token}` }
    const url = `/api/overview?token=${token}&${TOKEN_HEADER}=${token}`
    expect((await send({ url, headers })).statusCode).toBe(401)
  })

  test('gives every name and value to the last character', async () => {
    const headers = { [TOKEN_HEADER]: await newToken() }
    const tree = (await send({ url: '/api/tree', headers })).json()
    const names = tree.entries.map(({ name }: { name: string }) => name)
    expect(names).toEqual(['__proto__', 'constructor'])
    const [{ id }] = tree.entries
    const detail = (await send({ url: `/api/objects/${id}`, headers })).json()
    expect(detail.name).toBe('public.__proto__')
    expect(detail.findings[0].attributes).toEqual([
      { name: 'options', old: ['a', null, 1, true, ['1']], rebuilt: '1\u2028"\\' },
    ])
    const line = detail.grids[0].lines.find(({ name }: { name: string }) => name === 'options')
    expect(line.cells[0]).toEqual({
      old: ['a', null, 1, true, ['1']],
      rebuilt: '1\u2028"\\',
      status: 'changed',
    })
  })

  test.each(['..', '%2e%2e%2fetc%2fpasswd', '/etc/passwd', 'a%00b', '__proto__', 'x'.repeat(23)])(
    'takes ids only, not %s',
    async (id) => {
      const headers = { [TOKEN_HEADER]: await newToken() }
      for (const url of [`/api/objects/${id}`, `/api/objects/${id}/rows`]) {
        expect((await send({ url, headers })).statusCode).toBeGreaterThanOrEqual(400)
      }
    },
  )

  test.each([
    '{"kind":"prove","__proto__":{"x":1}}',
    '{"kind":"prove","constructor":{"prototype":{"x":1}}}',
    '{"kind":"prove","more":1}',
    '{"kind":"__proto__"}',
    '{"kind":["prove"]}',
    '[]',
    'null',
  ])('does not take the body %s', async (payload) => {
    const headers = {
      ...own,
      'content-type': 'application/json',
      [TOKEN_HEADER]: await newToken(),
    }
    const response = await send({ method: 'POST', url: '/api/jobs', headers, payload })
    expect(response.statusCode).toBe(400)
    expect(workbench.job?.number).toBe(1)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test('says what is not there, and nothing about what went wrong inside', async () => {
    const headers = { [TOKEN_HEADER]: await newToken() }
    expect(errorCode(await send({ url: '/api/nothing', headers }))).toBe('not-found')

    const way = {
      ...wayOf(hostileRun()),
      standing: () => Promise.reject(new Error('postgres://user:canary@host')),
    }
    const failing = await buildApp({
      workbench: new Workbench({ way, mask: (text) => text }),
      webRoot: join(root, 'web'),
    })
    opened.push(failing)
    const code = newLink(failing).split('#code=')[1]
    const session = await failing.inject({
      method: 'POST',
      url: '/api/session',
      headers: own,
      payload: { code },
    })
    const response = await failing.inject({
      url: '/api/overview',
      headers: { host: 'localhost', [TOKEN_HEADER]: session.json().token },
    })
    expect(response.statusCode).toBe(500)
    expect(errorCode(response)).toBe('internal-error')
    expect(response.body).not.toContain('canary')
  })
})

test('neither code nor token appear in the page or the log', async () => {
  const code = newCode()
  const token: string = (await exchange(code)).json().token
  const headers = { [TOKEN_HEADER]: token }
  await send({ url: '/api/overview', headers })
  await exchange(code)
  const page = await send({ url: '/', headers })
  expect(logged).toContain('/api/overview')
  for (const secret of [code, token]) {
    expect(logged).not.toContain(secret)
    expect(page.body).not.toContain(secret)
    expect(JSON.stringify(page.headers)).not.toContain(secret)
  }
})

describe('listening', () => {
  test('is on this machine only, and gives a link with the code in its fragment', async () => {
    const listening = await build()
    const link = new URL(await listen(listening))
    expect(link.hostname).toBe('127.0.0.1')
    expect(link.search).toBe('')
    expect(link.hash).toMatch(/^#code=[\w-]{43}$/)
    expect(listening.addresses().map((address) => Object(address).address)).toEqual(['127.0.0.1'])
    expect((await fetch(link)).status).toBe(200)
    const port = Number(link.port)
    const foreign = await listening.inject({ url: '/', headers: { host: `127.0.0.1:${port + 1}` } })
    expect(foreign.statusCode).toBe(403)
  })

  test('on a port that is taken is an error with help', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(Object(other.address()).port))
    })
    const error = await listen(await build(), { port }).catch((caught: unknown) => caught)
    other.close()
    expect(error).toBeInstanceOf(RebaselineError)
    expect(error).toMatchObject({
      code: 'port-taken',
      message: `Could not start the page: port ${port} is in use by another program`,
    })
  })
})
