import { expect, test } from 'vitest'
import type { Effect, MigrationHistory, Sent } from '../../../shared/history.ts'
import { keyOf } from '../../../shared/model.ts'
import { noEffectOf } from '../no-effect.ts'
import { Standing } from '../standing.ts'
import { findingsIn } from './findings.ts'
import { spokenIn } from './spoken.ts'

const QUIET: Sent = {
  count: 0,
  failures: 0,
  results: [],
  statements: [],
  noticeCount: 0,
  notices: [],
  leftSettings: [],
}
const text = (sql: string): Sent['statements'][number] => ({
  sql,
  results: [],
  milliseconds: 1,
  failed: null,
})
const command = (name: string, rows: number | null = null): Sent['results'][number] => ({
  command: name,
  times: 1,
  rows,
})
const sends = (sql: string, ...results: Sent['results']): Sent => ({
  ...QUIET,
  count: 1,
  results,
  statements: [text(sql)],
})
const notice = (code: string, message: string): Sent['notices'][number] => ({
  severity: 'NOTICE',
  code,
  message,
})
const NOTHING: NonNullable<MigrationHistory['effects']> = {
  objects: [],
  rows: { tables: [], notKnown: null },
  more: false,
}

const REASONS: readonly (readonly [string | null, sent: Sent])[] = [
  ['no-statement', QUIET],
  ['no-rows', sends('update a set b = 1', command('UPDATE', 0))],
  ['reads-only', sends('select 1', command('SELECT', 1))],
  ['reads-only', sends('select count(*) from t where id in (select 1)', command('SELECT', 1))],
  [null, sends('select make_numbers()', command('SELECT', 1))],
  [null, sends('select "Make" (1)', command('SELECT', 1))],
  [
    'already-there',
    {
      ...sends('create table if not exists a ()', command('CREATE TABLE')),
      notices: [notice('42P07', 'relation "a" already exists, skipping')],
    },
  ],
  [
    'nothing-to-drop',
    {
      ...sends('drop table if exists a', command('DROP TABLE')),
      notices: [notice('00000', 'table "a" does not exist, skipping')],
    },
  ],
  [
    'undone-in-itself',
    sends('create table a (); drop table a', command('CREATE TABLE'), command('DROP TABLE')),
  ],
  ['failed-inside', { ...sends('create extension x'), failures: 1 }],
  ['not-known', sends('do $$ begin end $$', command('DO'))],
  // What can be seen neither in objects nor in rows of tables is nothing that it did not do.
  [null, sends(`select setval('s', 7)`, command('SELECT', 1))],
  [null, sends('refresh materialized view v', command('REFRESH MATERIALIZED VIEW'))],
  [null, sends('alter sequence s restart', command('ALTER SEQUENCE'))],
  [null, { ...QUIET, leftSettings: [{ name: 'search_path', value: '' }] }],
  [null, { ...QUIET, leftSettings: null }],
  [null, { ...sends('select 1', command('SELECT')), count: 300 }],
]

test.each(REASONS)('why nothing was done: %s (%#)', (reason, sent) => {
  expect(noEffectOf({ sent, effects: NOTHING }, new Standing())?.reason ?? null).toBe(reason)
})

test('what is not wholly known is not nothing', () => {
  const unknown = { tables: [], notKnown: 'track_counts is off' }
  const some = { table: at('table', 'a'), inserted: 0, updated: null, deleted: 0, truncated: false }
  expect(noEffectOf({ sent: QUIET, effects: null }, new Standing())).toBeNull()
  expect(
    noEffectOf({ sent: QUIET, effects: { ...NOTHING, more: true } }, new Standing()),
  ).toBeNull()
  expect(
    noEffectOf({ sent: QUIET, effects: { ...NOTHING, rows: unknown } }, new Standing()),
  ).toBeNull()
  const rows = { tables: [some], notKnown: null }
  expect(noEffectOf({ sent: QUIET, effects: { ...NOTHING, rows } }, new Standing())).toBeNull()
})

const at = (type: string, ...names: string[]): Effect['address'] => ({ type, names, args: [] })
const effect = (
  change: Effect['change'],
  kind: Effect['kind'],
  address: Effect['address'],
  more: Partial<Effect> = {},
): Effect => ({ change, kind, address, was: null, parent: null, attributes: [], ...more })
const table = at('table', 'a')
const inTable = { parent: keyOf(table) }
const column = at('table column', 'a', 'b')

/** Of migrations that each did these things: one, two, three… */
const told = (
  steps: readonly (readonly Effect[] | null)[],
  sent: Sent = sends('x', command('X')),
): string[] =>
  findingsIn({
    migrations: steps.map((objects, place) => ({
      name: ['one', 'two', 'three', 'four'][place] ?? '',
      file: null,
      milliseconds: 1,
      output: '',
      droppedOutputBytes: 0,
      sent,
      effects: objects && { ...NOTHING, objects: [...objects] },
      noEffect: null,
    })),
    ignored: [],
    volatile: [],
    ownSessions: null,
    movedClock: null,
    extensionsBefore: null,
  }).map(({ kind, migrations }) => [kind, ...migrations].join(' '))

const made = effect('created', 'table', table)
const index = at('index', 'i')
const labels = (before: string[], after: string[]): Effect =>
  effect('altered', 'enum', at('type', 'mood'), {
    attributes: [{ name: 'labels', before, after }],
  })

const STEPS: readonly (readonly [
  what: string,
  steps: readonly (readonly Effect[] | null)[],
  found: readonly string[],
])[] = [
  [
    'made and dropped, with its parts',
    [
      [made, effect('created', 'column', column, inTable)],
      [effect('dropped', 'table', table), effect('dropped', 'column', column, inTable)],
    ],
    ['created-then-dropped one two'],
  ],
  [
    'dropped under another name',
    [
      [made],
      [effect('renamed', 'table', at('table', 'z'), { was: table })],
      [effect('dropped', 'table', at('table', 'z'))],
    ],
    ['created-then-dropped one three', 'renamed two'],
  ],
  [
    'whose it is is not known once a migration was not seen',
    [[made], null, [effect('dropped', 'table', table)]],
    [],
  ],
  [
    'an index in the place of another one',
    [
      [made, effect('created', 'index', index, inTable)],
      [
        effect('dropped', 'index', index, inTable),
        effect('created', 'index', at('index', 'j'), inTable),
        effect('created', 'column', column, inTable),
      ],
    ],
    ['patch one two'],
  ],
  [
    'an index that nobody puts another one in the place of',
    [
      [made, effect('created', 'index', index, inTable)],
      [effect('dropped', 'index', index, inTable)],
    ],
    ['created-then-dropped one two'],
  ],
  ['a forgotten index', [[made], [effect('created', 'index', index, inTable)]], ['patch one two']],
  [
    'an index of what is new grows with it',
    [
      [made],
      [effect('created', 'index', index, inTable), effect('created', 'column', column, inTable)],
    ],
    [],
  ],
  ['a label is renamed', [[labels(['a', 'b', 'c'], ['a', 'x', 'c'])]], ['renamed one']],
  ['a label is added', [[labels(['a', 'c'], ['a', 'x', 'c'])]], []],
  [
    'two neighbours are renamed',
    [[labels(['a', 'b'], ['x', 'y'])]],
    ['renamed one', 'renamed one'],
  ],
  ['which of two it is now nobody said', [[labels(['a', 'b'], ['a', 'x', 'y'])]], []],
]

test.each(STEPS)('%s', (_, steps, found) => {
  expect(told(steps)).toEqual(found)
})

test('what the statement says decides which label it is', () => {
  const sent = sends(`alter type mood rename value 'b' to 'y'`, command('ALTER TYPE'))
  expect(told([[labels(['a', 'b'], ['a', 'x', 'y'])]], sent)).toEqual(['renamed one'])
})

const SPOKEN: readonly (readonly [sql: string, asks: boolean])[] = [
  [`select 1 from pg_extension`, true],
  [`do $$ begin if exists (select from pg_roles) then end if; end $$`, true],
  [`do language plpgsql $x$ begin perform 1 from pg_roles; end $x$`, true],
  [`select 'pg_roles' -- pg_roles`, false],
  [`create function f() returns int language sql as $$ select 1 from pg_roles $$`, false],
  [`create or replace view v as select * from pg_roles`, false],
  [`/* pg_roles */ select 1`, false],
  ['grant select on pg_roles to reader', false],
  ['grant a to b; select 1 from pg_roles', true],
]

test.each(SPOKEN)('%s', (sql, asks) => {
  expect(/pg_(extension|roles)/.test(spokenIn(sql))).toBe(asks)
  expect(told([[made]], sends(sql)).includes('environment one')).toBe(asks)
})

test('what is passed over is told where something else was done', () => {
  const sent = {
    ...sends('create table if not exists a ()'),
    notices: [notice('42P07', 'relation "a" already exists, skipping')],
  }
  expect(told([[made]], sent)).toEqual(['environment one'])
})
