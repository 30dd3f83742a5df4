import { expect, test } from 'vitest'
import { TYPESCRIPT } from '../baseline/migration-form.ts'
import { migrationSource } from '../baseline/migration-source.ts'
import { written } from '../baseline/write.ts'
import { insertAnchored } from './anchored.ts'

const TABLE = { sql: 'CREATE TABLE users (id int)' }
const INDEX = { sql: 'CREATE INDEX by_id ON users (id) NULLS NOT DISTINCT', since: 15 }
const OTHERS = [{ sql: 'CREATE TABLE first (id int)' }, { sql: 'CREATE TABLE last (id int)' }]
const textOf = (body: readonly string[]): string =>
  migrationSource(
    { about: 'All.', settings: { search_path: 'a' }, checks: [], body, down: 'No.' },
    TYPESCRIPT,
  )

const [first = [], last = []] = OTHERS.map(written)
const lines = { table: written(TABLE), index: written(INDEX) }
const GENERATED = textOf([...first, ...lines.table, ...lines.index, ...last])

const inserted = (draft: string): string | undefined =>
  insertAnchored('001_baseline.ts', draft, GENERATED, [INDEX])?.text

test('what was taken out stands again where it was generated, and comments stay by their statements', () => {
  const draft = textOf([...first, `${lines.table.join('')} // mine`, ...last])
  const wanted = textOf([...first, `${lines.table.join('')} // mine`, ...lines.index, ...last])
  expect(inserted(draft)).toBe(wanted)
})

test('what may need a statement that was edited does not stand before it', () => {
  const edited = '  await sql`CREATE TABLE users (id int, more text)`.execute(db)'
  expect(inserted(textOf([...first, edited, ...last]))).toBeUndefined()
})
