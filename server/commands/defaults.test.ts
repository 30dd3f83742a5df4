import { expect, test } from 'vitest'
import { configured, withDefaults } from './defaults.ts'
import { compareCommand } from './compare.ts'
import { historyCommand } from './history.ts'
import { snapshotCommand } from './snapshot.ts'
import type { Values } from './options.ts'
import { uiCommand } from './ui.ts'
import { verifyCommand } from './verify.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const found = { file: '/p/rebaseline.config.ts', values: { seedExcept: 'audit_log' } }
const place = { folder: '/p', variables: {} }

test.each<[string, Values, string | undefined]>([
  ['a replay', { migrations: 'migrations' }, 'audit_log'],
  ['a folder that nobody named', {}, 'audit_log'],
  ['a dump', { dump: 'd.sql' }, 'audit_log'],
  ['a live database, of which no row is read unasked', { database: 'postgres://h/d' }, undefined],
  ['a call that says whose rows are seed', { seed: 'all' }, undefined],
])('tables left out in the configuration are left out of %s: %o', (_of, given, taken) => {
  expect(configured(verifyCommand, given, found, place)['seed-except']).toBe(taken)
})

test('two live databases, a snapshot and a comparison are left alone by it', () => {
  const two: Values = { old: 'postgres://h/a', rebuilt: 'postgres://h/b' }
  const taken = [
    configured(uiCommand, two, found, place),
    configured(snapshotCommand, {}, found, place),
    configured(compareCommand, {}, found, place),
  ].map((values) => values['seed-except'])
  expect(taken).toEqual([undefined, undefined, undefined])
  expect(configured(uiCommand, {}, found, place)['seed-except']).toBe('audit_log')
})

test('the file of environment variables is where the configuration says, from wherever one calls', () => {
  const said = { file: '/p/rebaseline.config.ts', values: { envFile: 'config/.env' } }
  const inside = { folder: '/p/packages/api', variables: {} }
  expect(configured(verifyCommand, {}, said, inside)['env-file']).toBe('../../config/.env')
})

const config = (migrations: string): string => `export default { ${migrations} }`

test.each<[string, Record<string, string>, string]>([
  ['speaks of seeds alone', { 'kysely.config.ts': config('seeds: {}') }, 'db/migrations'],
  [
    'names the folder that it is in',
    { 'kysely.config.ts': config("migrations: { migrationFolder: '.' }") },
    '.',
  ],
])('a kysely.config that %s is taken as that', async (_says, files, expected) => {
  const folder = projectFolder({ ...files, 'db/migrations/001.ts': migration('') })
  expect(await guessedIn(folder)).toMatchObject({ migrations: expected })
})

test('two configurations of kysely-ctl are refused, and named', async () => {
  const folder = projectFolder({
    'kysely.config.ts': config("migrations: { migrationFolder: 'a' }"),
    '.config/kysely.config.ts': config("migrations: { migrationFolder: 'b' }"),
    'db/migrations/001.ts': migration(''),
  })
  await expect(guessedIn(folder)).rejects.toThrow(/\.config\/kysely\.config\.ts is there too/)
})

const guessedIn = (folder: string): Promise<Values> =>
  withDefaults(
    historyCommand,
    {},
    {
      folder,
      variables: {},
      progress: () => {},
      signal: new AbortController().signal,
      asks: 'nowhere',
    },
  )
