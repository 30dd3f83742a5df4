import type { Random } from './random.ts'

/** A column of a generated table, and what it allows to be built on it. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly rest: string
  readonly use: 'text' | 'number' | 'time' | 'json' | 'array' | 'flag' | 'state' | 'other'
}

type Shape = Omit<Column, 'name'>

const SHAPES: readonly [Shape, ...Shape[]] = [
  { type: 'text', rest: '', use: 'text' },
  { type: 'text', rest: ` not null default ''`, use: 'text' },
  { type: 'varchar(120)', rest: ' not null', use: 'text' },
  { type: 'varchar(255)', rest: '', use: 'text' },
  { type: 'integer', rest: ' not null default 0', use: 'number' },
  { type: 'bigint', rest: '', use: 'number' },
  { type: 'numeric(12,2)', rest: ' not null default 0', use: 'number' },
  { type: 'double precision', rest: '', use: 'number' },
  { type: 'boolean', rest: ' not null default false', use: 'flag' },
  { type: 'timestamptz', rest: '', use: 'time' },
  { type: 'timestamptz(3)', rest: ' not null default now()', use: 'time' },
  { type: 'date', rest: '', use: 'time' },
  { type: 'jsonb', rest: ` not null default '{}'`, use: 'json' },
  { type: 'text[]', rest: ` not null default '{}'`, use: 'array' },
  { type: 'uuid', rest: ' default gen_random_uuid()', use: 'other' },
  { type: 'inet', rest: '', use: 'other' },
  { type: 'interval', rest: '', use: 'other' },
]

const NAMES: readonly [string, ...string[]] = [
  'name',
  'title',
  'email',
  'amount',
  'position',
  'notes',
  'settings',
  'tags',
  'started_at',
  'ended_at',
  'is_active',
  'score',
  'code',
  'label',
  'source',
  'reference',
  'weight',
  'locale',
  'phone',
  'colour',
  'origin',
  'summary',
  'priority',
  'visible_from',
]

/** Between 7 and 11 columns of a table's own, each name once. */
export function ownColumns(random: Random, enumType: string | undefined): readonly Column[] {
  const columns = new Map<string, Column>()
  const wanted = random.between(7, 11)
  while (columns.size < wanted) {
    const name = random.pick(NAMES)
    columns.set(name, { name, ...random.pick(SHAPES) })
  }
  if (enumType === undefined) return [...columns.values()]
  const state: Column = {
    name: 'state',
    type: enumType,
    rest: ` not null default 'draft'`,
    use: 'state',
  }
  return [...columns.values(), state]
}
