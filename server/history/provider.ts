import type { Migration } from 'kysely'
import { isObject } from './migration-list.ts'

type Migrations = Record<string, Migration>

/**
 * The migrations that a project's own module gives: it exports a provider as Kysely takes one, an object of migrations by
 * their names, or a list of `{ name, up }`. Names are the project's, order is Kysely's.
 */
export async function providedMigrations(exported: unknown): Promise<Migrations> {
  if (isProvider(exported)) return byName(await exported.getMigrations(), 'its getMigrations gives')
  // It may do anything, such as migrating a database that nobody meant.
  if (typeof exported === 'function') throw new Error(uncalled(exported as () => unknown))
  return byName(exported, 'it is')
}

/** The same of a configuration of kysely-ctl, whose functions are called: only where nothing reaches a server. */
export const migrationsOfKyselyConfig = async (exported: unknown): Promise<Migrations> =>
  providedMigrations(await inKyselyConfig(exported))

async function inKyselyConfig(exported: unknown): Promise<unknown> {
  const config: unknown = isConfigFunction(exported) ? await exported() : exported
  const migrations: unknown = isObject(config) ? Object(config).migrations : undefined
  const provider: unknown = isObject(migrations) ? Object(migrations).provider : undefined
  if (provider === undefined || isMigration(migrations)) return exported
  return typeof provider === 'function' ? (provider as () => unknown)() : provider
}

const isConfigFunction = (value: unknown): value is () => unknown => typeof value === 'function'

const uncalled = (exported: () => unknown): string =>
  /^class\b/.test(Function.prototype.toString.call(exported))
    ? 'it is a class, and no migrations: export an object of it, as new Provider()'
    : 'it is a function, and no migrations: nothing is called here, so export what it gives'

const isProvider = (value: unknown): value is { getMigrations(): unknown } =>
  isObject(value) && typeof (value as { getMigrations?: unknown }).getMigrations === 'function'

function byName(given: unknown, whatIs: string): Migrations {
  if (!isObject(given)) throw new Error(`${whatIs} ${shown(given)}, and no migrations`)
  const entries = Array.isArray(given) ? given.map(listed) : Object.entries(given)
  const migrations = new Map<string, Migration>()
  for (const [name, migration] of entries) {
    if (!isMigration(migration)) throw new Error(`${shown(name)} in it has no function up`)
    if (migrations.has(name)) throw new Error(`two migrations in it are named ${shown(name)}`)
    migrations.set(name, migration)
  }
  return Object.fromEntries(migrations)
}

function listed(each: unknown, place: number): [string, unknown] {
  const name: unknown = isObject(each) ? (each as { name?: unknown }).name : undefined
  if (typeof name === 'string' && name !== '') return [name, each]
  throw new Error(`the migration at place ${place + 1} of its list has no name`)
}

const isMigration = (value: unknown): value is Migration =>
  isObject(value) && typeof (value as { up?: unknown }).up === 'function'

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'function'
      ? 'a function'
      : String(value)
