import fc from 'fast-check'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { insertStatements, removeBlocks, type Inserted } from './insert.ts'

const insertion = {
  first: [],
  last: [{ sql: 'CREATE TABLE a ()' }],
  settings: { search_path: 'public' },
  about: 'Added.',
}

function inserted(text: string, more: Partial<typeof insertion> = {}): Inserted {
  const result = insertStatements('001_baseline.ts', text, { ...insertion, ...more })
  if ('why' in result) throw new Error(result.why)
  expect(parseSync('001_baseline.ts', result.text).errors).toEqual([])
  return result
}

const why = (text: string): string => {
  const result = insertStatements('001_baseline.ts', text, insertion)
  return 'why' in result ? result.why : ''
}

const HEAD = "import { type Kysely, sql } from 'kysely'\n\n"

/** Runs `up` of a draft with a recorder in place of a database. */
async function statementsRun(text: string): Promise<string[]> {
  const run: string[] = []
  const tag = (strings: TemplateStringsArray, ...values: unknown[]) => ({
    execute: () => {
      run.push(String.raw({ raw: strings.map((each) => each) }, ...values.map(String)))
      return Promise.resolve({ rows: [] })
    },
  })
  const body = text
    .replaceAll(/^import .*$/gm, '')
    .replace('export async function up(db)', 'return async function up(db)')
    .replaceAll(/<\{[^}]*\}>/g, '')
  const source = encodeURIComponent(`export default (sql) => {\n${body}\n}`)
  const { default: make } = (await import(`data:text/javascript,${source}`)) as {
    default: (sql: typeof tag) => (db: object) => Promise<void>
  }
  await make(tag)({})
  return run
}

describe('statements go to the end of up', () => {
  const FORMS: Readonly<Record<string, string>> = {
    'a function': `${HEAD}export async function up(db: Kysely<any>) {\n  await one(db)\n}\n`,
    'an arrow function': `${HEAD}export const up = async (trx: Kysely<any>) => {\n  await one(trx)\n}\n`,
    'an export list': `${HEAD}async function go(k: Kysely<any>) {\n  await one(k)\n}\nexport { go as up }\n`,
    'a default export': `${HEAD}export default {\n  async up(k: Kysely<any>) {\n    await one(k)\n  },\n}\n`,
    'an object by name': `${HEAD}const m = { up: async (k: any) => { await one(k) } }\nexport default m\n`,
    CommonJS: `const { sql } = require('kysely')\nexports.up = async (db) => {\n  await one(db)\n}\n`,
    'an empty function': `${HEAD}export async function up(db: Kysely<any>) {}\n`,
  }

  test.each(Object.entries(FORMS))('of %s, and all else stays byte for byte', (_, text) => {
    const { text: result, blocks } = inserted(text)
    expect(result).toContain('CREATE TABLE a ()')
    const added = blocks.reduce((left, block) => left.replace(block, ''), result)
    expect(added.replace(/^.*rebaselineSql.*\n/m, '')).toBe(text)
    expect(result.indexOf('CREATE TABLE')).toBeGreaterThan(text.indexOf('await one'))
    expect(removeBlocks(result, blocks)).toBe(added)
  })

  test.each([
    ['001_baseline.js', "import { sql } from 'kysely'\nexport async function up(db) {\n}\n"],
    [
      '001_baseline.cjs',
      "const { sql } = require('kysely')\nexports.up = async function up(db) {\n}\n",
    ],
  ])('of %s without types', (file, text) => {
    const result = insertStatements(file, text, insertion)
    if ('why' in result) throw new Error(result.why)
    expect(result.text).toContain('CREATE TABLE a ()')
    expect(parseSync(file, result.text).errors).toEqual([])
    expect(result.text).not.toContain('<{')
  })

  test('the argument keeps its name', () => {
    const { text } = inserted(FORMS['an arrow function'] ?? '')
    expect(text).toContain('CREATE TABLE a ()`.execute(trx)')
  })

  test('sql is imported where it is not, under another name where that one is taken', () => {
    const bare =
      "import type { Kysely } from 'kysely'\nexport async function up(db: Kysely<any>) {\n}\n"
    expect(inserted(bare).text).toContain("import { sql } from 'kysely'")
    const taken = bare.replace('{\n}', '{\n  const sql = 1\n}')
    expect(inserted(taken).text).toContain('sql as rebaselineSql')
    expect(inserted(inserted(bare).text).text.match(/import \{ sql \}/g)).toHaveLength(1)
  })

  test('a comment after the last statement stays with it', () => {
    const text = `${HEAD}export async function up(db: Kysely<any>) {\n  await one(db) // the last\n}\n`
    expect(inserted(text).text).toContain('await one(db) // the last\n\n  // Added.')
  })
})

test('a text that nobody can add to is refused with a sentence', () => {
  expect(why('export async function up(db) {')).toContain("can't be read as TypeScript")
  expect(why('export const x = 1')).toContain('no function `up`')
  expect(why('export async function up() {}')).toContain('takes no argument')
  expect(why('export async function up({ schema }) {}')).toContain('has no name')
  expect(why('export const up = (db) => db.execute()')).toContain('one expression')
  expect(why('export async function up(db) { return db.execute() }')).toContain('`return`')
})

test('what was put in and edited since is not taken out', () => {
  const { text, blocks } = inserted(`${HEAD}export async function up(db: Kysely<any>) {\n}\n`)
  expect(removeBlocks(text.replace('TABLE a', 'TABLE b'), blocks)).toBeNull()
})

test('hostile statements run as they are, and nothing else does', async () => {
  const hostile = [
    '*/',
    '${',
    '`',
    '\u2028',
    '\\',
    '\n',
    '//',
    "'",
    '"',
    '${process.exit()}',
    '\r',
    'a',
  ]
  const statement = fc
    .array(fc.constantFrom(...hostile), { minLength: 1 })
    .map((all) => all.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 1 }), async (last) => {
      const text = "import { sql } from 'kysely'\nexport async function up(db) {\n}\n"
      const run = await statementsRun(inserted(text, { last: last.map((sql) => ({ sql })) }).text)
      expect(run.filter((each) => !/set_config|current_setting/.test(each))).toEqual(last)
    }),
  )
})
