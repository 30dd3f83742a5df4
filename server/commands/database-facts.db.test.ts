import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testServer } from '../testing/postgres.ts'

const TABLE = 'create table a (x text)'
let made = 0

/** A database with that locale and encoding, which holds what this SQL makes; as URL. */
async function database(options: string, sql = TABLE): Promise<string> {
  const server = testServer(18)
  const name = `given_${(made += 1)}`
  await withConnection(server.url, server, (query) =>
    query(`create database ${name} template template0 ${options}`),
  )
  const url = server.url.withDatabase(name)
  await withConnection(url, server, (query) => query(sql.replaceAll('THIS', name)))
  return url.reveal()
}

const ICU = (locale: string, more = ''): string =>
  `locale_provider icu icu_locale '${locale}' ${more}`

test('two databases of other default collations or encodings differ', async () => {
  const [english, german, rules, builtin, latin, same] = [
    await database(ICU('en')),
    await database(ICU('de')),
    await database(ICU('en', "icu_rules '&a < g'")),
    await database("locale_provider builtin builtin_locale 'C.UTF-8'"),
    await database("locale_provider libc locale 'C' encoding 'LATIN1'"),
    await database(ICU('en')),
  ] as const
  const compared = async (other: string): Promise<unknown> => {
    const told = await hear(['compare', english, other, '--json'])
    const { verdict, findings } = documentOf(told) as {
      verdict: string
      findings: { kind: string; attributes: unknown }[]
    }
    return [told.code, verdict, findings.map(({ kind, attributes }) => [kind, attributes])]
  }
  const locale = (rebuilt: unknown) => ({
    name: 'locale',
    old: expect.stringMatching(/^ICU en, LC_CTYPE /),
    rebuilt,
  })
  const differs = (...attributes: unknown[]) => [1, 'different', [['database', attributes]]]
  expect(await compared(same)).toStrictEqual([0, 'equal', []])
  expect(await compared(german)).toStrictEqual(differs(locale(expect.stringMatching(/^ICU de, /))))
  expect(await compared(rules)).toStrictEqual(
    differs(locale(expect.stringMatching(/^ICU en with rules '&a < g', /))),
  )
  expect(await compared(builtin)).toStrictEqual(
    differs(locale(expect.stringMatching(/^builtin C\.UTF-8, /))),
  )
  expect(await compared(latin)).toStrictEqual(
    differs({ name: 'encoding', old: 'UTF8', rebuilt: 'LATIN1' }, locale('libc C, LC_CTYPE C')),
  )
})

test('beside what is built here, another collation is named, and another encoding differs', async () => {
  const folder = join(
    projectFolder({
      'package.json': '{ "type": "module" }',
      'migrations/001.ts': migration(`await run(${JSON.stringify(TABLE)})`),
    }),
    'migrations',
  )
  const words = (url: string): string[] => [
    'verify',
    '--database',
    url,
    '--baseline',
    folder,
    '--server',
    testServer(18).url.reveal(),
    '--json',
  ]
  const [german, latin] = [
    await hear(words(await database(ICU('de')))),
    await hear(words(await database("locale_provider libc locale 'C' encoding 'LATIN1'"))),
  ]
  expect([german.code, documentOf(german)]).toMatchObject([
    0,
    {
      verdict: 'equal',
      notCompared: [
        expect.stringContaining('rows'),
        expect.stringMatching(
          /^text order and case rules, in keys and CHECKs as well: old is ICU de, .*; rebuilt is ICU und, /,
        ),
      ],
    },
  ])
  expect([latin.code, documentOf(latin)]).toMatchObject([
    1,
    { findings: [{ kind: 'database', attributes: [{ name: 'encoding' }] }] },
  ])
})

test('what a database has of its own is named with both values', async () => {
  const [old, rebuilt] = [
    await database(
      '',
      `${TABLE}; comment on database THIS is 'mine'; alter database THIS connection limit 9; alter database THIS is_template true; create role boss; alter database THIS owner to boss`,
    ),
    await database(''),
  ]
  const told = await hear(['compare', old, rebuilt, '--json'])
  expect(documentOf(told)).toMatchObject({
    notCompared: [
      expect.stringContaining('rows'),
      `the database's own comment: old has "mine", rebuilt none`,
      `the database's own connection limit: old has "9", rebuilt none`,
      `the database's own is a template: old has "yes", rebuilt none`,
      `the database's own owner: old has "boss", rebuilt the migrating role`,
    ],
  })
  const server = testServer(18)
  await withConnection(server.url, server, (query) =>
    query(`alter database given_${made - 1} is_template false`),
  )
})

test('what migrations change of their own database is named', async () => {
  const projectOf = (sql: string): string =>
    join(
      projectFolder({
        'package.json': '{ "type": "module" }',
        'migrations/001.ts': migration(`await run(${JSON.stringify(sql)})`),
      }),
      'migrations',
    )
  const own = (statement: string): string =>
    `do $$ begin execute format(${`'${statement.replaceAll("'", "''")}'`}, current_database()); end $$`
  const told = await hear([
    'verify',
    '--migrations',
    projectOf(
      `${TABLE}; ${own('alter database %I connection limit 9')}; ${own("comment on database %I is 'mine'")}`,
    ),
    '--baseline',
    projectOf(TABLE),
    '--json',
  ])
  expect([told.code, documentOf(told)]).toMatchObject([
    0,
    {
      verdict: 'equal',
      notCompared: [
        `the database's own comment: old has "mine", rebuilt none`,
        `the database's own connection limit: old has "9", rebuilt none`,
      ],
    },
  ])
})
