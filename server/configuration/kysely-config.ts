import { join, posix } from 'node:path'
import { defaultExport, type Literal } from './literals.ts'
import { textOf } from './text-of.ts'

const TABLES = {
  migrationTableName: 'migrationTable',
  migrationLockTableName: 'migrationLockTable',
  migrationTableSchema: 'migrationTableSchema',
} as const

/** What kysely-ctl is told of migrations. */
export interface KyselyConfig {
  /** Absolute. */
  readonly file: string
  /** One more that there is, absolute: which of them is meant depends on the version of kysely-ctl, so neither is read. */
  readonly other?: string
  /** Of the migrations, from the project; undefined where something else gives them, or it is not written out. */
  readonly folder?: string
  readonly tables: Readonly<Partial<Record<(typeof TABLES)[keyof typeof TABLES], string>>>
  /** What gives the migrations in place of a folder. */
  readonly instead?: 'provider' | 'migrator'
  /** It says nothing of migrations, and may be there for seeds alone. */
  readonly isSilent?: true
  /** Whether all of that stands there as it is; otherwise it has to be run to be known. */
  readonly is: 'written-out' | 'computed'
}

/** What a kysely-ctl configuration says of migrations by the values that it gives them. */
export interface KyselyMigrations {
  readonly names: Readonly<Record<string, string>>
  readonly instead: 'provider' | 'migrator' | null
}

/** The configuration of kysely-ctl, read and never run. */
export function kyselyConfig(project: string): KyselyConfig | undefined {
  const found = ['', '.config', 'config'].flatMap((place) => inPlace(project, place) ?? [])
  const [only, other] = found
  if (!only || !other) return only
  return { file: only.file, other: other.file, tables: {}, is: 'computed' }
}

function inPlace(project: string, place: string): KyselyConfig | undefined {
  for (const end of ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']) {
    const file = join(project, place, `kysely.config.${end}`)
    const text = textOf(file)
    if (text !== undefined) return writtenIn(file, place, defaultExport(file, text))
  }
  return undefined
}

function writtenIn(file: string, place: string, whole: Literal | undefined): KyselyConfig {
  const migrations = entry(whole, 'migrations')
  // `extends` and `$production` change what is said elsewhere.
  const isWhole =
    whole?.is === 'record' &&
    [...whole.entries.keys()].every((name) => !/^(?:extends$|\$)/.test(name))
  const instead = (['provider', 'migrator'] as const).find((name) => entry(migrations, name))
  const names = ['migrationFolder', ...Object.keys(TABLES)]
  const written = names.map((name) => [name, textIn(entry(migrations, name))] as const)
  const isWritten =
    isWhole &&
    migrations?.is !== 'unknown' &&
    written.every(
      ([name, value]) => (entry(migrations, name) === undefined) === (value === undefined),
    )
  const said = {
    names: Object.fromEntries(written.filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
    instead: instead ?? null,
  }
  const found = saidOf(file, place, said)
  if (isWritten) return { ...found, is: 'written-out' }
  // What is computed may be any folder, also where that of others would be taken.
  const { folder, isSilent: _, ...others } = found
  const isSaid = said.names['migrationFolder'] !== undefined
  return { ...others, ...(isSaid && folder !== undefined && { folder }), is: 'computed' }
}

/** The same once it was run. */
export function kyselyConfigOf(
  project: string,
  file: string,
  said: KyselyMigrations,
): KyselyConfig {
  const place = posix.dirname(file.slice(project.length + 1).replaceAll('\\', '/'))
  return { ...saidOf(file, place === '.' ? '' : place, said), is: 'written-out' }
}

function saidOf(
  file: string,
  place: string,
  { names, instead }: KyselyMigrations,
): Omit<KyselyConfig, 'is'> {
  const tables = Object.entries(TABLES).flatMap(([theirs, ours]) =>
    names[theirs] === undefined ? [] : [[ours, names[theirs]] as const],
  )
  // It is taken from the file's own folder; what is not named stands beside `.config`.
  const named = names['migrationFolder']
  const folder =
    named === undefined ? 'migrations' : posix.join(place === '.config' ? place : '', named)
  return {
    file,
    tables: Object.fromEntries(tables),
    ...(Object.keys(names).length === 0 && instead === null && { isSilent: true }),
    ...(instead === null ? { folder: named?.startsWith('/') ? named : folder } : { instead }),
  }
}

const entry = (literal: Literal | undefined, name: string): Literal | undefined =>
  literal?.is === 'record' ? literal.entries.get(name) : undefined

const textIn = (literal: Literal | undefined): string | undefined =>
  literal?.is === 'value' && typeof literal.value === 'string' ? literal.value : undefined
