import type { FastifySchema, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API, TOKEN_HEADER } from '../../shared/api.ts'
import { hostileRun } from '../testing/compared-run.ts'
import { OWN, openApp, type OpenApp } from '../testing/open-app.ts'
import { projectState } from '../testing/project-state.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { closedPlaces, sampleOf } from '../testing/sample-of.ts'
import { smallRun } from '../testing/small-run.ts'

/** One address with one method, and a request to it that would be answered but for the guards. */
interface Address {
  readonly method: string
  readonly url: string
  readonly schema: FastifySchema
  readonly bodyLimit: number | undefined
}

let reviewed: ReviewedProject
let opened: OpenApp
beforeAll(async () => {
  reviewed = await reviewedProject()
  await reviewed.keep(smallRun(), 1)
  opened = await openApp(reviewed.project, { run: hostileRun() })
})
afterAll(() => opened.close())

const addressesOf = ({ app }: OpenApp): Address[] =>
  app.routeList.flatMap(({ method, url, schema, bodyLimit }) =>
    [method].flat().map((name) => ({ method: name, url, schema: schema ?? {}, bodyLimit })),
  )
const isApi = ({ url }: Address): boolean => /^\/api(?:\/|$)/.test(url)
const isOpen = ({ url }: Address): boolean => url === API.session
const isReading = ({ method }: Address): boolean => method === 'GET' || method === 'HEAD'
const isKnown = ({ schema }: Address): boolean => schema.response !== undefined

/** The address with what its schema takes in the place of its parameters, but for those that are told. */
function pathOf({ url, schema }: Address, told: Readonly<Record<string, string>> = {}): string {
  const params = (schema.params ? sampleOf(schema.params) : {}) as Record<string, string>
  const path = url.replace(/:(\w+)/g, (_, name: string) => told[name] ?? String(params[name]))
  const query = schema.querystring ? (sampleOf(schema.querystring) as Record<string, string>) : {}
  const words = new URLSearchParams(query).toString()
  return `${path.replace('*', 'x')}${words === '' ? '' : `?${words}`}`
}

const bodyOf = ({ schema }: Address): object => (schema.body ? sampleOf(schema.body) : {}) as object

const requestTo = (address: Address): InjectOptions => ({
  method: address.method as 'GET',
  url: pathOf(address),
  headers: { ...OWN, [TOKEN_HEADER]: opened.token },
  ...(isReading(address) ? {} : { payload: bodyOf(address) }),
})

/** What an answer came to, as a sentence that a failed test shows whole. */
async function answer(address: Address, change: InjectOptions): Promise<string> {
  const request = requestTo(address)
  const named = Object.entries({ ...request.headers, ...change.headers })
  const headers = Object.fromEntries(named.filter(([, value]) => value !== undefined))
  const { statusCode, body } = await opened.app.inject({ ...request, ...change, headers })
  const [, code = ''] = /"code":"([a-z-]+)"/.exec(body) ?? []
  const isTold = address.method !== 'HEAD' && code !== ''
  return `${address.method} ${address.url} ${statusCode}${isTold ? ` ${code}` : ''}`
}

const expected = (address: Address, status: number, code: string): string =>
  `${address.method} ${address.url} ${status}${address.method === 'HEAD' ? '' : ` ${code}`}`

/** Every address answers each of these so. */
async function allAnswer(
  which: (address: Address) => boolean,
  changes: readonly ((address: Address) => InjectOptions)[],
  [status, code]: readonly [number, string],
): Promise<void> {
  const asked = addressesOf(opened).filter(which)
  expect(asked.length).toBeGreaterThan(1)
  for (const address of asked) {
    for (const change of changes) {
      expect(await answer(address, change(address))).toBe(expected(address, status, code))
    }
  }
}

const withHeaders = (headers: Readonly<Record<string, string>>) => (): InjectOptions => ({
  headers,
})
const without = (name: string) => (): InjectOptions => ({ headers: { [name]: undefined } })
const text =
  (payload: string, type = 'application/json') =>
  (): InjectOptions => ({ payload, headers: { 'content-type': type } })

const stateOf = (): string => projectState(reviewed.project.folder, opened)

/** Nothing at all is changed by what is refused. */
async function changesNothing(work: () => Promise<void>): Promise<void> {
  const before = stateOf()
  await work()
  expect(stateOf()).toBe(before)
}

test('every address of the API has its route, and of files only those that were built are there', () => {
  const urls = new Set(addressesOf(opened).map(({ url }) => url))
  for (const url of Object.values(API)) expect(urls).toContain(url)
  const files = [...urls].filter((url) => !url.startsWith('/api'))
  expect(files.toSorted()).toEqual(['/', '/assets/page.js', '/index.html'])
})

describe('every route refuses', () => {
  test('a foreign host', () =>
    changesNothing(() =>
      allAnswer(
        () => true,
        ['evil.test', 'evil.test:80', 'localhost:81', 'localhost.', '0.0.0.0', ''].map((host) =>
          withHeaders({ host, origin: `http://${host}` }),
        ),
        [403, 'foreign-host'],
      ),
    ))

  test('a foreign origin, a null one, and another port of this machine', () =>
    changesNothing(() =>
      allAnswer(
        () => true,
        ['http://evil.test', 'null', 'http://localhost:81', 'https://localhost', ''].map((origin) =>
          withHeaders({ origin }),
        ),
        [403, 'foreign-origin'],
      ),
    ))

  test('what the browser says came from another site', () =>
    changesNothing(() =>
      allAnswer(
        () => true,
        ['cross-site', 'same-site', 'anything', ''].map((site) =>
          withHeaders({ 'sec-fetch-site': site }),
        ),
        [403, 'foreign-origin'],
      ),
    ))

  test('a change without an origin', () =>
    changesNothing(() =>
      allAnswer((address) => !isReading(address), [without('origin')], [403, 'foreign-origin']),
    ))

  test('a call without the token, with another one, or with it in another place', () =>
    changesNothing(() =>
      allAnswer(
        (address) => isApi(address) && !isOpen(address),
        [
          without(TOKEN_HEADER),
          ...['', 'x', `${opened.token}x`, opened.token.slice(1)].map((token) =>
            withHeaders({ [TOKEN_HEADER]: token }),
          ),
          (address) => ({
            ...without(TOKEN_HEADER)(),
            url: `${pathOf(address).split('?')[0]}?token=${opened.token}&${TOKEN_HEADER}=${opened.token}`,
          }),
          withHeaders({
            [TOKEN_HEADER]: '',
            cookie: `${TOKEN_HEADER}=${opened.token}`,
            authorization: `Bearer ${opened.token}`,
          }),
        ],
        [401, 'no-session'],
      ),
    ))

  test('a body of another type than JSON, and none at all', () =>
    changesNothing(() =>
      allAnswer(
        (address) => !isReading(address),
        [
          ...[
            'text/plain',
            'text/plain; application/json',
            'application/x-www-form-urlencoded',
            'multipart/form-data; boundary=x',
            'application/jsonx',
            '',
          ].map((type) => (address: Address) => text(JSON.stringify(bodyOf(address)), type)()),
          () => ({ payload: '', ...without('content-type')() }),
        ],
        [415, 'not-json'],
      ),
    ))
})

describe('every route of the API', () => {
  const takesBody = (address: Address): boolean => isKnown(address) && !isReading(address)

  test('that changes something has a schema of what it takes', () => {
    const open = addressesOf(opened).filter((each) => takesBody(each) && !each.schema.body)
    expect(open.map(({ url }) => url)).toEqual([])
  })

  test('with a parameter has a schema of it, and of its answer unless it streams', () => {
    const api = addressesOf(opened).filter((each) => isApi(each) && !each.url.includes('*'))
    const free = api.filter(({ url, schema }) => url.includes(':') && !schema.params)
    expect(free.map(({ url }) => url)).toEqual([])
    const silent = api.filter((each) => !isKnown(each) && each.url !== '/api')
    expect(new Set(silent.map(({ url }) => url))).toEqual(new Set([API.jobEvents]))
  })

  test('refuses a body that is not of its form: nothing, other values, broken text', () =>
    changesNothing(() =>
      allAnswer(
        takesBody,
        ['', 'null', '[]', '1', '"text"', '{', '{"a":1}x', '\u0000'].map((body) => text(body)),
        [400, 'bad-request'],
      ),
    ))

  test('refuses unknown names at every depth, those of prototypes too', () =>
    changesNothing(async () => {
      const names = ['more', '__proto__', 'constructor', 'prototype', 'toString']
      let places = 0
      for (const address of addressesOf(opened).filter(takesBody)) {
        for (const place of closedPlaces(address.schema.body)) {
          places += 1
          for (const name of names) {
            const planted = planter(bodyOf(address), place, name)
            expect(await answer(address, text(planted)())).toBe(
              expected(address, 400, 'bad-request'),
            )
          }
        }
      }
      expect(places).toBeGreaterThan(addressesOf(opened).filter(takesBody).length)
      expect(({} as Record<string, unknown>)['planted']).toBeUndefined()
    }))

  test('refuses a body that is larger than what it takes', () =>
    changesNothing(async () => {
      for (const address of addressesOf(opened).filter(takesBody)) {
        const limit = address.bodyLimit ?? 64 * 1024
        const body = JSON.stringify({ text: 'x'.repeat(limit) })
        expect(await answer(address, text(body)())).toBe(expected(address, 413, 'too-large'))
      }
    }))

  test('refuses names in its query that it does not know', () =>
    changesNothing(async () => {
      const asked = addressesOf(opened).filter((each) => isKnown(each) && isReading(each))
      for (const address of asked) {
        const path = pathOf(address)
        for (const name of ['more', '__proto__', 'constructor']) {
          const url = `${path}${path.includes('?') ? '&' : '?'}${name}=1`
          expect(await answer(address, { url })).toBe(expected(address, 400, 'bad-request'))
        }
      }
    }))

  test('takes ids only: no path, no name of a prototype, no end of a text', () =>
    changesNothing(async () => {
      const hostile = [
        '..',
        '.',
        '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
        '..%5c..%5cetc',
        '/etc/passwd',
        'C:%5cwindows',
        'a%00b',
        '%zz',
        '%ff',
        '__proto__',
        'constructor',
        'x'.repeat(23),
        '%0a',
        '1%0a',
        '1e1',
        '-1',
      ]
      const asked = addressesOf(opened).filter((each) => isApi(each) && each.url.includes(':'))
      expect(asked.length).toBeGreaterThan(5)
      for (const address of asked) {
        const names = [...address.url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
        for (const name of names) {
          for (const id of hostile) {
            const url = pathOf(address, { [name]: id })
            expect(await answer(address, { url })).toMatch(
              / (?:400 ?bad-request|404 ?not-found|40[04])$/,
            )
          }
        }
      }
    }))

  test('takes what is of its form: it was for the guards that the rest was refused', async () => {
    for (const address of addressesOf(opened).filter((each) => isApi(each) && isKnown(each))) {
      expect(await answer(address, {})).not.toMatch(/ (?:401|403 foreign|413|415|500|400 bad)/)
    }
  })
})

/** The text of a body with one more name at a place; JSON.stringify would leave `__proto__` out. */
function planter(body: object, place: readonly (string | number)[], name: string): string {
  const copy = structuredClone(body)
  let inner = copy as Record<string | number, unknown>
  for (const part of place) inner = inner[part] as Record<string | number, unknown>
  inner['PLANTED'] = { planted: 1 }
  return JSON.stringify(copy).replace('"PLANTED"', JSON.stringify(name))
}

describe('a route that is added without its guards is noticed:', () => {
  test('one outside of the API has no token, one without a schema takes anything', async () => {
    const schema = { response: { 200: {} } }
    const planted = await openApp(null, {
      plant: (app) => app.post('/api/planted', { schema }, async () => ({})),
    })
    const real = opened
    opened = planted
    try {
      const address = addressesOf(planted).find(({ url }) => url === '/api/planted')
      if (!address) throw new Error('it is not in the list of routes')
      expect(await answer(address, without(TOKEN_HEADER)())).toContain(' 200')
      expect(await answer(address, text('{"more":1}')())).toContain(' 200')
      expect(await answer(address, withHeaders({ host: 'evil.test' })())).toContain(' 403')
    } finally {
      opened = real
      await planted.close()
    }
  })
})
