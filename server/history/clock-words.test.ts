import { expect, test } from 'vitest'
import { isClockText, readsClockInText, withMovedWords, withPlainWords } from './clock-words.ts'

const TODAY = 'pg_catalog."current_date"()'
const STAMP = 'pg_catalog."current_timestamp"()'

const MOVED: readonly (readonly [sql: string, moved: string])[] = [
  ['select current_date', `select ${TODAY}`],
  ['select Current_Date - 1, x', `select ${TODAY} - 1, x`],
  [
    'default CURRENT_TIMESTAMP (3) not null',
    `default CAST(${STAMP} AS pg_catalog.timestamptz(3)) not null`,
  ],
  [
    'select localtime(0), current_time, localtimestamp',
    'select CAST(pg_catalog."localtime"() AS pg_catalog.time(0)), pg_catalog."current_time"(), pg_catalog."localtimestamp"()',
  ],
  [`select 'current_date', E'\\' current_date', "current_date" -- current_date`, ''],
  ['select 1 as current_date, t.current_date, current_dates /* current_date */', ''],
  ['select $$current_date$$, $a$ current_date $a$', ''],
  [
    'create function f() returns date language sql as $a$ select current_date, $$current_date$$ $a$; select current_date',
    `create function f() returns date language sql as $a$ select ${TODAY}, $$current_date$$ $a$; select ${TODAY}`,
  ],
  [
    `do $$ begin perform current_date; execute $x$ select current_date $x$; raise 'current_date'; end $$`,
    `do $$ begin perform ${TODAY}; execute $x$ select ${TODAY} $x$; raise 'current_date'; end $$`,
  ],
  [
    'do language plpgsql $$ begin perform current_date; end $$',
    `do language plpgsql $$ begin perform ${TODAY}; end $$`,
  ],
]

test.each(MOVED)('%s', (sql, moved) => {
  expect(withMovedWords(sql)).toBe(moved === '' ? sql : moved)
  expect(withPlainWords(withMovedWords(sql))).toBe(withPlainWords(sql))
})

test('what is printed of a call is the word again', () => {
  const printed = `("current_date"() - 1) < ("current_timestamp"())::timestamp(3) with time zone`
  expect(withPlainWords(printed)).toBe('(CURRENT_DATE - 1) < CURRENT_TIMESTAMP(3)')
})

const READING: readonly (readonly [sql: string, reads: boolean])[] = [
  [`insert into t values ('Today')`, true],
  [`insert into t values ('today is fine')`, false],
  [`insert into t values ('tomorrow allballs')`, true],
  [`insert into t values (E'today UTC')`, true],
  [`select '12:30 pm, today at Europe/Berlin'::timestamptz`, true],
  [`insert into t values ('nowhere'), ('to-day'), ('known now')`, false],
  [`select ' TODAY 12:30'::timestamp`, true],
  [`select 'x' -- 'today'`, false],
  [`/* a /* b */ it's */ insert into t values ('today')`, true],
  [`execute format('select current_date')`, true],
  [`do $$ begin perform current_date; perform 'now'::date; end $$`, true],
  [`do $$ begin perform current_date; end $$`, false],
  [`create function f() returns date language sql as 'select current_date'`, true],
  ['select $$ current_date $$', true],
  ['select "current_date" from t', false],
]

test.each(READING)('%s: what can not be moved in it', (sql, reads) => {
  expect(readsClockInText(sql)).toBe(reads)
})

test.each([
  'now  ',
  '\tNow',
  'tomorrow allballs',
  'today UTC',
  'today+02',
  'now()',
  'yesterday 12:30 pm est',
])('%s: a value that asks the clock', (value) => expect(isClockText(value)).toBe(true))

test.each(['nowhere', 'today is fine', 'what now', '', 7, null])(
  '%s: a value that does not',
  (value) => expect(isClockText(value)).toBe(false),
)
