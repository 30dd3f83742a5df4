/** Every kind of object we model, in the order people read a schema, with the words people read. */
export const KINDS = {
  schema: 'schema',
  extension: 'extension',
  enum: 'enum type',
  domain: 'domain',
  composite: 'composite type',
  range: 'range type',
  sequence: 'sequence',
  function: 'function',
  procedure: 'procedure',
  aggregate: 'aggregate',
  table: 'table',
  column: 'column',
  default: 'column default',
  constraint: 'constraint',
  index: 'index',
  view: 'view',
  'materialized-view': 'materialized view',
  rule: 'rule',
  trigger: 'trigger',
  policy: 'row-level security policy',
  comment: 'comment',
  owner: 'owner',
  privilege: 'privilege',
  'default-privilege': 'default privilege',
} as const

export type Kind = keyof typeof KINDS

/** What a finding can be about: an object of the model, rows that are part of the seed, the database itself, or what no kind reads. */
export type FindingKind = Kind | 'rows' | 'sequence-state' | 'database' | 'unmodeled'

export const KIND_NAMES: Readonly<Record<FindingKind, string>> = {
  ...KINDS,
  rows: 'seed rows',
  'sequence-state': 'sequence state',
  database: 'database',
  unmodeled: 'unmodeled object',
}

const ORDER = new Map(Object.keys(KINDS).map((kind, rank) => [kind, rank]))

/** The place of a kind in reading order. */
export const kindRank = (kind: FindingKind): number => ORDER.get(kind) ?? ORDER.size
