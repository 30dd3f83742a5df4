import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, sqlTemplate } from './kysely-source.ts'
import { languageOf, TYPESCRIPT, type MigrationForm } from './migration-form.ts'
import type { MigrationParts } from './migration-source.ts'
import { refuseOther } from './only-statements.ts'
import { awaited } from './write.ts'

const parts = (body: readonly string[]): MigrationParts => ({
  about: 'The whole schema.',
  settings: { search_path: '"public"' },
  checks: [],
  body,
  down: 'No.',
})

const CODES = ['generated-refused']
const FORMS: readonly MigrationForm[] = [
  TYPESCRIPT,
  { extension: '.js', syntax: 'module' },
  { extension: '.js', syntax: 'commonjs' },
]
const refusal = (body: readonly string[], form: MigrationForm): string => {
  try {
    refuseOther(parts(body), form)
    return 'taken'
  } catch (error) {
    const { code, happened } = error as { code: string; happened: string }
    return CODES.includes(code) ? (happened.split(':')[0] ?? '') : code
  }
}

test.each([
  ["  await db.schema.createSchema('x').execute(); process.exit()", 'uses exit'],
  ['  await sql`${globalThis}`.execute(db)', 'names globalThis'],
  ['  await sql`${process.env}`.execute(db)', 'uses env'],
  ["  await import('node:fs')", 'holds ImportExpression'],
  ["  await db.schema.createSchema('x'.constructor('y')).execute()", 'uses constructor'],
  ["  await db.schema['constructor'].execute()", 'looks a member up'],
  ['  await sql`a`.execute(db); await sql`b`.execute(db)', 'is more than one statement'],
  ['  sql`never awaited`.execute(db)', 'is more than one statement'],
  ['  }\n  while (true) {}\n  {', 'holds WhileStatement'],
  ['  await sql`a', 'is no TypeScript'],
  ['  await sql`a`.execute(db) /* open', 'is no TypeScript'],
])('%s is refused', (line, why) => {
  for (const form of FORMS) {
    const said = form === TYPESCRIPT ? why : why.replace('TypeScript', 'JavaScript')
    expect(refusal([line], form)).toContain(said)
  }
})

const HOSTILE = fc.string({
  unit: fc.constantFrom(
    ...`' \` $ { } \\ */ /* // ) ; a " \${process.exit()} ');process.exit();(' __proto__`.split(
      ' ',
    ),
    '\n',
    '\r',
    '\u2028',
    '\u0000',
  ),
})

test('what only TypeScript can read stands in no JavaScript', () => {
  const line = '  await sql<any>`a`.execute(db)'
  expect(FORMS.map((form) => refusal([line], form))).toEqual([
    'taken',
    expect.stringContaining('what was generated'),
    expect.stringContaining('what was generated'),
  ])
})

test('no name and no text makes anything but a statement of it', () => {
  fc.assert(
    fc.property(HOSTILE, HOSTILE, (name, text) => {
      const kysely = `db.schema\n  .createTable(${quote(name)})\n  .addColumn(${quote(text)}, 'text', (col) => col.defaultTo(${sqlTemplate(text)}))`
      for (const form of FORMS) {
        const said = [{ sql: text }, { sql: '', kysely }]
        const lines = said.map((each) => awaited(each, languageOf(form.extension)))
        const body = ['', '  // Tables', ...lines]
        const named = { ...parts(body), settings: { search_path: name } }
        expect(() => refuseOther(named, form)).not.toThrow()
      }
    }),
  )
})
