import { expect, test } from 'vitest'
import { providedMigrations } from './provider.ts'

const up = async (): Promise<void> => {}

test.each([
  ['a provider', { getMigrations: async () => ({ b: { up }, a: { up } }) }],
  ['an object', { b: { up }, a: { up } }],
  [
    'a list',
    [
      { name: 'b', up },
      { name: 'a', up },
    ],
  ],
])('%s gives its migrations by the names that it has', async (_what, exported) => {
  const migrations = await providedMigrations(exported)
  expect(Object.keys(migrations)).toEqual(['b', 'a'])
  expect(migrations['a']?.up).toBe(up)
})

test('a name that objects have is one like any', async () => {
  const migrations = await providedMigrations([{ name: '__proto__', up }])
  expect(Object.keys(migrations)).toEqual(['__proto__'])
})

test.each([
  [undefined, 'it is undefined, and no migrations'],
  [() => {}, 'it is a function, and no migrations'],
  [{ getMigrations: async () => null }, 'its getMigrations gives null, and no migrations'],
  [{ a: { up }, helper: {} }, '"helper" in it has no function up'],
  [[{ up }], 'the migration at place 1 of its list has no name'],
  [
    [
      { name: 'a', up },
      { name: 'a', up },
    ],
    'two migrations in it are named "a"',
  ],
])('what gives no migrations is refused: %o', async (exported, why) => {
  await expect(providedMigrations(exported)).rejects.toThrow(why)
})
