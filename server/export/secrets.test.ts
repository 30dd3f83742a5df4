import { describe, expect, test } from 'vitest'
import { sqlTemplate } from '../baseline/kysely-source.ts'
import { isSecretName } from '../rows/secret-forms.ts'
import { secretsIn, secretWarnings } from './secrets.ts'

const HASH = `$2b$10$${'a'.repeat(53)}`
const seed = (sql: string): string =>
  `import { sql } from 'kysely'\nexport async function up(db) {\n  await ${sqlTemplate(sql)}.execute(db)\n}\n`

describe('a form that secrets have is known wherever it stands:', () => {
  test.each([
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['a bcrypt password hash', HASH],
    ['an Argon2 password hash', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$x'],
    ['a crypt password hash', `$6$salt$${'b'.repeat(40)}`],
    ['a PBKDF2 password hash', 'pbkdf2_sha256$260000$x$y'],
    ['a Postgres password hash', `md5${'0'.repeat(32)}`],
    ['an AWS access key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a GitHub token', `ghp_${'c'.repeat(36)}`],
    ['a Slack token', 'xoxb-123456789012-abcdef'],
    ['a Stripe key', `sk_live_${'d'.repeat(24)}`],
    ['a Google key', `AIza${'e'.repeat(35)}`],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln'],
    ['a URL with a password', 'https://me:hunter22@studio.test/'],
  ])('%s', (what, value) => {
    const rows = `INSERT INTO public.settings (id, value) VALUES\n  (1, 'plain'),\n  (2, '${value}')`
    expect(secretsIn(seed(rows))).toEqual([
      { what, where: 'column value of public.settings', count: 1, line: 5 },
    ])
    expect(secretsIn(seed(`DO $$ begin perform '${value}'; end $$`))).toMatchObject([
      { what, where: null, line: 3 },
    ])
    expect(secretWarnings('002_seed.ts', seed(rows)).join()).not.toContain(value)
  })
})

test('a column whose name says it holds secrets is one, in whatever way its rows are written', () => {
  const rows = `INSERT INTO "app"."Api Keys" (id, "clientSecret", note) OVERRIDING SYSTEM VALUE VALUES
  (1, 'it''s, (not) told', 'a'), (2, NULL, 'b'), (3, 'and another', 'c')`
  expect(secretsIn(seed(rows))).toEqual([
    {
      what: 'a secret by its name',
      where: 'column clientSecret of app.Api Keys',
      count: 2,
      line: 4,
    },
  ])
  const built = `await db.insertInto('users').values([{ id: 1, apiToken: 'abcdefgh1' }]).execute()`
  expect(secretsIn(built)).toMatchObject([{ where: 'property apiToken', count: 1, line: 1 }])
})

test.each([
  'password',
  'password_hash',
  'apiKey',
  'api_key',
  'PRIVATE_KEY',
  'refresh-token',
  'pwd',
])('%s is the name of a secret', (name) => expect(isSecretName(name)).toBe(true))

test.each([
  'password_changed_at',
  'token_type',
  'secret_id',
  'key',
  'primary_key',
  'tokens_count',
  'compass',
  'passenger',
  'monkey',
])('%s is none', (name) => expect(isSecretName(name)).toBe(false))

test('what is no secret is passed over: other columns, short values, values after the rows', () => {
  const rows = `INSERT INTO t (name, token) VALUES ('long enough a name', 'short'), ('md5', NULL)`
  expect(secretsIn(seed(rows))).toEqual([])
  expect(secretsIn(`${seed(rows)}\nconst token = other('long enough')`)).toEqual([])
})
