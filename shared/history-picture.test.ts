import { describe, expect, test } from 'vitest'
import type { Effect, MigrationHistory, RowEffect } from './history.ts'
import { MOST_LINES, pictureOf, rowsText } from './history-picture.ts'
import { keyOf, type Address } from './model.ts'

const address = (type: string, ...names: string[]) => ({ type, names, args: [] as string[] })
const table = (name: string) => address('table', 'public', name)

const effect = (
  change: Effect['change'],
  kind: Effect['kind'],
  at: ReturnType<typeof address>,
  rest: Partial<Effect> = {},
): Effect => ({ change, kind, address: at, was: null, parent: null, attributes: [], ...rest })

const onTable = (
  change: Effect['change'],
  kind: Effect['kind'],
  of: Address,
  name: string,
): Effect =>
  effect(change, kind, address(`table ${kind}`, ...of.names, name), { parent: keyOf(of) })

const created = (name: string): Effect => effect('created', 'table', table(name))
const dropped = (name: string): Effect => effect('dropped', 'table', table(name))
const renamed = (from: string, to: string): Effect =>
  effect('renamed', 'table', table(to), { was: table(from) })

const rows = (name: string, counts: Partial<RowEffect> = {}): RowEffect => ({
  table: table(name),
  inserted: 0,
  updated: 0,
  deleted: 0,
  truncated: false,
  ...counts,
})

const migration = (
  objects: readonly Effect[] | null,
  touched: readonly RowEffect[] = [],
  rest: Partial<MigrationHistory> = {},
): MigrationHistory => ({
  name: 'one',
  file: 'one.ts',
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
  effects: objects && {
    objects: [...objects],
    rows: { tables: [...touched], notKnown: null },
    more: false,
  },
  noEffect: null,
  ...rest,
})

/** `users ← people 0–2: 0 created, 1 altered adds column name`; `?` where no effect tells of it, `…` where it goes on. */
const linesOf = (migrations: readonly MigrationHistory[]): readonly string[] =>
  pictureOf(migrations).lines.map(({ name, was, from, until, marks }) => {
    const called = [name, ...was.toReversed().map((each) => `← ${each}`)].join(' ')
    const told = marks.map(({ at, mark, text }) => `${at} ${mark} (${text})`).join(', ')
    return `${called} ${from ?? '?'}–${until ?? '…'}: ${told}`
  })

const CASES: readonly (readonly [string, readonly MigrationHistory[], readonly string[]])[] = [
  [
    'a table begins where it is made and goes on',
    [migration([created('users'), onTable('created', 'column', table('users'), 'id')])],
    ['users 0–…: 0 created (creates it with 1 column)'],
  ],
  [
    'a table ends where it is dropped, and its parts are no marks of their own',
    [
      migration([created('users')]),
      migration([dropped('users'), onTable('dropped', 'column', table('users'), 'id')]),
    ],
    ['users 0–1: 0 created (creates it), 1 dropped (drops it)'],
  ],
  [
    'a table that gets another name keeps its line',
    [
      migration([created('spaces')]),
      migration([
        renamed('spaces', 'rooms'),
        effect('follows', 'column', address('table column', 'public', 'rooms', 'id'), {
          parent: keyOf(table('rooms')),
          was: address('table column', 'public', 'spaces', 'id'),
        }),
      ]),
      migration([onTable('created', 'column', table('rooms'), 'floor')]),
    ],
    [
      'rooms ← public.spaces 0–…: 0 created (creates it), 1 renamed (renames it from public.spaces), 2 altered (adds column floor)',
    ],
  ],
  [
    'two tables that swap their names keep their lines',
    [
      migration([created('a'), created('b')]),
      migration([renamed('a', 'b'), renamed('b', 'a')]),
      migration([onTable('created', 'index', table('a'), 'on_a')]),
    ],
    [
      'b ← public.a 0–…: 0 created (creates it), 1 renamed (renames it from public.a)',
      'a ← public.b 0–…: 0 created (creates it), 1 renamed (renames it from public.b), 2 altered (adds index on_a)',
    ],
  ],
  [
    'a table that is put aside for another of its name keeps its line, and the new one gets its own',
    [
      migration([created('users')]),
      migration([renamed('users', 'users_old'), created('users')]),
      migration([dropped('users_old')]),
    ],
    [
      'users_old ← public.users 0–2: 0 created (creates it), 1 renamed (renames it from public.users), 2 dropped (drops it)',
      'users 1–…: 1 created (creates it)',
    ],
  ],
  [
    'a table that takes the name of one that is dropped by the same migration goes on',
    [
      migration([created('users'), created('users_new')]),
      migration([
        dropped('users'),
        onTable('dropped', 'column', table('users'), 'id'),
        renamed('users_new', 'users'),
      ]),
    ],
    [
      'users 0–1: 0 created (creates it), 1 dropped (drops it)',
      'users ← public.users_new 0–…: 0 created (creates it), 1 renamed (renames it from public.users_new)',
    ],
  ],
  [
    'a table that is made again under the name of one that went gets a line of its own',
    [migration([created('a')]), migration([dropped('a')]), migration([created('a')])],
    ['a 0–1: 0 created (creates it), 1 dropped (drops it)', 'a 2–…: 2 created (creates it)'],
  ],
  [
    'a default and a privilege are told on the table of their column',
    [
      migration([created('users')]),
      migration([
        effect('created', 'default', address('default value', 'public', 'users', 'name'), {
          parent: keyOf(address('table column', 'public', 'users', 'name')),
        }),
      ]),
    ],
    ['users 0–…: 0 created (creates it), 1 altered (adds column default of name)'],
  ],
  [
    'of many parts the first are named',
    [
      migration([created('users')]),
      migration([
        ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
          onTable('created', 'column', table('users'), name),
        ),
        onTable('dropped', 'index', table('users'), 'i'),
      ]),
    ],
    [
      'users 0–…: 0 created (creates it), 1 altered (adds column a, column b, column c, column d and 2 more; removes index i)',
    ],
  ],
  [
    'rows stand beside what is done to the table',
    [
      migration([created('users')], [rows('users', { inserted: 3 }), rows('roles')]),
      migration([], [rows('users', { updated: 1, deleted: 2, truncated: true })]),
    ],
    [
      'users 0–…: 0 created (creates it), 0 rows (inserts 3 rows), 1 rows (empties it, updates 1 row, deletes 2 rows)',
    ],
  ],
  [
    'what nothing tells the beginning of was there before',
    [migration(null), migration([onTable('altered', 'column', table('users'), 'id')])],
    ['users ?–…: 1 altered (alters column id)'],
  ],
  [
    'a table that went while nothing could be told ends where it is made again',
    [migration([created('a')]), migration(null), migration([created('a')])],
    ['a 0–2: 0 created (creates it)', 'a 2–…: 2 created (creates it)'],
  ],
  [
    'what is no table stands in one line for each sort',
    [
      migration([
        effect('created', 'function', address('function', 'public', 'touch')),
        effect('created', 'view', address('view', 'public', 'open')),
        effect('created', 'column', address('view column', 'public', 'open', 'id'), {
          parent: keyOf(address('view', 'public', 'open')),
        }),
      ]),
      migration([effect('dropped', 'function', address('function', 'public', 'touch'))]),
    ],
    [
      'functions ?–…: 0 created (creates public.touch()), 1 dropped (drops public.touch())',
      'views ?–…: 0 created (creates public.open)',
    ],
  ],
  [
    'what only follows a change is no mark',
    [migration([created('a')]), migration([onTable('follows', 'index', table('a'), 'i')])],
    ['a 0–…: 0 created (creates it)'],
  ],
]

describe('the picture of a history', () => {
  test.each(CASES)('%s', (_, migrations, lines) => {
    expect(linesOf(migrations)).toEqual(lines)
  })

  test('what is not known of a migration never looks like nothing', () => {
    const [known, reason] = [
      { tables: [], notKnown: null },
      { reason: 'no-statement', evidence: '' },
    ]
    const partly = {
      objects: [],
      rows: { tables: [], notKnown: 'track_counts is off' },
      more: false,
    }
    const { columns } = pictureOf([
      migration([created('a')]),
      migration([], [], { noEffect: reason as MigrationHistory['noEffect'] }),
      migration(null),
      migration([], [], { effects: partly }),
      migration([], [], { effects: { objects: [], rows: known, more: true } }),
    ])
    expect(columns.map(({ state }) => state)).toEqual([
      'told',
      'nothing',
      'not-known',
      'partly',
      'partly',
    ])
  })

  test('rows that could not be counted are said', () => {
    expect(rowsText(rows('a'))).toBe('')
    expect(rowsText(rows('a', { inserted: null, deleted: null, truncated: null }))).toBe(
      'could not tell how many rows it inserted or deleted, could not tell whether it empties it',
    )
    expect(rowsText(rows('a', { inserted: null, updated: null, written: 4, deleted: 1 }))).toBe(
      'writes 4 rows, deletes 1 row',
    )
  })

  test('lines that it has no room for are counted', () => {
    const names = Array.from({ length: MOST_LINES + 3 }, (_, number) => `t${number}`)
    const { lines, left } = pictureOf([migration(names.map(created))])
    expect([lines.length, left]).toEqual([MOST_LINES, 3])
  })
})
