import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { listen, newLink } from '../server/app.ts'
import { openApp, type OpenApp } from '../server/testing/open-app.ts'
import { projectState } from '../server/testing/project-state.ts'
import { reviewedIn } from '../server/testing/reviewed-in.ts'
import { sampleOf } from '../server/testing/sample-of.ts'
import { smallRun } from '../server/testing/small-run.ts'
import { API, TOKEN_HEADER } from '../shared/api.ts'
import config from './playwright.config.ts'

const REBOUND = 'rebound.test'

// A name of somebody else that has come to mean this machine, as after DNS rebinding.
test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: [
      ...(config.use?.launchOptions?.args ?? []),
      `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
    ],
  },
})

/** One call of the API that would change or tell something. */
interface Call {
  readonly method: string
  readonly path: string
  readonly body: string | null
}

let folder = ''
let opened: OpenApp
let elsewhere: Server
let port = 0
let foreignPort = 0
let link = ''
const log: { readonly url?: string; readonly status?: number }[] = []

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebaseline-attacked-'))
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'migrations', '001_a.ts'), 'export async function up() {}')
  const reviewed = await reviewedIn(folder)
  await reviewed.keep(smallRun(), 1)
  opened = await openApp(reviewed.project, {
    webRoot: fileURLToPath(new URL('../dist/web', import.meta.url)),
    log: note,
  })
  link = await listen(opened.app)
  port = Number(new URL(link).port)
  elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>another page</title><body></body>')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, resolve))
  foreignPort = (elsewhere.address() as AddressInfo).port
})

test.afterAll(async () => {
  elsewhere.closeAllConnections()
  elsewhere.close()
  await opened.close()
  rmSync(folder, { recursive: true })
})

/** Keeps which address was answered with which status. */
function note(line: string): void {
  const { req, res } = JSON.parse(line) as {
    req?: { url: string }
    res?: { statusCode: number }
  }
  if (req) log.push({ url: req.url })
  if (res) log.push({ status: res.statusCode })
}

const answered = (): number[] => log.flatMap(({ status }) => (status === undefined ? [] : [status]))

const state = (): string => projectState(folder, opened)

/** Every address that there is, with a body that would be taken. */
const calls = (): Call[] =>
  opened.app.routeList.flatMap(({ method, url, schema }) => {
    const params = (schema?.params ? sampleOf(schema.params) : {}) as Record<string, string>
    const path = url.replace(/:(\w+)/g, (_, name: string) => String(params[name])).replace('*', '')
    return [method]
      .flat()
      .filter((name) => ['GET', 'POST', 'PUT', 'DELETE'].includes(name))
      .map((name) => ({
        method: name,
        path,
        body: name === 'GET' ? null : JSON.stringify(schema?.body ? sampleOf(schema.body) : {}),
      }))
  })

const targets = (): string[] =>
  ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', REBOUND].map((name) => `http://${name}:${port}`)

/** What a page of another port can try by fetch; gives all that it could read. */
async function fetchAll(page: Page, origin: string, token: string): Promise<string[]> {
  return page.evaluate(
    async ({ origin, calls, token, header }) => {
      const read: string[] = []
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json']
      const tries = calls.flatMap(({ method, path, body }) => [
        { path, init: { method, mode: 'no-cors', body } },
        ...types.map((type) => ({
          path,
          init: { method, mode: 'cors', body, headers: { 'content-type': type, [header]: token } },
        })),
        { path, init: { method, mode: 'cors', credentials: 'include', body } },
      ])
      const attempt = async ({ path, init }: (typeof tries)[number]): Promise<void> => {
        try {
          const response = await fetch(origin + path, init as RequestInit)
          if (response.type !== 'opaque') read.push(`${path}: ${await response.text()}`)
        } catch {
          // What the browser refuses can't be read.
        }
      }
      for (const { path, body } of calls) {
        if (body !== null) navigator.sendBeacon(origin + path, body)
      }
      for (let at = 0; at < tries.length; at += 20) {
        await Promise.all(tries.slice(at, at + 20).map(attempt))
      }
      return read
    },
    { origin, calls: calls(), token, header: TOKEN_HEADER },
  )
}

/** What it can try by parts of a page; gives those that were loaded. */
async function loadAll(page: Page, origin: string): Promise<string[]> {
  return page.evaluate(
    async ({ origin, paths }) => {
      const loaded: string[] = []
      const withElement = (name: string, path: string, give: (element: Element) => void) =>
        new Promise<void>((resolve) => {
          const element = document.createElement(name)
          element.addEventListener('load', () => {
            loaded.push(`${name} ${path}`)
            resolve()
          })
          element.addEventListener('error', () => resolve())
          give(element)
          document.body.append(element)
        })
      const stream = (open: () => EventTarget & { close(): void }, path: string) =>
        new Promise<void>((resolve) => {
          const source = open()
          for (const type of ['open', 'message']) {
            source.addEventListener(type, () => {
              loaded.push(`${source.constructor.name} ${path}`)
              resolve()
            })
          }
          source.addEventListener('error', () => {
            source.close()
            resolve()
          })
        })
      const tries = paths.flatMap((path) => [
        withElement('img', path, (it) => it.setAttribute('src', origin + path)),
        withElement('script', path, (it) => it.setAttribute('src', origin + path)),
        withElement('link', path, (it) => {
          it.setAttribute('rel', 'stylesheet')
          it.setAttribute('href', origin + path)
        }),
        stream(() => new EventSource(origin + path), path),
        stream(() => new WebSocket(origin.replace('http', 'ws') + path), path),
        import(origin + path).then(
          () => loaded.push(`import ${path}`),
          () => {},
        ),
      ])
      await Promise.all(tries)
      return loaded
    },
    { origin, paths: [...new Set(calls().map(({ path }) => path))] },
  )
}

/** Sends forms of every type into frames; gives what of the frames and of an opened window can be read. */
async function frameAll(page: Page, origin: string): Promise<string[]> {
  return page.evaluate(
    async ({ origin, posts }) => {
      const read: string[] = []
      const reach = (what: string, look: () => unknown): void => {
        try {
          const found = look()
          if (found !== null && found !== undefined) read.push(`${what}: ${String(found)}`)
        } catch {
          // Another origin.
        }
      }
      const arrived = (frame: HTMLIFrameElement): Promise<void> =>
        new Promise((resolve) => frame.addEventListener('load', () => resolve(), { once: true }))
      const look = (what: string, frame: HTMLIFrameElement): void => {
        reach(what, () => frame.contentDocument?.body.innerHTML)
        reach(what, () => frame.contentWindow?.document.body.innerHTML)
      }
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
      const send = async (path: string, body: string, type: string): Promise<void> => {
        const frame = document.createElement('iframe')
        frame.name = `frame-${document.querySelectorAll('iframe').length}`
        const form = document.createElement('form')
        Object.assign(form, { action: origin + path, method: 'POST', enctype: type })
        form.target = frame.name
        const field = document.createElement('input')
        // The body of such a form is `name=value`: a JSON document with its end in the value.
        field.name = `${body.slice(0, -1)}${body === '{}' ? '' : ','}"x":"`
        field.value = '"}'
        form.append(field)
        document.body.append(frame, form)
        const done = arrived(frame)
        form.submit()
        await done
        look(`form ${path}`, frame)
        frame.remove()
      }
      const show = async (path: string): Promise<void> => {
        const frame = document.createElement('iframe')
        frame.src = origin + path
        const done = arrived(frame)
        document.body.append(frame)
        await done
        look(`frame ${path}`, frame)
      }
      await Promise.all(
        posts.flatMap(({ path, body }) => types.map((type) => send(path, body, type))),
      )
      await Promise.all([show('/'), show('/api/overview')])
      return read
    },
    {
      origin,
      posts: calls().flatMap(({ method, path, body }) =>
        method === 'POST' && body !== null ? [{ path, body }] : [],
      ),
    },
  )
}

test('a page of another port reads nothing and changes nothing, whatever it tries', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000)
  const before = state()
  await page.goto(`http://127.0.0.1:${foreignPort}/`)
  for (const [index, origin] of targets().entries()) {
    log.length = 0
    const read = await fetchAll(page, origin, opened.token)
    // Of the names of this machine the first is of the same site, the last of another one.
    if (index === 0 || origin.includes(REBOUND)) read.push(...(await loadAll(page, origin)))
    if (index === 0) read.push(...(await frameAll(page, origin)))
    expect([origin, read]).toEqual([origin, []])
    // Chromium may come to refuse this address itself.
    const isBlocked = origin.includes('0.0.0.0') && answered().length === 0
    expect([origin, [...new Set(answered())]]).toEqual([origin, isBlocked ? [] : [403]])
    for (const frame of page.frames().slice(1)) expect(frame.url()).not.toContain(`:${port}`)
  }
  expect(await context.cookies()).toEqual([])
  expect(state()).toBe(before)
})

test('a page of another port that opens the dashboard holds nothing of it', async ({ page }) => {
  await page.goto(`http://localhost:${foreignPort}/`)
  const popup = page.waitForEvent('popup')
  await page.evaluate((origin) => {
    Object.assign(window, { opened: window.open(origin, 'dashboard') })
  }, `http://127.0.0.1:${port}/`)
  const shown = await popup
  await shown.waitForLoadState()
  expect(await shown.textContent('body')).toContain('foreign-origin')
  expect(await shown.evaluate(() => String(globalThis.opener))).toBe('null')
  const held = await page.evaluate(() => {
    const it = Reflect.get(globalThis, 'opened') as Window
    try {
      return `${it.document.title} ${it.location.hash}`
    } catch {
      return it.closed ? 'severed' : 'unreadable'
    }
  })
  expect(['severed', 'unreadable']).toContain(held)
})

test('a name that was made to mean this machine is refused, for the page too', async ({ page }) => {
  const before = state()
  log.length = 0
  const response = await page.goto(`http://${REBOUND}:${port}/#code=${codeOf(newLink(opened.app))}`)
  expect(response?.status()).toBe(403)
  const read = await fetchAll(page, '', opened.token)
  expect(read.filter((text) => !text.includes('"foreign-host"'))).toEqual([])
  expect([...new Set(answered())]).toEqual([403])
  for (const host of [REBOUND, `${REBOUND}:${port}`, `127.0.0.1:${port + 1}`, '127.0.0.1']) {
    expect([host, await rawStatus(host)]).toEqual([host, 403])
  }
  expect(state()).toBe(before)
})

const codeOf = (text: string): string => text.split('#code=')[1] ?? ''

/** As a program sends it that is no browser. */
const rawStatus = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { host, [TOKEN_HEADER]: opened.token }
    request({ host: '127.0.0.1', port, path: API.overview, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })

test('the code of a link is good once, leaves the address bar, and its token stays in the tab', async ({
  page,
  context,
}) => {
  const own = `http://127.0.0.1:${port}`
  const requests: string[] = []
  page.on('request', (sent) => requests.push(sent.url()))
  await page.goto(newLink(opened.app).replace(/^.*#/, `${own}/#`))
  const code = codeOf(link)
  await page.getByRole('navigation', { name: 'Steps' }).waitFor()
  expect(page.url()).not.toContain('code=')
  expect(requests.filter((url) => !url.startsWith(own))).toEqual([])
  const kept = await page.evaluate(() => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    html: document.documentElement.outerHTML,
    cookie: document.cookie,
    entries: performance.getEntries().map(({ name }) => name),
  }))
  const [, token = ''] = /"rebaseline-token":"([\w-]{43})"/.exec(kept.session) ?? []
  expect(token).toHaveLength(43)
  expect(kept.cookie).toBe('')
  expect(await context.cookies()).toEqual([])
  for (const place of [kept.local, kept.html, ...kept.entries, JSON.stringify(log), ...requests]) {
    expect(place).not.toContain(token)
  }

  const exchange = (): Promise<Response> =>
    fetch(`${own}${API.session}`, {
      method: 'POST',
      headers: { origin: own, 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
  expect((await exchange()).status).toBe(200)
  const second = await exchange()
  expect([second.status, await second.text()]).toEqual([
    403,
    expect.stringContaining('code-refused'),
  ])
  const other = await context.newPage()
  await other.goto(`${own}/#code=${code}`)
  await expect(other.getByText(/used before|works once/).first()).toBeVisible()
})
