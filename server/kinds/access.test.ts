import { expect, test } from 'vitest'
import { asRole, grants } from './access.ts'

const TABLE = { object: 'TABLE "t"', columns: '' }

test('what may be passed on is granted apart', () => {
  expect(grants(['INSERT', 'SELECT WITH GRANT OPTION', 'UPDATE'], TABLE, 'bob')).toStrictEqual([
    'GRANT INSERT, UPDATE ON TABLE "t" TO "bob"',
    'GRANT SELECT ON TABLE "t" TO "bob" WITH GRANT OPTION',
  ])
})

test('each privilege on a column names it', () => {
  const column = { object: 'TABLE "t"', columns: ' ("a")' }
  expect(grants(['SELECT', 'UPDATE'], column, 'public')).toStrictEqual([
    'GRANT SELECT ("a"), UPDATE ("a") ON TABLE "t" TO PUBLIC',
  ])
})

test('the migrating role is whoever runs it', () => {
  expect(grants(['SELECT'], TABLE, '')).toStrictEqual(['GRANT SELECT ON TABLE "t" TO CURRENT_USER'])
  expect(asRole('', 'GRANT 1')).toBe('GRANT 1')
})

test('no privileges, no statement', () => {
  expect(grants([], TABLE, 'bob')).toStrictEqual([])
})

test('another role is taken on inside one statement, however it is called', () => {
  const sql = asRole(`it's \\ "x"`, 'GRANT 1')
  expect(sql).toMatch(/^DO E'DECLARE before text/)
  expect(sql).toContain(`''role'', E''it''''s \\\\\\\\ "x"'', true`)
})
