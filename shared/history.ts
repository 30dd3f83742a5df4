import { Type, type Static } from 'typebox'
import { KIND_NAMES, type FindingKind } from './kinds.ts'
import { AddressSchema, Value } from './object.ts'
import { closed, nullable, oneOf } from './schema.ts'

/**
 * What a migration did to an object. `renamed`: the same object under another name or in another schema, whatever else
 * changed of it; `rebuilt`: another object in the same place that is like the one before, such as the indexes of a column
 * whose type changed; `follows`: nothing was done to it, but something else was renamed that it is called by or printed
 * with, such as the columns of a renamed table, or a view whose query names one.
 */
export const EFFECT_CHANGES = [
  'created',
  'altered',
  'renamed',
  'dropped',
  'rebuilt',
  'follows',
] as const

/** One attribute as it was before a migration and is after it. */
export const AttributeChange = closed({ name: Type.String(), before: Value, after: Value })
export type AttributeChange = Static<typeof AttributeChange>

export const Effect = closed({
  change: oneOf(EFFECT_CHANGES),
  kind: oneOf(Object.keys(KIND_NAMES) as FindingKind[]),
  /** Its address after the migration; of what was dropped, before it. */
  address: AddressSchema,
  /** Its address before, where that was another one: it was renamed, or what it is in. */
  was: nullable(AddressSchema),
  /** Key of the object that it is a part of, such as a column's table. */
  parent: nullable(Type.String()),
  /** What differs, of what was there before and after. */
  attributes: Type.Array(AttributeChange),
})
export type Effect = Static<typeof Effect>

/**
 * Rows of one table that a migration touched, whoever did it: itself, a trigger, or a foreign key. A row that it wrote and
 * changed counts as both. Null: not known. Tables that are gone after it are not told: so are their rows.
 */
export const RowEffect = closed({
  /** Address of the table after the migration; rows of a partitioned table are those of its partitions. */
  table: AddressSchema,
  inserted: nullable(Type.Integer()),
  updated: nullable(Type.Integer()),
  deleted: nullable(Type.Integer()),
  /**
   * There where Postgres did not count, and the rows that are there now were asked: those that were inserted or updated,
   * nobody knows which of both. `deleted` is how many fewer the table holds then.
   */
  written: Type.Optional(Type.Integer()),
  /** Emptied by TRUNCATE: the rows that went are in no count, and where it wrote some before, neither are those. */
  truncated: nullable(Type.Boolean()),
})
export type RowEffect = Static<typeof RowEffect>

/** Rows of all tables that a migration touched. */
export const RowEffects = closed({
  tables: Type.Array(RowEffect),
  /** Why it may have touched other rows, or fewer, than is told; null where it did not. */
  notKnown: nullable(Type.String()),
})
export type RowEffects = Static<typeof RowEffects>

/** What statements of one sort came to together. */
export const CommandResult = closed({
  /** Its first words as Postgres tells them: `INSERT`, `CREATE TABLE`. */
  command: Type.String(),
  times: Type.Integer(),
  /** Rows that they touched or gave; null where Postgres says none. */
  rows: nullable(Type.Integer()),
})
export type CommandResult = Static<typeof CommandResult>

/** One text as it was sent to the server: mostly one statement. */
export const SentStatement = closed({
  /** Cut where it is long. */
  sql: Type.String(),
  /** One for each sort of statement in it; none where it failed, or what came back was not seen. */
  results: Type.Array(CommandResult),
  milliseconds: Type.Number(),
  /** Where it failed, and the migration went on; the code is its SQLSTATE. */
  failed: nullable(closed({ code: nullable(Type.String()), message: Type.String() })),
  /** A secret was taken out of its text: what it says is not wholly known. */
  masked: Type.Optional(Type.Literal(true)),
})
export type SentStatement = Static<typeof SentStatement>

/** What Postgres says beside a statement: `relation "users" already exists, skipping`. */
export const Notice = closed({
  severity: Type.String(),
  code: Type.String(),
  message: Type.String(),
})
export type Notice = Static<typeof Notice>

/**
 * A setting that a migration left behind in its session; `role` is what SET ROLE leaves, `session_authorization` what SET
 * SESSION AUTHORIZATION does.
 */
export const LeftSetting = closed({ name: Type.String(), value: Type.String() })
export type LeftSetting = Static<typeof LeftSetting>

/** What one migration sent, and what came back. */
export const Sent = closed({
  /** All texts that were sent, of which `statements` keeps the first. */
  count: Type.Integer(),
  /** How many of all failed, and the migration went on. */
  failures: Type.Integer(),
  /** Of all. */
  results: Type.Array(CommandResult),
  statements: Type.Array(SentStatement),
  /** All that came, of which `notices` keeps the first. */
  noticeCount: Type.Integer(),
  notices: Type.Array(Notice),
  /** A parameter of one of all was a word that Postgres may read as its own clock says, such as `today`. */
  clockGiven: Type.Optional(Type.Literal(true)),
  /** Null where its session could not be asked. */
  leftSettings: nullable(Type.Array(LeftSetting)),
})
export type Sent = Static<typeof Sent>

/** Why a migration left every object and every row as it was. */
export const NO_EFFECT_REASONS = {
  'no-statement': 'it sends no statement through the database that it is given',
  'already-there': 'what it makes is already there',
  'nothing-to-drop': 'what it drops is not there',
  'no-rows': 'it changes rows, and the database holds none that it would change',
  'undone-in-itself': 'what it does it takes back itself',
  'failed-inside': 'a statement failed, and it went on without it',
  'reads-only': 'it only reads',
  'not-known': 'its statements leave no object and no row otherwise than they were',
} as const
export type NoEffectReason = keyof typeof NO_EFFECT_REASONS

/** One migration as it ran. */
export const MigrationHistory = closed({
  name: Type.String(),
  /** Path from the folder of migrations; null where a provider gave it. */
  file: nullable(Type.String()),
  milliseconds: Type.Number(),
  /** What it printed, both streams. */
  output: Type.String(),
  /** What it printed beyond that, in bytes. */
  droppedOutputBytes: Type.Integer(),
  sent: Sent,
  /** Null where the database could not be read after it: then nothing is known of its effects. */
  effects: nullable(
    closed({
      objects: Type.Array(Effect),
      rows: RowEffects,
      /** Something in the catalogs changed that no effect tells. */
      more: Type.Boolean(),
    }),
  ),
  /** Where it is certain that it has no effect. */
  noEffect: nullable(
    closed({
      reason: oneOf(Object.keys(NO_EFFECT_REASONS) as NoEffectReason[]),
      /** What shows it, such as the notice or the statement. */
      evidence: Type.String(),
    }),
  ),
})
export type MigrationHistory = Static<typeof MigrationHistory>

/** What a person should know of a folder. */
export const HISTORY_FINDINGS = {
  gap: 'a number is missing',
  duplicate: 'two migrations have one number',
  'no-effect': 'a migration leaves every object and every row as it was',
  'created-then-dropped': 'what one makes, a later one drops',
  renamed: 'an object gets another name',
  patch: 'a migration mends what an earlier one made',
  'data-renamed': 'rows get other values, and nothing else changes',
  environment: 'what it does depends on the server that it runs on',
  clock: 'what it does depends on the day that it runs on',
  'clock-name': 'a name depends on the day that it is given on',
  'clock-value': 'a value depends on the day that it is made on',
  settings: 'it leaves settings behind in its session',
  output: 'it prints something',
  'not-run': 'a file of the folder is not run',
  'frozen-default': 'a default was worked out when the migration ran',
  'other-body': 'deployed databases ran another text',
} as const
export type HistoryFindingKind = keyof typeof HISTORY_FINDINGS

export const HistoryFinding = closed({
  kind: oneOf(Object.keys(HISTORY_FINDINGS) as HistoryFindingKind[]),
  /** Names of the migrations that it is about, in order; none where it is about numbers or files. */
  migrations: Type.Array(Type.String()),
  /** What it is about, at both ends of a rename. */
  objects: Type.Array(AddressSchema),
  /** One sentence. */
  text: Type.String(),
})
export type HistoryFinding = Static<typeof HistoryFinding>

/** What a transaction of a run holds: one migration, all of them, or there is none. */
export const TRANSACTIONS = ['per-migration', 'per-run', 'none'] as const

/** The way in which a folder could be run. */
export const RunWay = closed({
  transactions: oneOf(TRANSACTIONS),
  /** In words that follow `built` or `replayed`: `by plain migrateToLatest`. */
  doing: Type.String(),
  /** What Postgres said to the ways that were tried before; none where the first one worked. */
  refused: Type.Array(Type.String()),
})
export type RunWay = Static<typeof RunWay>

/** How both builds of a folder were made: one migration at a time, and the project's own plain way. */
export const RunWays = closed({ replay: RunWay, plain: RunWay })
export type RunWays = Static<typeof RunWays>

/** A value that each build of the folder makes anew. */
export const VolatileValue = closed({
  /** The object that says it, or the column whose rows hold it. */
  address: AddressSchema,
  /** Which attribute of the object; null: it is in rows. */
  attribute: nullable(Type.String()),
  /** Where it comes from: `gen_random_uuid()`, `frozen default '2026-01-31'`; null: not known. */
  cause: nullable(Type.String()),
})
export type VolatileValue = Static<typeof VolatileValue>

/** Where an object of the final schema, or a part of one, comes from. */
export const Provenance = closed({
  kind: oneOf(Object.keys(KIND_NAMES) as FindingKind[]),
  address: AddressSchema,
  /** Key of the object that it is a part of. */
  parent: nullable(Type.String()),
  /** The migration that created it; null: not known, or it was there before all. */
  created: nullable(Type.String()),
  /** Those that altered, renamed or rebuilt it since, in order; not those of which it only follows. */
  touched: Type.Array(Type.String()),
  /** What it was called before, first name first. */
  was: Type.Array(AddressSchema),
})
export type Provenance = Static<typeof Provenance>

/** A file that is no migration, and why. */
export const NotRunFile = closed({ file: Type.String(), reason: Type.String() })
export type NotRunFile = Static<typeof NotRunFile>

/** What a folder of migrations did, one by one, and what is to be known of it. */
export const History = closed({
  /** In the order they ran. */
  migrations: Type.Array(MigrationHistory),
  findings: Type.Array(HistoryFinding),
  /** Of all that effects tell of and that is there after the last migration. */
  provenance: Type.Array(Provenance),
  volatile: Type.Array(VolatileValue),
  /** Files of the folder that were not run. */
  ignored: Type.Array(NotRunFile),
  ways: RunWays,
  /** What could not be tried, such as a build on another day, each with the reason. */
  untried: Type.Array(Type.String()),
})
export type History = Static<typeof History>
