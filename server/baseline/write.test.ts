import { expect, test } from 'vitest'
import { awaited } from './write.ts'

test('a builder chain is indented, and the lines of its literals are kept to the character', () => {
  const kysely =
    "db.schema\n  .createTable('t')\n  .addColumn('a', 'text', (col) => col.defaultTo(sql`'it\\`s\n  .two'`))"
  expect(awaited({ sql: '', kysely }, 'TypeScript')).toBe(
    "  await db.schema\n    .createTable('t')\n    .addColumn('a', 'text', (col) => col.defaultTo(sql`'it\\`s\n  .two'`))\n    .execute()",
  )
  expect(awaited({ sql: '', kysely: "db.schema.dropTable('t')" }, 'TypeScript')).toBe(
    "  await db.schema.dropTable('t').execute()",
  )
})
