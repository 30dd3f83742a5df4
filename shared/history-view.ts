import { Type, type Static } from 'typebox'
import { doneIn, groupEffects } from './effect-groups.ts'
import {
  HistoryFinding,
  MigrationHistory,
  NO_EFFECT_REASONS,
  NotRunFile,
  RunWays,
  VolatileValue,
  type History,
  type NoEffectReason,
  type RowEffects,
} from './history.ts'
import { Picture, pictureOf } from './history-picture.ts'
import { CategoryTable } from './categories.ts'
import { closed, nullable, oneOf } from './schema.ts'

/** How many objects a migration created, altered, renamed, made anew and dropped, parts of those that came or went aside. */
const Done = closed({
  created: Type.Integer(),
  altered: Type.Integer(),
  renamed: Type.Integer(),
  rebuilt: Type.Integer(),
  dropped: Type.Integer(),
})

/** One migration in the list. */
export const MigrationLine = closed({
  name: Type.String(),
  /** Path from the folder of migrations; null where a provider gave it. */
  file: nullable(Type.String()),
  milliseconds: Type.Number(),
  /** Null where the database could not be read after it. */
  done: nullable(Done),
  /** Rows that it touched; null where not all are known. */
  rows: nullable(Type.Integer()),
  /** Why it left everything as it was, where it did. */
  noEffect: nullable(oneOf(Object.keys(NO_EFFECT_REASONS) as NoEffectReason[])),
  statements: Type.Integer(),
  /** Statements that failed, and it went on. */
  failures: Type.Integer(),
  notices: Type.Integer(),
  /** It printed something. */
  printed: Type.Boolean(),
})
export type MigrationLine = Static<typeof MigrationLine>

/** What the folder did, without the statements and the single effects. */
export const HistoryView = closed({
  migrations: Type.Array(MigrationLine),
  findings: Type.Array(HistoryFinding),
  volatile: Type.Array(VolatileValue),
  ignored: Type.Array(NotRunFile),
  ways: RunWays,
  untried: Type.Array(Type.String()),
  picture: Picture,
})
export type HistoryView = Static<typeof HistoryView>

/** The history of a run, or why there is none. */
export const HistoryAnswer = closed({
  run: Type.Integer(),
  history: nullable(HistoryView),
  /** By the configuration as it is now; null without a history. */
  categories: nullable(CategoryTable),
  why: nullable(Type.String()),
})
export type HistoryAnswer = Static<typeof HistoryAnswer>

/** The text of a migration's file as it is now, or why that can't be shown. */
export const MigrationSource = closed({
  text: nullable(Type.String()),
  /** How many bytes of it are not shown. */
  left: Type.Integer(),
  why: nullable(Type.String()),
  /** The folder is as it was replayed; null where that is not known. */
  current: nullable(Type.Boolean()),
})
export type MigrationSource = Static<typeof MigrationSource>

/** One migration in whole. */
export const MigrationView = closed({
  run: Type.Integer(),
  migration: MigrationHistory,
  source: MigrationSource,
})
export type MigrationView = Static<typeof MigrationView>

/** In an address: its place in the history, counted from 1. */
export const MigrationNumber = closed({ number: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }) })

/** Names of the migrations in which every word was found. */
export const FoundMigrations = closed({ names: Type.Array(Type.String()) })
export type FoundMigrations = Static<typeof FoundMigrations>

/** What the page shows of a history at first. */
export const viewOf = ({
  migrations,
  findings,
  volatile,
  ignored,
  ways,
  untried,
}: History): HistoryView => ({
  findings,
  volatile,
  ignored,
  ways,
  untried,
  migrations: migrations.map(lineOf),
  picture: pictureOf(migrations),
})

function lineOf(migration: MigrationHistory): MigrationLine {
  const { name, file, milliseconds, output, sent, effects, noEffect } = migration
  return {
    name,
    file,
    milliseconds,
    done: effects && doneOf(effects.objects),
    rows: effects && touchedRows(effects.rows),
    noEffect: noEffect?.reason ?? null,
    statements: sent.count,
    failures: sent.failures,
    notices: sent.noticeCount,
    printed: output !== '',
  }
}

function doneOf(effects: Parameters<typeof groupEffects>[0]): Static<typeof Done> {
  const counts = { created: 0, altered: 0, renamed: 0, rebuilt: 0, dropped: 0 }
  for (const { change } of groupEffects(effects).flatMap(doneIn)) {
    if (change !== 'follows') counts[change] += 1
  }
  return counts
}

/** A table that it emptied lost rows that nobody counted. */
function touchedRows({ tables, notKnown }: RowEffects): number | null {
  let total = 0
  for (const { inserted, updated, deleted, truncated } of tables) {
    if (inserted === null || updated === null || deleted === null || truncated !== false)
      return null
    total += inserted + updated + deleted
  }
  return notKnown === null ? total : null
}

/** Names of the migrations that hold every word: in their name, what they sent, touched or printed. */
export function findMigrations({ migrations }: History, words: string): readonly string[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return migrations
    .filter((migration) => {
      const text = textOf(migration).toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    .map(({ name }) => name)
}

const textOf = ({ name, file, output, sent, effects }: MigrationHistory): string =>
  [
    name,
    file ?? '',
    output,
    ...sent.statements.map(({ sql }) => sql),
    ...sent.notices.map(({ message }) => message),
    ...(effects?.objects ?? []).flatMap(({ address, was }) => [
      address.names.join('.'),
      was?.names.join('.') ?? '',
    ]),
    ...(effects?.rows.tables ?? []).map(({ table }) => table.names.join('.')),
  ].join('\n')
