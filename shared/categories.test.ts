import { expect, test } from 'vitest'
import { categoriesOf, categoryTable, type CategoryName } from './categories.ts'
import type { Effect, HistoryFinding, MigrationHistory, RowEffect } from './history.ts'
import { keyOf } from './model.ts'

const USERS = { type: 'table', names: ['public', 'users'], args: [] }

const effect = (change: Effect['change'], kind: Effect['kind'], type: string = kind): Effect => ({
  change,
  kind,
  address: kind === 'table' ? USERS : { type, names: ['public', 'users', 'x'], args: [] },
  was: null,
  parent: ['column', 'index', 'constraint', 'trigger'].includes(kind) ? keyOf(USERS) : null,
  attributes: [],
})
const column = effect('created', 'column', 'table column')

type Effects = NonNullable<MigrationHistory['effects']>
const did = (objects: readonly Effect[], told: Partial<Effects> = {}): Effects => ({
  objects: [...objects],
  rows: { tables: [], notKnown: null },
  more: false,
  ...told,
})
const rows = (touched: Partial<RowEffect>, notKnown: string | null = null): Partial<Effects> => {
  const none = { inserted: 0, updated: 0, deleted: 0, truncated: false }
  return { rows: { tables: [{ table: USERS, ...none, ...touched }], notKnown } }
}

const migration = (
  name: string,
  effects: MigrationHistory['effects'],
  noEffect: MigrationHistory['noEffect'] = null,
): MigrationHistory => ({
  name,
  file: null,
  milliseconds: 1,
  output: '',
  droppedOutputBytes: 0,
  sent: {
    count: 1,
    failures: 0,
    results: [],
    statements: [],
    noticeCount: 0,
    notices: [],
    leftSettings: [],
  },
  effects,
  noEffect,
})

const CASES: readonly (readonly [CategoryName, string, MigrationHistory['effects']])[] = [
  ['not-known', 'its database could not be read', null],
  ['tables', 'a table with rows', did([effect('created', 'table')], rows({ inserted: 2 }))],
  [
    'tables',
    'one instead of another',
    did([effect('created', 'table'), effect('dropped', 'view')]),
  ],
  ['rows', 'rows alone', did([], rows({ updated: 2 }))],
  ['rows', 'a table was emptied', did([], rows({ truncated: true }, 'TRUNCATE'))],
  ['not-known', 'rows that nobody counted', did([], rows({ inserted: null, updated: null }, 'no'))],
  [
    'not-known',
    'something that no effect tells',
    did([], { ...rows({ inserted: 1 }), more: true }),
  ],
  [
    'routines',
    'a function and its trigger',
    did([effect('created', 'function'), effect('created', 'trigger')]),
  ],
  [
    'routines',
    'with what is said of it',
    did([effect('altered', 'function'), effect('created', 'comment')]),
  ],
  [
    'routines',
    'and something that no effect tells',
    did([effect('created', 'function')], { more: true }),
  ],
  [
    'changes',
    'an index and something that no effect tells',
    did([effect('created', 'index', 'index')], { more: true }),
  ],
  ['routines', 'a column and a trigger that fills it', did([column, effect('created', 'trigger')])],
  [
    'indexes',
    'an index and a constraint',
    did([effect('created', 'index'), effect('dropped', 'constraint')]),
  ],
  ['changes', 'a column and its index', did([column, effect('created', 'index')])],
  ['changes', 'a table is dropped', did([effect('dropped', 'table'), effect('dropped', 'index')])],
  [
    'changes',
    'a table and the function of its trigger are dropped',
    did([effect('dropped', 'table'), effect('dropped', 'function')]),
  ],
  ['changes', 'and more', did([column], { more: true })],
  [
    'not-known',
    'a view and something that no effect tells',
    did([effect('created', 'view')], { more: true }),
  ],
  ['other', 'a type', did([effect('created', 'enum', 'type')])],
  ['other', 'only what is said of something', did([effect('created', 'comment')])],
  [
    'other',
    'a view follows, a type is dropped',
    did([effect('follows', 'view'), effect('dropped', 'enum', 'type')]),
  ],
]

test.each(CASES)('%s: %s', (category, _, effects) => {
  expect(categoriesOf({ migrations: [migration('a', effects)], findings: [] })).toEqual([
    { name: 'a', category },
  ])
})

test('a finding makes a patch of the last one that it is about; a new table goes before it', () => {
  const migrations = [
    migration('made', did([effect('created', 'table')])),
    migration('mended', did([column])),
    migration('nothing', did([]), { reason: 'no-statement', evidence: '' }),
  ]
  const patch = (...names: string[]): HistoryFinding => ({
    kind: 'patch',
    migrations: names,
    objects: [],
    text: '',
  })
  const findings = [patch('other', 'made'), patch('made', 'mended')]
  expect(categoriesOf({ migrations, findings }).map((each) => each.category)).toEqual([
    'tables',
    'patches',
    'nothing',
  ])
})

test('people’s own categories come first; a title that is there already is that one; what fits nothing is told', () => {
  const sorted = ['001_a', '002_b', '003_c', '004_d', '__proto__'].map((name) => ({
    name,
    category: 'other' as const,
  }))
  const chosen = {
    '<b>Mine': ['002_*', '003_c'],
    'patches ': ['00*'],
    __proto: ['__proto__'],
    Empty: ['099_*'],
  }
  expect(categoryTable(sorted, { chosen, refused: 'line 3: no' })).toEqual({
    categories: [
      { title: '<b>Mine', migrations: ['002_b', '003_c'] },
      { title: '__proto', migrations: ['__proto__'] },
      { title: 'Patches', migrations: ['001_a', '004_d'] },
    ],
    notes: [
      'line 3: no',
      'the configuration puts migrations to categories by Empty: 099_*, and none is called so',
    ],
  })
  expect(categoryTable(sorted).categories).toEqual([
    { title: 'Other objects', migrations: sorted.map(({ name }) => name) },
  ])
})

test('what is only found out can not be chosen: nobody puts what could not be told under No effect', () => {
  const sorted = [
    { name: '001_a', category: 'not-known' as const },
    { name: '002_b', category: 'nothing' as const },
  ]
  const chosen = { 'no effect ': ['001_a'], 'Could not tell': ['002_b'] }
  expect(categoryTable(sorted, { chosen })).toEqual({
    categories: [
      { title: 'No effect', migrations: ['002_b'] },
      { title: 'Could not tell', migrations: ['001_a'] },
    ],
    notes: ['no effect ', 'Could not tell'].map(
      (title) =>
        `the configuration puts migrations to the category ${title}, which is only found out: they stand where they would without it`,
    ),
  })
})
