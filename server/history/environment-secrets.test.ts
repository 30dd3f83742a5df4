import { expect, test } from 'vitest'
import { environmentSecrets } from './environment-secrets.ts'

test.each([
  'PGPASSWORD',
  'DB_PASS',
  'APP_KEY',
  'JWT_SIGNING_KEY_1',
  'githubToken',
  'GITHUB_PAT',
  'AWS_SECRET_ACCESS_KEY',
  'npm_config__auth',
  'DB_PWD',
])('the value of %s is a secret', (name) =>
  expect(environmentSecrets({ [name]: 'long enough' })).toEqual(['long enough']),
)

test.each([
  'KEYCLOAK_REALM',
  'PASSENGER_APP',
  'KEYBOARD_LAYOUT',
  'TOKENIZER',
  'SECRET_ID',
  'AUTHOR',
  'PWD',
  'OLDPWD',
])('the value of %s is none: its words are others', (name) =>
  expect(environmentSecrets({ [name]: 'long enough' })).toEqual([]),
)

test('a value that another variable says openly is none, and what looks like a secret is one', () => {
  expect(environmentSecrets({ APP_KEY: 'customers', SCHEMA: 'customers' })).toEqual([])
  expect(environmentSecrets({ A: 'postgres://me:long%20enough@host/db' })).toContain('long enough')
})
