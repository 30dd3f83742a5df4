import { promises as fs } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type * as KyselyNamespace from 'kysely'
import type { Kysely, Migration } from 'kysely'
import { loadExport } from './named-export.ts'
import { withoutConnections } from './no-connections.ts'
import { migrationsOfKyselyConfig, providedMigrations } from './provider.ts'
import { migrationListOf } from './migration-list.ts'
import type { MigrationList, StartOrder } from './protocol.ts'
import { placeInScript, statementAfter, whyUnsendable, type PlaceInScript } from './sql-script.ts'
import { doneBefore } from './statement-log.ts'

// oxlint-disable-next-line typescript/consistent-type-imports -- the module as a whole is a value here
export type KyselyModule = typeof KyselyNamespace
export type Migrations = Record<string, Migration>

/** What is loaded of a project, and what of it is no migration but says something about them. */
export interface ReadMigrations {
  readonly migrations: Migrations
  readonly lists: readonly MigrationList[]
}

/** Where in a script of SQL an error came from. */
export type PlaceOf = (thrown: unknown) => (PlaceInScript & { file: string }) | undefined

const scriptErrors = new WeakMap<object, { readonly file: string; readonly text: string }>()

/** Loads the migrations that the order names; `loading` is told of each file right before. */
export async function readMigrations(
  order: StartOrder,
  { FileMigrationProvider, sql }: Pick<KyselyModule, 'FileMigrationProvider' | 'sql'>,
  loading: (file: string) => void,
): Promise<ReadMigrations> {
  const { provider, format } = order
  if (provider) {
    loading(provider.file)
    const exported = (): Promise<unknown> => loadExport(provider, format)
    // It also names the database that kysely-ctl works on, which is nobody's scratch database.
    const isConfig = path.basename(provider.file).startsWith('kysely.config.')
    const migrations = isConfig
      ? await withoutConnections(async () => migrationsOfKyselyConfig(await exported()))
      : await providedMigrations(await exported())
    return { migrations: onlyOf(migrations, order.only), lists: [] }
  }
  const files: string[] = []
  const reading = readingOf(order, (file) => {
    files.push(file)
    loading(file)
  })
  const loaded = await new FileMigrationProvider(reading).getMigrations()
  const lists = await listsAmong(files, loaded, order)
  const scripts: Migrations = {}
  for (const { name, file } of order.scripts) {
    const whole = path.join(order.folder, file)
    loading(whole)
    scripts[name] = await scriptMigration(whole, sql)
  }
  return { migrations: { ...loaded, ...scripts }, lists }
}

function onlyOf(migrations: Migrations, only: StartOrder['only']): Migrations {
  if (only === null) return migrations
  const gone = only.filter((name) => !Object.hasOwn(migrations, name))
  if (gone.length > 0) throw new Error(`it gives ${gone.join(', ')} no more`)
  return Object.fromEntries(Object.entries(migrations).filter(([name]) => only.includes(name)))
}

/** Kysely asks for a file's path right before it imports it: that is how we know which import fails or never ends. */
function readingOf(
  { folder, chosen }: StartOrder,
  loading: (file: string) => void,
): ConstructorParameters<KyselyModule['FileMigrationProvider']>[0] {
  const paths = new Map(
    (chosen ?? []).map(({ name, file }) => [`${name}${path.extname(file)}`, file]),
  )
  const reading = chosen ? { readdir: async () => [...paths.keys()] } : fs
  const join = (...parts: string[]): string => {
    const own = paths.get(parts.at(-1) ?? '')
    const file = own === undefined ? path.join(...parts) : path.join(folder, own)
    loading(file)
    return file
  }
  return { fs: reading, path: { ...path, join }, migrationFolder: folder }
}

/** Lists of migrations that the folder's other modules export; they are loaded already. */
async function listsAmong(
  files: readonly string[],
  migrations: Migrations,
  { folder, format, chosen }: StartOrder,
): Promise<MigrationList[]> {
  /** A list lacks nothing of another folder. */
  const beside = (file: string): Migrations => {
    const isBeside = (name: string): boolean =>
      chosen?.find((each) => each.name === name && !isIn(each.file, path.dirname(file))) ===
      undefined
    return Object.fromEntries(Object.entries(migrations).filter(([name]) => isBeside(name)))
  }
  const isIn = (file: string, place: string): boolean =>
    path.dirname(path.join(folder, file)) === place
  const lists: MigrationList[] = []
  for (const file of files) {
    if (Object.hasOwn(migrations, path.parse(file).name)) continue
    const exported: unknown = format === 'require' ? createRequire(file)(file) : await import(file)
    const list = migrationListOf(exported, beside(file))
    if (list) lists.push({ file: path.relative(folder, file), ...list })
  }
  return lists
}

/** A file of SQL is one message to Postgres: what it splits, it may split otherwise than we would. */
async function scriptMigration(file: string, sql: KyselyModule['sql']): Promise<Migration> {
  const text = (await fs.readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  const why = whyUnsendable(text)
  if (why !== undefined) throw new Error(why)
  return {
    up: async (db: Kysely<unknown>) => {
      try {
        await sql.raw(text).execute(db)
      } catch (thrown) {
        if (typeof thrown === 'object' && thrown !== null) scriptErrors.set(thrown, { file, text })
        throw thrown
      }
    },
  }
}

/**
 * The statement of a file of SQL that an error is about; undefined where it came from none, or neither a place is named nor
 * it is known how many statements were done before.
 */
export const placeOf: PlaceOf = (thrown) => {
  const script = typeof thrown === 'object' && thrown !== null && scriptErrors.get(thrown)
  if (!script) return undefined
  const { file, text } = script
  const position = Number((Object(thrown) as { position?: unknown }).position ?? NaN)
  if (Number.isInteger(position)) return { file, ...placeInScript(text, position) }
  const done = doneBefore(thrown)
  const place = done === undefined ? undefined : statementAfter(text, done)
  return place && { file, ...place }
}
