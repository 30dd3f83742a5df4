import { expect, test } from 'vitest'
import { turnsOf, type Turn } from './transaction-turns.ts'

test.each<[string, Turn[]]>([
  ['begin', ['begin']],
  ['-- a\nBEGIN isolation level serializable', ['begin']],
  ['start transaction', ['begin']],
  ['/* a */ commit', ['commit']],
  ['end;', ['commit']],
  ["prepare transaction 'x'", ['commit']],
  ['commit and chain', ['commit', 'begin']],
  ['commit and no chain', ['commit']],
  ['rollback', ['rollback']],
  ['abort work', ['rollback']],
  ['begin; create table t (id int); commit', ['begin', 'commit']],
  ['rollback to savepoint s', []],
  ['rollback work to s', []],
  ["commit prepared 'x'", []],
  ["rollback prepared 'x'", []],
  ['do $$ begin perform 1; end $$', []],
  ["select 'a; commit'", []],
  ['create function f() returns int begin atomic select 1; end', []],
  ['prepare q as select 1', []],
])('the turns of a transaction in: %s', (text, turns) => {
  expect(turnsOf(text)).toStrictEqual(turns)
})
