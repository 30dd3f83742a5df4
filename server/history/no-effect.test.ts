import { describe, expect, test } from 'vitest'
import type { Effect, MigrationHistory, Sent } from '../../shared/history.ts'
import { ranMigration } from '../testing/small-history.ts'
import { noEffectOf } from './no-effect.ts'
import { Standing } from './standing.ts'

const NOTHING: NonNullable<MigrationHistory['effects']> = {
  objects: [],
  rows: { tables: [], notKnown: null },
  more: false,
}

/** One statement that was answered so, or failed where there is no answer. */
function sends(sql: string, command: string | null, rows: number | null = null): Sent {
  const results = command === null ? [] : [{ command, times: 1, rows }]
  const failed = command === null ? { code: '23505', message: 'it is there' } : null
  return {
    count: 1,
    failures: command === null ? 1 : 0,
    results,
    statements: [{ sql, results, milliseconds: 1, failed }],
    noticeCount: 0,
    notices: [],
    leftSettings: [],
  }
}

const reasonOf = (sent: Sent, standing = new Standing()): string | null =>
  noEffectOf({ sent, effects: NOTHING }, standing)?.reason ?? null

/** After a migration that made these, and left such settings. */
function after(
  objects: readonly (readonly [kind: Effect['kind'], names: string[]])[],
  leftSettings: Sent['leftSettings'] = [],
): Standing {
  const { sent } = ranMigration('001')
  const standing = new Standing()
  standing.take({
    sent: { ...sent, leftSettings },
    effects: {
      ...NOTHING,
      objects: objects.map(([kind, names]) => ({
        change: 'created',
        kind,
        address: { type: kind, names, args: [] },
        was: null,
        parent: null,
        attributes: [],
      })),
    },
  })
  return standing
}

describe('no effect is not said', () => {
  test.each([
    [`insert into a values ('x') on conflict do nothing`, 'INSERT', 0],
    [`insert into a select b from b on conflict do nothing`, 'INSERT', 0],
    [`insert into a values ('x')`, 'INSERT', 0],
    [`insert into a select 'x'`, null, null],
    [`insert into a select 'x'`, 'INSERT', 1],
    [`do $$ begin insert into a values ('x'); exception when others then end $$`, 'DO', null],
  ] as const)('of a row that was not inserted, and took its number: %s', (sql, command, rows) => {
    expect(reasonOf(sends(sql, command, rows))).toBeNull()
  })

  test.each([
    'do $$ begin perform bump(); end $$',
    'do $$ begin call bump(); end $$',
    `do $$ begin execute 'refresh' || ' materialized view v'; end $$`,
    'do $$ begin create role r; exception when duplicate_object then null; end $$',
    'do $$ begin drop user if exists r; end $$',
    'do $$ begin grant a to b; end $$',
    'do language plperl $$ spi_exec_query("x") $$',
  ])('of a block that may do what is not seen: %s', (sql) => {
    expect(reasonOf(sends(sql, 'DO'))).toBeNull()
  })

  test.each([
    [`comment on role r is 'x'`, 'COMMENT'],
    [`COMMENT  ON TABLESPACE r IS 'x'`, 'COMMENT'],
    ['grant set on parameter work_mem to r', 'GRANT'],
    ['grant select on large object 7 to r', 'GRANT'],
    ['revoke create on tablespace t from r', 'REVOKE'],
    ['grant connect on database other to r', 'GRANT'],
    ['alter large object 7 owner to r', 'ALTER LARGE OBJECT'],
    ['reassign owned by r to s', 'REASSIGN OWNED'],
    ['drop owned by r', 'DROP OWNED'],
  ])('of what is of the whole server, or of no object: %s', (sql, command) => {
    expect(reasonOf(sends(sql, command))).toBeNull()
  })

  test.each([
    ['select public.count(1)', 'SELECT'],
    ['select "my" . "count" (1)', 'SELECT'],
    ['values (public.count(1))', 'SELECT'],
    ['explain analyze select bump()', 'EXPLAIN'],
  ])('of what calls a function that is not one of Postgres’s own: %s', (sql, command) => {
    expect(reasonOf(sends(sql, command, 1))).toBeNull()
  })

  test.each([
    ['create temp table a (b int)', 'CREATE TABLE'],
    ['select 1 as a into temporary b', 'SELECT'],
    ['create table pg_temp.a (b int)', 'CREATE TABLE'],
    ['prepare q as select 1', 'PREPARE'],
    ['declare c cursor with hold for select 1', 'DECLARE CURSOR'],
    ['listen a', 'LISTEN'],
  ])('of what stays in the session: %s', (sql, command) => {
    expect(reasonOf(sends(sql, command))).toBeNull()
  })

  test.each([
    ['select * from public."Bump"', 'SELECT', 1],
    ['insert into people select * from guests', 'INSERT', 0],
    ['update "people" set x = 1', 'UPDATE', 0],
    ['do $$ begin if exists (select from bump) then drop table a; end if; end $$', 'DO', null],
  ] as const)('of what a view or a trigger may run: %s', (sql, command, rows) => {
    const standing = after([
      ['view', ['public', 'Bump']],
      ['trigger', ['public', 'people', 'kept']],
    ])
    expect(reasonOf(sends(sql, command, rows), standing)).toBeNull()
    expect(
      reasonOf(sends(sql, command, rows), after([['table', ['public', 'bump']]])),
    ).not.toBeNull()
  })

  test('of what takes back a setting that was left before; without one it is nothing', () => {
    const standing = after([], [{ name: 'search_path', value: 'a' }])
    expect(reasonOf(sends('reset all', 'RESET'), standing)).toBeNull()
    expect(reasonOf(sends('set search_path = public', 'SET'), standing)).toBeNull()
    expect(reasonOf(sends('reset all', 'RESET'))).toBe('not-known')
    expect(reasonOf(sends('discard temp', 'DISCARD TEMP'))).toBeNull()
  })

  test('where a text, or a statement that may call something, is not kept whole', () => {
    expect(reasonOf(sends('select 1, …', 'SELECT', 1))).toBeNull()
    for (const sent of [
      sends('select ***()', 'SELECT', 1),
      sends('update "***" set b = 1 where false', 'UPDATE', 0),
    ]) {
      const statements = sent.statements.map((each) => ({ ...each, masked: true as const }))
      expect(reasonOf({ ...sent, statements })).toBeNull()
    }
    expect(reasonOf({ ...sends('update a set b = 1', 'UPDATE', 0), count: 300 })).toBeNull()
    expect(reasonOf({ ...sends('insert into a select 1', 'INSERT', 0), count: 300 })).toBeNull()
  })
})

test.each([
  ['no-statement', sends('-- emptied; /* on purpose */\n;', '')],
  ['no-statement', sends('', '')],
  ['no-rows', sends('insert into a select b from b', 'INSERT', 0)],
  ['no-rows', sends(`update "user" set role = 'x'`, 'UPDATE', 0)],
  ['no-rows', sends('delete from "values"', 'DELETE', 0)],
  [
    'reads-only',
    sends('select pg_catalog.count(*) from a where pg_catalog.now() > b', 'SELECT', 1),
  ],
  ['failed-inside', sends('create extension x', null)],
  ['not-known', sends('grant select on a to r', 'GRANT')],
  ['not-known', sends(`comment on table a is 'of a role'`, 'COMMENT')],
  [
    'not-known',
    sends(
      `do $$ begin if exists (select from pg_catalog.pg_type) then drop table a; end if; end $$`,
      'DO',
    ),
  ],
] as const)('but it still is: %s (%#)', (reason, sent) => {
  expect(reasonOf(sent)).toBe(reason)
})
