import { Type, type Static } from 'typebox'
import { DRAFTS, type DraftName } from './draft.ts'
import type { FindingKind } from './kinds.ts'
import { LeftOutTable } from './left-out.ts'
import { closed, nullable, oneOf, Time, Words } from './schema.ts'
import { RowHashes, SensitiveLook } from './seed-evidence.ts'

/** What a person signs, in this order. */
export const ITEMS = {
  tables: 'Tables present',
  columns: 'Columns match (name, type, nullability, default)',
  constraints: 'Constraints preserved',
  indexes: 'Indexes present',
  routines: 'Functions and triggers present',
  enums: 'Enums and other types match',
  seed: 'Seed data accounted for',
  unmodeled: 'Nothing unmodeled',
  acceptable: 'Acceptable differences acknowledged',
} as const
export type ItemId = keyof typeof ITEMS
export const ITEM_IDS = Object.keys(ITEMS) as ItemId[]

/**
 * The draft whose text an item covers, byte for byte. What a text does beyond what can be read of the database that it
 * builds is seen nowhere else.
 */
export const TEXT_OF: Readonly<Partial<Record<ItemId, DraftName>>> = {
  seed: 'seed',
  unmodeled: 'baseline',
}

export const KindEvidence = closed({
  kind: Type.String(),
  old: Type.Integer(),
  rebuilt: Type.Integer(),
  equal: Type.Integer(),
  findings: Type.Integer(),
})

const ITEM_EVIDENCE = {
  counts: Type.Array(KindEvidence),
  blocking: Type.Integer(),
  acceptable: Type.Integer(),
  hash: Type.String(),
  /** Of the seed: tables whose rows are no part of it, and so were not compared. */
  leftOut: Type.Optional(Type.Array(LeftOutTable)),
  /** Of the seed; absent in what older versions wrote. */
  rowHashes: Type.Optional(RowHashes),
  /** Of the seed: what looks as if it should not be committed; absent in what older versions wrote. */
  sensitive: Type.Optional(Type.Array(SensitiveLook)),
}

/** What the machine found for one item, and the hash of exactly what it covers. */
export const ItemEvidence = closed(ITEM_EVIDENCE)
export type ItemEvidence = Static<typeof ItemEvidence>

/** The same with hashes of the parts of what it covers, so that a stale sign-off can say what changed. */
export const Evidence = closed({
  ...ITEM_EVIDENCE,
  parts: Type.Record(Type.String(), Type.String()),
})
export type Evidence = Static<typeof Evidence>

export const Person = closed({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  email: Type.String({ maxLength: 200 }),
})
export type Person = Static<typeof Person>

export const SignOff = closed({
  person: Person,
  note: Type.String(),
  at: Time,
  /** `stale`: what it covers has changed since; it counts no more. */
  state: oneOf(['current', 'stale']),
  /** Names of the parts that changed. */
  changed: Type.Array(Type.String()),
  /** The draft whose text is another one than the one that was signed; null where it is none. */
  rewritten: nullable(oneOf(DRAFTS)),
})
export type SignOff = Static<typeof SignOff>

export const ChecklistItem = closed({
  id: oneOf(ITEM_IDS),
  title: Type.String(),
  /** Null until something was compared. */
  evidence: nullable(ItemEvidence),
  signOff: nullable(SignOff),
  /** Why it can't be signed now; empty where it can. */
  obstacles: Type.Array(Type.String()),
})
export type ChecklistItem = Static<typeof ChecklistItem>

export const Acknowledgement = closed({
  class: Type.String(),
  means: Type.String(),
  count: Type.Integer(),
  /** Of exactly these findings. */
  hash: Type.String(),
  /** Null until someone acknowledged exactly these findings. */
  given: nullable(
    closed({ person: Person, reason: Type.String(), at: Time, state: oneOf(['current', 'stale']) }),
  ),
})
export type Acknowledgement = Static<typeof Acknowledgement>

export const LogEntry = closed({
  at: Time,
  person: Person,
  /** As people read it: `signed Tables present`. */
  what: Type.String(),
  note: Type.String(),
  hash: Type.String(),
})

export const Checklist = closed({
  run: Type.Integer(),
  items: Type.Array(ChecklistItem),
  acknowledgements: Type.Array(Acknowledgement),
  /** Who would sign, from git's configuration. */
  person: nullable(Person),
  log: Type.Array(LogEntry),
  /** The log was changed by hand: nothing in it counts, and the export refuses. */
  broken: nullable(Type.String()),
})
export type Checklist = Static<typeof Checklist>

/** `items` empty: all that can be signed and are not. `seen`: the hashes the person saw, so that nobody signs what just changed. */
export const SignItems = closed({
  items: Type.Array(oneOf(ITEM_IDS)),
  seen: Type.Record(Type.String(), Type.String()),
  person: Person,
  note: Words,
})
export type SignItems = Static<typeof SignItems>

export const WithdrawItem = closed({ item: oneOf(ITEM_IDS), person: Person, note: Words })
export type WithdrawItem = Static<typeof WithdrawItem>

export const AcknowledgeClass = closed({
  class: Type.String(),
  /** The hash the person saw, so that nobody acknowledges what just changed. */
  seen: Type.String(),
  person: Person,
  reason: Type.String({ minLength: 1, maxLength: 4000 }),
})
export type AcknowledgeClass = Static<typeof AcknowledgeClass>

/** The item that each kind of finding belongs to: a kind without one does not compile. */
export const ITEM_OF: Readonly<Record<FindingKind, ItemId>> = {
  schema: 'tables',
  extension: 'tables',
  table: 'tables',
  view: 'tables',
  'materialized-view': 'tables',
  policy: 'tables',
  owner: 'tables',
  privilege: 'tables',
  'default-privilege': 'tables',
  comment: 'tables',
  'security-label': 'tables',
  column: 'columns',
  default: 'columns',
  sequence: 'columns',
  constraint: 'constraints',
  index: 'indexes',
  function: 'routines',
  procedure: 'routines',
  aggregate: 'routines',
  trigger: 'routines',
  rule: 'routines',
  enum: 'enums',
  domain: 'enums',
  composite: 'enums',
  range: 'enums',
  'base-type': 'enums',
  language: 'routines',
  'access-method': 'routines',
  collation: 'enums',
  cast: 'routines',
  operator: 'routines',
  'operator-family': 'routines',
  'operator-family-member': 'routines',
  'operator-class': 'routines',
  transform: 'routines',
  conversion: 'routines',
  'text-search-parser': 'routines',
  'text-search-template': 'routines',
  'text-search-dictionary': 'routines',
  'text-search-configuration': 'routines',
  'foreign-data-wrapper': 'tables',
  server: 'tables',
  'user-mapping': 'tables',
  'foreign-table': 'tables',
  statistics: 'indexes',
  publication: 'tables',
  'publication-member': 'tables',
  subscription: 'tables',
  'event-trigger': 'routines',
  'database-setting': 'tables',
  'role-setting': 'tables',
  rows: 'seed',
  'sequence-state': 'seed',
  database: 'tables',
  unmodeled: 'unmodeled',
}
