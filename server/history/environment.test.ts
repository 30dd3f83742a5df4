import { expect, test } from 'vitest'
import { DatabaseUrl } from '../postgres/redact.ts'
import { connectionParts, migrationEnvironment } from './environment.ts'

const scratch = connectionParts(
  new DatabaseUrl('postgres://me:p%40ss@localhost:5499/scratch'),
  'rebaseline/x/migrations',
  false,
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
  const environment = migrationEnvironment({}, connectionParts(socket, 'a', false), undefined)
  expect(environment['DATABASE_URL']).toBe('postgresql://me@/scratch?host=%2Frun%2Fpg&port=5433')
  expect(environment['PGHOST']).toBe('/run/pg')
})
