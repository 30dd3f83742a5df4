import { expect, test } from 'vitest'
import { codegenOptions } from './codegen-options.ts'

test.each([
  ['kysely-codegen', []],
  ['kysely-codegen --camel-case --out-file=src/db.ts', ['--camel-case']],
  [
    'tsc && npx kysely-codegen --url=postgres://live --exclude-pattern=x.* --print',
    ['--exclude-pattern=x.*'],
  ],
  [
    'pnpm exec kysely-codegen --dialect=postgres --runtime-enums=pascal-case --env-file=.env',
    ['--runtime-enums=pascal-case'],
  ],
] as const)('%s', (line, options) => {
  expect(codegenOptions({ test: 'vitest', types: line })).toStrictEqual({
    status: 'plain',
    options,
  })
})

test.each([
  "kysely-codegen --overrides='{}'",
  'kysely-codegen --url "$LIVE"',
  'kysely-codegen --camel-case; rm -rf x',
  'kysely-codegen $(touch pwned)',
])('%s is not plain', (line) => {
  expect(codegenOptions({ types: line })).toStrictEqual({ status: 'not plain', script: 'types' })
})

test('a project whose scripts do not call it', () => {
  expect(codegenOptions({ test: 'vitest' })).toStrictEqual({ status: 'none' })
  expect(codegenOptions(undefined)).toStrictEqual({ status: 'none' })
})
