/** Every kind of object we model, in the order people read a schema, with the words people read. */
export const KINDS = {
  schema: 'schema',
  extension: 'extension',
  language: 'language',
  'access-method': 'access method',
  collation: 'collation',
  enum: 'enum type',
  domain: 'domain',
  composite: 'composite type',
  range: 'range type',
  'base-type': 'base type',
  sequence: 'sequence',
  function: 'function',
  procedure: 'procedure',
  aggregate: 'aggregate',
  cast: 'cast',
  operator: 'operator',
  'operator-family': 'operator family',
  'operator-family-member': 'member of an operator family',
  'operator-class': 'operator class',
  transform: 'transform',
  conversion: 'conversion',
  'text-search-parser': 'text search parser',
  'text-search-template': 'text search template',
  'text-search-dictionary': 'text search dictionary',
  'text-search-configuration': 'text search configuration',
  'foreign-data-wrapper': 'foreign-data wrapper',
  server: 'foreign server',
  'user-mapping': 'user mapping',
  table: 'table',
  'foreign-table': 'foreign table',
  column: 'column',
  default: 'column default',
  constraint: 'constraint',
  index: 'index',
  statistics: 'extended statistics',
  view: 'view',
  'materialized-view': 'materialized view',
  rule: 'rule',
  trigger: 'trigger',
  policy: 'row-level security policy',
  publication: 'publication',
  'publication-member': 'member of a publication',
  subscription: 'subscription',
  'event-trigger': 'event trigger',
  comment: 'comment',
  'security-label': 'security label',
  owner: 'owner',
  privilege: 'privilege',
  'default-privilege': 'default privilege',
  'database-setting': 'setting of the database',
  'role-setting': 'setting of a role',
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
