import { expect, test } from 'vitest'
import { weigh, type Counted } from './row-balance.ts'

const NOTHING: Counted = {
  inserted: 0,
  updated: 0,
  deleted: 0,
  isStoredAnew: false,
  wasRolledBack: false,
  held: 0,
  seen: null,
}

const CASES: readonly (readonly [
  title: string,
  counted: Partial<Counted>,
  weighed: readonly [number | null, number | null, number | null, boolean | null, number | null],
])[] = [
  ['what was counted is so', { inserted: 3, updated: 2, deleted: 1, held: 4 }, [3, 2, 1, false, 6]],
  ['what it held is not known', { inserted: 3, held: null }, [3, 0, 0, false, null]],
  ['the counts began anew', { inserted: -3, updated: 1 }, [null, null, null, false, null]],
  [
    'a table is written anew with its rows',
    { isStoredAnew: true, held: 4, seen: { rows: 4, written: 4 } },
    [0, 0, 0, false, 4],
  ],
  [
    'all rows are deleted, then it is written anew',
    { isStoredAnew: true, deleted: 4, held: 4, seen: { rows: 0, written: 0 } },
    [0, 0, 4, false, 0],
  ],
  [
    'a filled table is truncated',
    { isStoredAnew: true, held: 4, seen: { rows: 0, written: 0 } },
    [0, 0, 0, true, 0],
  ],
  [
    'a filled table is truncated and filled again',
    { isStoredAnew: true, inserted: 2, held: 4, seen: { rows: 2, written: 2 } },
    [2, 0, 0, true, 2],
  ],
  [
    'rows that were written by themselves are truncated, then others are written',
    { isStoredAnew: true, inserted: 8, held: 0, seen: { rows: 3, written: 3 } },
    [null, null, null, true, 3],
  ],
  [
    'nobody knows what a table held that is stored elsewhere now',
    { isStoredAnew: true, inserted: 2, held: null, seen: { rows: 2, written: 2 } },
    [null, null, null, null, 2],
  ],
  [
    'a table that is stored elsewhere can not be asked',
    { isStoredAnew: true },
    [null, null, null, null, null],
  ],
  [
    'some of the inserted rows were rolled back',
    { wasRolledBack: true, inserted: 5, held: 1, seen: { rows: 4, written: 3 } },
    [3, 0, 0, false, 4],
  ],
  [
    'something else was rolled back',
    {
      wasRolledBack: true,
      inserted: 5,
      updated: 2,
      deleted: 1,
      held: 4,
      seen: { rows: 8, written: 7 },
    },
    [5, 2, 1, false, 8],
  ],
  [
    'deleted rows came back',
    { wasRolledBack: true, deleted: 4, held: 5, seen: { rows: 4, written: 0 } },
    [0, 0, 1, false, 4],
  ],
  [
    'a row may have been updated twice, or one update was rolled back',
    { wasRolledBack: true, updated: 2, held: 5, seen: { rows: 5, written: 1 } },
    [0, null, 0, false, 5],
  ],
  [
    'inserts and updates of which not all are seen',
    {
      wasRolledBack: true,
      inserted: 2,
      updated: 2,
      deleted: 1,
      held: 5,
      seen: { rows: 6, written: 3 },
    },
    [null, null, null, false, 6],
  ],
  [
    'what was rolled back did not touch the table',
    { wasRolledBack: true, isStoredAnew: true, held: 2, seen: { rows: 2, written: 2 } },
    [0, 0, 0, false, 2],
  ],
]

test.each(CASES)('%s', (_, counted, [inserted, updated, deleted, truncated, holds]) => {
  expect(weigh({ ...NOTHING, ...counted })).toStrictEqual({
    inserted,
    updated,
    deleted,
    truncated,
    holds,
  })
})
