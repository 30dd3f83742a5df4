import { inspect } from 'node:util'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { RebaselineError } from '../errors.ts'
import { DatabaseUrl, scrub } from './redact.ts'

const CANARY = 'c4n@ry/p?s#w%rd'
const withPassword = (password: string): DatabaseUrl =>
  new DatabaseUrl(
    `postgres://ann:${encodeURIComponent(password)}@db.example:6543/app?sslmode=require`,
  )

afterEach(() => vi.unstubAllEnvs())

describe('a database URL', () => {
  test('is taken apart', () => {
    const { host, port, user, database } = withPassword('x')
    expect({ host, port, user, database }).toEqual({
      host: 'db.example',
      port: 6543,
      user: 'ann',
      database: 'app',
    })
  })

  test('hides its password wherever it is printed', () => {
    const url = withPassword(CANARY)
    const prints = [
      String(url),
      `${url}`,
      JSON.stringify({ url }),
      inspect({ url }, { depth: 9, showHidden: true }),
      JSON.stringify(Object.entries(url)),
      inspect(new Error('outer', { cause: url }), { showHidden: true }),
    ]
    for (const text of prints) {
      expect(text).not.toContain(CANARY)
      expect(text).not.toContain(encodeURIComponent(CANARY))
    }
    expect(String(url)).toBe('postgresql://ann:***@db.example:6543/app?sslmode=require')
  })

  test('gives everything when asked, and the same for another database', () => {
    const url = withPassword(CANARY).withDatabase('other "one"/ü')
    expect(new DatabaseUrl(url.reveal()).database).toBe('other "one"/ü')
    expect(new DatabaseUrl(url.reveal()).revealPassword()).toBe(CANARY)
    expect(new DatabaseUrl(url.reveal()).parameter('sslmode')).toBe('require')
  })

  test('round-trips any user, password and database', () => {
    const word = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(word, fc.string({ unit: 'grapheme' }), word, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent)
        const url = new DatabaseUrl(new DatabaseUrl(`postgresql://${u}:${p}@[::1]:1/${d}`).reveal())
        expect([url.user, url.revealPassword(), url.database, url.host, url.port]).toEqual([
          user,
          password,
          database,
          '::1',
          1,
        ])
      }),
    )
  })

  test('may name a socket folder, and defaults as libpq does', () => {
    vi.stubEnv('PGUSER', 'bob')
    vi.stubEnv('PGPASSWORD', CANARY)
    const socket = new DatabaseUrl('postgresql:///app?host=/run/postgresql')
    expect([socket.host, socket.port, socket.user]).toEqual(['/run/postgresql', 5432, 'bob'])
    expect(new DatabaseUrl(socket.reveal()).host).toBe('/run/postgresql')
    expect(new DatabaseUrl('postgres://%2Frun%2Fpostgresql/app').host).toBe('/run/postgresql')
    const bare = new DatabaseUrl('postgres://')
    expect([bare.host, bare.database, bare.revealPassword()]).toEqual(['localhost', 'bob', CANARY])
  })

  test.each([
    ['a socket as host', 'postgres://ann:pw@%2Fvar%2FRun%20x:6000/app'],
    ['a socket in the query', 'postgres:///app?host=/var/Run%20x&port=6000&user=ann&password=pw'],
    [
      'a socket beside a host',
      'postgres://b:b@localhost:1/app?host=/var/Run%20x&port=6000&user=ann&password=pw',
    ],
    ['another host in the query', 'postgres://b:b@one/app?host=two&port=6000&user=ann&password=pw'],
    ['an address of IPv6', 'postgres://ann:pw@[::1]:6000/app?sslmode=disable'],
  ])('with %s is one place for us, for node-postgres and for whoever reads it again', (_, text) => {
    const url = new DatabaseUrl(text).withDatabase('Other')
    const { host, port } = new pg.Client(text)
    for (const place of [url, new pg.Client(url.reveal()), new DatabaseUrl(url.reveal())]) {
      const found = [place.host, place.port, place.user, place.database]
      expect(found).toEqual([host, port, 'ann', 'Other'])
    }
    expect(url.revealPassword()).toBe('pw')
  })

  test('a password in the query is hidden too', () => {
    const url = new DatabaseUrl('postgres://ann@db/app?password=geheim&sslmode=disable')
    expect(url.revealPassword()).toBe('geheim')
    expect(String(url)).not.toContain('geheim')
    expect(inspect(url, { showHidden: true })).not.toContain('geheim')
  })

  test.each([
    '',
    'app',
    'mysql://ann:geheim@db/app',
    'postgres://ann:geheim@db:port/app',
    'postgres://ann:geheim@db:99999/app',
    'postgres://ann:ge/heim@db/app',
    'postgres://ann:1/geheim@db/app',
    'postgres://ann:ge#heim@db/app',
    'postgres://ann:ge?heim@db/app',
    'postgres://ann:geheim%@db/app',
    'postgres://ann:geheim@one,two/app',
    'postgres://ann:geheim@/app?host=one,two',
    'postgres://ann:geheim@/app?host=one&host=two',
    'postgres://ann:geheim@one/app?dbname=other',
    'postgres://ann:geheim@[::1/app',
  ])('%s is refused without repeating it', (text) => {
    const error = caught(() => new DatabaseUrl(text))
    expect(error).toMatchObject({ code: 'invalid-url' })
    expect(inspect(error, { showHidden: true }).replace(/^ {4}at .*$/gm, '')).not.toMatch(
      /heim|ann/,
    )
    expect(JSON.stringify(error)).toContain('percent-encode')
  })
})

describe('scrub', () => {
  test('takes the password out, raw, percent-encoded and as JSON', () => {
    const url = withPassword(CANARY)
    const quoted = withPassword('a"b\\c')
    const text = `${CANARY} ${encodeURIComponent(CANARY)} ${url.reveal()} ${JSON.stringify('a"b\\c')}`
    const clean = scrub(text, [url, quoted])
    expect(clean).not.toContain(CANARY)
    expect(clean).not.toContain(encodeURIComponent(CANARY))
    expect(clean).toContain('"***"')
  })

  test('leaves a text alone that holds no password', () => {
    expect(
      scrub('nothing to see', [withPassword('x1y2'), new DatabaseUrl('postgres://a:@b/c')]),
    ).toBe('nothing to see')
  })
})

function caught(action: () => unknown): RebaselineError {
  try {
    action()
  } catch (error) {
    if (error instanceof RebaselineError) return error
  }
  throw new Error('it was not refused')
}
