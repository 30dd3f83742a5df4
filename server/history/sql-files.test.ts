import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { findMigrations } from './folder.ts'
import { sqlText } from './sql-files.ts'
import { placeInScript, statementAfter, whyUnsendable } from './sql-script.ts'

test('numbered files of SQL are migrations among the others, and each that is none is told why', async () => {
  const found = await findMigrations(
    projectFolder({
      '001_a.ts': "readFileSync('./004_rows.sql')",
      '001_a.sql': '',
      '002_b.sql': '',
      '002_b.down.sql': '',
      '003_c.up.sql': '',
      '003_c_rollback.sql': '',
      '004_rows.sql': '',
      '005_d.js': '',
      V6__e: '',
      'V6__e.sql': '',
      '_2023-01-01T00:00Z..f.sql': '',
      'schema.sql': '',
      'sub.sql/x.ts': '',
    }),
  )
  expect(found.files).toEqual([
    { name: '001_a', file: '001_a.ts' },
    { name: '002_b', file: '002_b.sql' },
    { name: '003_c', file: '003_c.up.sql' },
    { name: '005_d', file: '005_d.js' },
    { name: 'V6__e', file: 'V6__e.sql' },
    { name: '_2023-01-01T00:00Z..f', file: '_2023-01-01T00:00Z..f.sql' },
  ])
  expect(Object.fromEntries(found.ignored.map(({ file, reason }) => [file, reason]))).toEqual({
    '001_a.sql': '001_a.ts has the same name, and is taken to read it',
    '002_b.down.sql': 'its name says that it undoes a migration',
    '003_c_rollback.sql': 'its name says that it undoes a migration',
    '004_rows.sql': '001_a.ts names it, and is taken to read it',
    V6__e: 'not a TypeScript or JavaScript file',
    'schema.sql': 'not a TypeScript or JavaScript file, and no number begins its name',
    'sub.sql': 'a folder; Kysely does not look inside',
  })
  expect(sqlText(found.files)).toMatch(/^Ran 4 files \.sql \(002_b\.sql first\) as migrations/)
})

test('of two files of SQL with one name the last is the migration, and the other is told', async () => {
  const found = await findMigrations(projectFolder({ '1.sql': '', '1.up.sql': '' }))
  expect(found.files).toEqual([{ name: '1', file: '1.up.sql' }])
  expect(found.ignored).toEqual([{ file: '1.sql', reason: '1.up.sql has the same name and wins' }])
})

test.each([
  ['select 1;\n\\restrict abc\n', /^only psql obeys line 2: \\restrict abc; take/],
  [
    'select 1;\ncopy t from stdin;\n1\n\\.\n',
    /^only psql sends the rows below line 2: copy t from/,
  ],
  ['-- migrate:up\nselect 1;\n-- migrate:down\nselect 2', /^line 3 begins the part that takes/],
  ['select 1;\n--- Down Migration\nselect 2', /^line 2 begins/],
  ['-- +goose Up\n-- +goose Down\n', /^line 2 begins/],
  ['create table t();\n-- down\r\ndrop table t;', /^line 2 begins/],
])('what Postgres would not take is refused with its line: %j', (text, why) => {
  expect(whyUnsendable(text)).toMatch(why)
})

test.each([
  "select E'\\\\restrict', '\n\\restrict x';",
  'create function f() returns text as $$\n\\restrict\n$$ language sql;',
  '/* \\. */ -- \\restrict\nselect 1',
  '-- down the line we need this\nselect 1',
])('what stands in texts and comments is no command of psql: %j', (text) => {
  expect(whyUnsendable(text)).toBeUndefined()
})

test('the place of an error is told in the script and in its statement, with characters of two units', () => {
  const text = "select '😀';\nselect\n  wrong;\nselect 3;"
  const position = Array.from(text.slice(0, text.indexOf('wrong'))).length + 1
  expect(placeInScript(text, position)).toEqual({
    line: 3,
    column: 3,
    statement: 'select\n  wrong',
    position: 10,
  })
})

test('the statement after so many is told with its place, and none after the last', () => {
  const text = 'select 1; -- one;\n  select\n 2;'
  expect(statementAfter(text, 0)).toEqual({
    line: 1,
    column: 1,
    statement: 'select 1',
    position: null,
  })
  expect(statementAfter(text, 1)).toMatchObject({ line: 2, column: 3, statement: 'select\n 2' })
  expect(statementAfter(text, 2)).toBeUndefined()
})
