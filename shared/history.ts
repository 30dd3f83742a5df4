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
  /** Null where its session could not be asked. */
  leftSettings: nullable(Type.Array(LeftSetting)),
})
export type Sent = Static<typeof Sent>
