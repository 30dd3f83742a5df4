import { ownColumns, type Column } from './columns.ts'
import { Random } from './random.ts'

export interface SchemaOptions {
  readonly tables: number
  readonly seed: number
}

/** What belongs together: what all tables share, or one table with its indexes, triggers and comments. */
export type SchemaStep = readonly string[]

interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

const SUBJECTS = ['artist', 'work', 'order', 'invoice', 'session', 'event', 'poll', 'mail'] as const
const PARTS = [
  'item',
  'note',
  'link',
  'state',
  'log',
  'tag',
  'file',
  'rule',
  'entry',
  'share',
] as const
const TABLES_PER_ENUM = 20

/** All statements of a realistic schema, in an order in which they run; the same options give the same text. */
export const generateSchema = (options: SchemaOptions): string[] => generateSteps(options).flat()

/** The same, one step for what all share and one for each table. */
export function generateSteps({ tables, seed }: SchemaOptions): SchemaStep[] {
  const random = new Random(seed)
  const made: Table[] = []
  const steps: SchemaStep[] = [sharedStatements(Math.ceil(tables / TABLES_PER_ENUM))]
  for (let number = 0; number < tables; number += 1) {
    const enumType = random.chance(0.4)
      ? `state_${Math.floor(number / TABLES_PER_ENUM)}`
      : undefined
    const table = { name: nameOf(number), columns: ownColumns(random, enumType) }
    steps.push(tableStatements(random, table, made, number))
    made.push(table)
  }
  return steps
}

function nameOf(number: number): string {
  const subject = SUBJECTS[number % SUBJECTS.length] ?? SUBJECTS[0]
  const part = PARTS[Math.floor(number / SUBJECTS.length) % PARTS.length] ?? PARTS[0]
  return `${subject}_${part}s_${number}`
}

function sharedStatements(enums: number): string[] {
  return [
    `create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$`,
    `create function slug(t text) returns text language sql immutable strict
  as $$ select lower(regexp_replace(trim(t), '\\W+', '-', 'g')) $$`,
    ...Array.from(
      { length: enums },
      (_, number) =>
        `create type state_${number} as enum ('draft', 'open', 'closed', 'gone_${number}')`,
    ),
  ]
}

function tableStatements(
  random: Random,
  table: Table,
  earlier: readonly Table[],
  number: number,
): SchemaStep {
  const { name } = table
  return [
    createTable(random, table, earlier),
    ...indexes(random, table),
    ...(number % 5 === 0
      ? [
          `create trigger ${name}_touch before update on ${name} for each row execute function touch_updated_at()`,
        ]
      : []),
    ...(number % 10 === 3 ? [view(table)] : []),
    ...(number % 20 === 7 ? routine(table) : []),
    ...(number % 25 === 11 ? policy(table) : []),
    ...(number % 3 === 0
      ? [
          `comment on table ${name} is 'What table ${number} is for; it''s one of many'`,
          `comment on column ${name}.created_at is 'When the row was made'`,
        ]
      : []),
  ]
}

function createTable(random: Random, { name, columns }: Table, earlier: readonly Table[]): string {
  const parents = earlier.length === 0 ? 0 : random.between(1, 2)
  const references = Array.from({ length: parents }, (_, place) => {
    const parent = earlier[random.between(0, earlier.length - 1)]?.name ?? name
    const action = random.pick([
      '',
      ' on delete cascade',
      ' on delete set null',
      ' on delete restrict',
    ])
    return `  parent_${place}_id bigint constraint ${name}_parent_${place} references ${parent}${action}`
  })
  const checks = columns
    .filter(({ use }) => use === 'number')
    .slice(0, 2)
    .map((column) => `  constraint ${name}_${column.name}_positive check (${column.name} >= 0)`)
  return `create table ${name} (\n${[
    `  id bigint generated always as identity constraint ${name}_pkey primary key`,
    ...columns.map((column) => `  ${column.name} ${column.type}${column.rest}`),
    ...references,
    '  created_at timestamptz not null default now()',
    '  updated_at timestamptz not null default now()',
    ...checks,
  ].join(',\n')}\n)`
}

/** Three or four of the sorts that people write. */
function indexes(random: Random, { name, columns }: Table): string[] {
  const on = (use: Column['use']): string | undefined =>
    columns.find((column) => column.use === use)?.name
  const [text, number, json, array, flag, state, time] = (
    ['text', 'number', 'json', 'array', 'flag', 'state', 'time'] as const
  ).map(on)
  const possible = [
    text && `(lower(${text}), id)`,
    text && flag && `(${text}) where ${flag}`,
    state && `(state, created_at desc nulls last) where state in ('draft', 'open')`,
    json && `using gin (${json} jsonb_path_ops)`,
    array && `using gin (${array})`,
    number && `(${number} desc, created_at) include (updated_at)`,
    time && `(${time})`,
    text && `(slug(${text}))`,
    `(created_at)`,
    `using brin (updated_at) with (pages_per_range = 32)`,
  ].filter((each) => typeof each === 'string' && each !== '')
  const wanted = random.between(2, 3)
  return [
    `create unique index ${name}_once on ${name} (created_at, id)`,
    ...possible
      .slice(0, wanted)
      .map((definition, place) => `create index ${name}_by_${place} on ${name} ${definition}`),
  ]
}

const view = ({ name, columns }: Table): string =>
  `create view ${name}_recent as select id, ${columns.map((column) => column.name).join(', ')}
  from ${name} where created_at > now() - interval '30 days' order by created_at desc`

const routine = ({ name }: Table): string[] => [
  `create function count_${name}(since timestamptz default '2024-01-01 00:00:00+00') returns bigint language sql stable
  as $$ select count(*) from ${name} where created_at >= since $$`,
]

const policy = ({ name }: Table): string[] => [
  `alter table ${name} enable row level security`,
  `create policy ${name}_recent_only on ${name} for select using (created_at > now() - interval '1 year')`,
]
