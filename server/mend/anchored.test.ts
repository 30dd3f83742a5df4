import { expect, test } from 'vitest'
import { conditionTemplate } from '../baseline/kysely-source.ts'
import { languageOf, TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { migrationSource } from '../baseline/migration-source.ts'
import { awaited, written } from '../baseline/write.ts'
import { insertAnchored } from './anchored.ts'

const TABLE = { sql: 'CREATE TABLE users (id int)' }
const INDEX = { sql: 'CREATE INDEX by_id ON users (id) NULLS NOT DISTINCT', since: 15 }
const OTHERS = [{ sql: 'CREATE TABLE first (id int)' }, { sql: 'CREATE TABLE last (id int)' }]
const textOf = (body: readonly string[], form: MigrationForm = TYPESCRIPT): string =>
  migrationSource(
    { about: 'All.', settings: { search_path: 'a' }, checks: [], body, down: 'No.' },
    form,
  )

const [first = [], last = []] = OTHERS.map((each) => written(each, 'TypeScript'))
const lines = { table: written(TABLE, 'TypeScript'), index: written(INDEX, 'TypeScript') }
const GENERATED = textOf([...first, ...lines.table, ...lines.index, ...last])

const inserted = (draft: string): string | undefined =>
  insertAnchored('001_baseline.ts', draft, GENERATED, [INDEX])?.text

test('what was taken out stands again where it was generated, and comments stay by their statements', () => {
  const draft = textOf([...first, `${lines.table.join('')} // mine`, ...last])
  const wanted = textOf([...first, `${lines.table.join('')} // mine`, ...lines.index, ...last])
  expect(inserted(draft)).toBe(wanted)
})

test('the first statement of a section stands again under its heading', () => {
  const heading = '\n  // Indexes'
  const generated = textOf([...first, ...lines.table, heading, ...lines.index, ...last])
  const draft = textOf([...first, ...lines.table, heading, ...last])
  const unheaded = textOf([...first, ...lines.table, ...last])
  const put = (text: string): string | undefined =>
    insertAnchored('001_baseline.ts', text, generated, [INDEX])?.text
  expect(put(draft)).toBe(generated)
  expect(put(unheaded)).toBe(textOf([...first, ...lines.table, ...lines.index, ...last]))
})

test('what may need a statement that was edited does not stand before it', () => {
  const edited = '  await sql`CREATE TABLE users (id int, more text)`.execute(db)'
  expect(inserted(textOf([...first, edited, ...last]))).toBeUndefined()
})

test.each<MigrationForm>([
  TYPESCRIPT,
  { extension: '.js', syntax: 'module' },
  { extension: '.cjs', syntax: 'commonjs' },
])('a builder call stands again as $extension has it', (form) => {
  const file = `001_baseline${form.extension}`
  const partial = {
    sql: 'CREATE INDEX by_id ON users (id) WHERE id > 0',
    kysely: `db.schema.createIndex('by_id').where(${conditionTemplate('id > 0')})`,
  }
  const text = awaited(partial, languageOf(file))
  expect(text.includes('<boolean>')).toBe(form === TYPESCRIPT)
  const generated = textOf([...first, text, ...last], form)
  const draft = textOf([...first, ...last], form)
  expect(insertAnchored(file, draft, generated, [partial])?.text).toBe(generated)
})
