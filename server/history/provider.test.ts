import { expect, test } from 'vitest'
import { migrationsOfKyselyConfig, providedMigrations } from './provider.ts'

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
  [() => ({ a: { up } }), 'it is a function, and no migrations: nothing is called here'],
  [
    class Provider {
      readonly getMigrations = async () => ({})
    },
    'it is a class, and no migrations: export an object of it',
  ],
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

test('a function is called of a configuration of kysely-ctl alone', async () => {
  let calls = 0
  const migrate = () => {
    calls += 1
    return { migrations: { provider: () => ({ getMigrations: async () => ({ a: { up } }) }) } }
  }
  await expect(providedMigrations(migrate)).rejects.toThrow('it is a function')
  expect(calls).toBe(0)
  expect(Object.keys(await migrationsOfKyselyConfig(migrate))).toEqual(['a'])
})
