import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RebaselineError } from '../errors.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { findConfiguration } from './configuration.ts'
import { configurationSource } from './source.ts'

const folderWith = (text: string, name = 'rebaseline.config.ts'): string =>
  projectFolder({ [name]: text })
const valuesOf = (text: string, name?: string) => findConfiguration(folderWith(text, name))?.values

test.each([
  ['plain', "export default { migrations: 'db', postgres: 16 }"],
  [
    'typed',
    "import type { Configuration } from 'rebaseline'\nexport default { migrations: `db`, 'postgres': 16 } satisfies Configuration",
  ],
  [
    'by a function that types it',
    "import { defineConfig } from 'x'\nexport default defineConfig({ migrations: 'db', postgres: 16 } as const)",
  ],
  ['by a name', "const config = { migrations: 'db', postgres: 16 }\nexport default config"],
])('a configuration is read where it is %s', (_how, text) => {
  expect(valuesOf(text)).toEqual({ migrations: 'db', postgres: 16 })
})

test('one of CommonJS is read too, and the nearest counts', () => {
  const folder = folderWith("module.exports = { migrations: 'far' }", 'rebaseline.config.cjs')
  const inner = join(folder, 'packages', 'api')
  mkdirSync(inner, { recursive: true })
  expect(findConfiguration(inner)).toMatchObject({ values: { migrations: 'far' } })
  writeFileSync(join(inner, 'rebaseline.config.mjs'), "export default { migrations: 'near' }")
  expect(findConfiguration(inner)).toMatchObject({ values: { migrations: 'near' } })
})

test.each([
  ["export default { migration: 'db' }", /no setting migration: there are migrations/],
  ['export default { migrations: [] }', /migrations is not a text, or a list of one or more/],
  ["export default { migrations: ['db', ''] }", /migrations is not a text/],
  ['export default { postgres: 12 }', /postgres is not a whole number, 14 to 18/],
  ["export default { databaseEnv: 'postgres://a:b@c/d' }", /databaseEnv is not the name of an env/],
  [
    "export default { deployments: { live: 'postgres://a:hunter2@c/d' } }",
    /^deployments is not an object of names of environment variables, [^@]*$/,
  ],
  ["export default { deployments: 'LIVE_URL' }", /deployments is not an object of names/],
  ['export default {\n  migrations: process.env.DIR }', /line 2: migrations is not written out/],
  ["export default { migrations: env('DIR') }", /line 1: migrations is not written out/],
  ['export default { ...base }', /line 1: what it exports is not written out/],
  ["export default { ['migrations']: 'a' }", /not written out/],
  ["export default { domains: { mail: 'a' } }", /domains is not an object of lists of tables/],
  ["export default { domains: { ' ': ['a'] } }", /domains is not an object/],
  ["export default { categories: ['a'] }", /categories is not an object of lists of migrations/],
  ['export default {\n domains: {\n  mail: [a] } }', /line 3: domains is not written out/],
  ['export const a = 1', /exports no object/],
  ['export default {', /exports no object/],
  ['process.exit(9)\nexport default [1]', /exports no object/],
])('%s is refused, and never run', (text, happened) => {
  try {
    valuesOf(text)
  } catch (error) {
    const { code, happened: told } = error as RebaselineError
    return expect([code, told]).toEqual(['configuration-refused', expect.stringMatching(happened)])
  }
  throw new Error('it was taken')
})

test('what is written is read again', () => {
  const values = {
    migrations: "it's/`here`\\",
    domains: { mail: ['letters', "it's_*"], none: [] },
    categories: { "it's `odd`": ['024_*'] },
    postgres: 18,
    databaseEnv: 'DATABASE_URL',
    deployments: { live: 'LIVE_URL', "it's": '_x' },
    notes: 'NOTES.md',
    migrationTable: '${x}',
    timeLimit: 5,
    envFile: '.env',
    seedExcept: 'audit_log, other.sessions',
  }
  const several = { migrations: ['db/core', 'db/billing'] }
  for (const how of ['typed', 'plain'] as const) {
    expect(valuesOf(configurationSource(several, how))).toEqual(several)
    expect(valuesOf(configurationSource(values, how))).toEqual(values)
  }
})
