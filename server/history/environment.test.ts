import { expect, test } from 'vitest'
import { DatabaseUrl } from '../postgres/redact.ts'
import { connectionParts, migrationEnvironment } from './environment.ts'

const scratch = connectionParts(
  new DatabaseUrl('postgres://me:p%40ss@localhost:5499/scratch'),
  'rebaseline/x/migrations',
  { ssl: false },
)
const URL_OF_SCRATCH = 'postgresql://me:p%40ss@localhost:5499/scratch'

test('whatever names a database names the scratch database', () => {
  const environment = migrationEnvironment(
    {
      DATABASE_URL: 'postgres://live/prod',
      DIRECT_URL: 'postgresql://live/prod',
      SETTINGS: '{"db":"postgres://live/prod"}',
      DB_HOST: 'live',
      POSTGRES_PASSWORD: 'live',
      DATABASE_NAME: 'prod',
      PGHOST: 'live',
      PGSERVICE: 'live',
      PGOPTIONS: '-c search_path=prod',
    },
    scratch,
    undefined,
  )
  expect(environment).toStrictEqual({
    DATABASE_URL: URL_OF_SCRATCH,
    POSTGRES_URL: URL_OF_SCRATCH,
    DIRECT_URL: URL_OF_SCRATCH,
    DB_HOST: 'localhost',
    POSTGRES_PASSWORD: 'p@ss',
    DATABASE_NAME: 'scratch',
    PGHOST: 'localhost',
    PGPORT: '5499',
    PGUSER: 'me',
    PGPASSWORD: 'p@ss',
    PGDATABASE: 'scratch',
    PGAPPNAME: 'rebaseline/x/migrations',
  })
})

test('everything else is kept, and the tsconfig is the one of the project', () => {
  const given = { HOME: '/home/me', APP_KEY: 'k', MONGO_DB_HOST: 'm', TSX_TSCONFIG_PATH: '/other' }
  const environment = migrationEnvironment(given, scratch, '/app/tsconfig.json')
  expect(environment).toMatchObject({
    HOME: '/home/me',
    APP_KEY: 'k',
    MONGO_DB_HOST: 'm',
    TSX_TSCONFIG_PATH: '/app/tsconfig.json',
  })
})

test('a server on a socket is written so that drivers understand it', () => {
  const socket = new DatabaseUrl('postgres://me@/scratch?host=/run/pg&port=5433')
  const environment = migrationEnvironment(
    {},
    connectionParts(socket, 'a', { ssl: false }),
    undefined,
  )
  expect(environment['DATABASE_URL']).toBe('postgresql://me@/scratch?host=%2Frun%2Fpg&port=5433')
  expect(environment['PGHOST']).toBe('/run/pg')
})

test('a migration connects as encrypted, as checked and with the same options as we do', () => {
  const at = 'postgres://me@db.example/scratch'
  const root = '&sslrootcert=%2Fcerts%2Froot.pem'
  for (const [asked, handed] of [
    ['', '?sslmode=no-verify'],
    ['?sslmode=require', '?sslmode=no-verify'],
    [`?sslmode=verify-full${root}`, `?sslmode=verify-full${root}`],
    [`?sslmode=verify-ca${root}`, `?sslmode=verify-ca${root}`],
    [
      '?sslmode=require&sslkey=%2Fk&options=endpoint%3Dx',
      '?sslmode=no-verify&sslkey=%2Fk&options=endpoint%3Dx',
    ],
  ] as const) {
    const parts = connectionParts(new DatabaseUrl(`${at}${asked}`), 'a', { ssl: true })
    const { DATABASE_URL, PGSSLMODE } = migrationEnvironment({}, parts, undefined)
    expect(DATABASE_URL).toBe(`postgresql://me@db.example:5432/scratch${handed}`)
    expect(PGSSLMODE).toBe(parts.encryption?.checks)
  }
})
