import { expect, test } from 'vitest'
import type { Effect, RowEffect, RowEffects } from '../../shared/history.ts'
import { keyOf, type Address } from '../../shared/model.ts'
import { didOf, isWhollyKnown } from './words.ts'

const address = (
  type: string,
  names: readonly string[],
  args: readonly string[] = [],
): Address => ({
  type,
  names,
  args,
})
const users = address('table', ['public', 'users'])

const effect = (
  change: Effect['change'],
  kind: Effect['kind'],
  at: Address,
  more: { readonly was?: Address; readonly parent?: Address; readonly altered?: true } = {},
): Effect => {
  const own = ({ type, names, args }: Address): Effect['address'] => ({
    type,
    names: [...names],
    args: [...args],
  })
  return {
    change,
    kind,
    address: own(at),
    was: more.was ? own(more.was) : null,
    parent: more.parent ? keyOf(more.parent) : null,
    attributes: more.altered ? [{ name: 'a', before: 1, after: 2 }] : [],
  }
}

const rowsOf = (more: Partial<RowEffect>): RowEffects => ({
  tables: [
    {
      table: { type: 'table', names: ['public', 'users'], args: [] },
      inserted: 0,
      updated: 0,
      deleted: 0,
      truncated: false,
      ...more,
    },
  ],
  notKnown: null,
})
const NO_ROWS: RowEffects = { tables: [], notKnown: null }

const column = address('table column', ['public', 'users', 'name'])
const columnDefault = address('default value', ['public', 'users', 'name'])

const OBJECTS: readonly (readonly [text: string, objects: readonly Effect[]])[] = [
  ['creates table public.users', [effect('created', 'table', users)]],
  [
    'creates database-setting on database work_mem',
    [
      effect(
        'created',
        'database-setting',
        address('database-setting on database', [], ['work_mem']),
      ),
    ],
  ],
  [
    'creates index public.i; alters table public."U"; makes anew index public.j; removes view public.v',
    [
      effect('dropped', 'view', address('view', ['public', 'v'])),
      effect('created', 'index', address('index', ['public', 'i'])),
      effect('rebuilt', 'index', address('index', ['public', 'j'])),
      effect('altered', 'table', address('table', ['public', 'U'])),
    ],
  ],
  [
    'renames table public.users to public.people',
    [effect('renamed', 'table', address('table', ['public', 'people']), { was: users })],
  ],
  [
    'renames table public.users to public.people; alters table public.people',
    [
      effect('renamed', 'table', address('table', ['public', 'people']), {
        was: users,
        altered: true,
      }),
    ],
  ],
  // A part is told as a change of what it is a part of, unless that is new or gone as a whole.
  ['alters table public.users', [effect('created', 'column', column, { parent: users })]],
  [
    'creates table public.users',
    [effect('created', 'table', users), effect('created', 'column', column, { parent: users })],
  ],
  [
    'removes table public.users',
    [effect('dropped', 'table', users), effect('dropped', 'column', column, { parent: users })],
  ],
  [
    'alters table public.users',
    [
      effect('created', 'column', column, { parent: users }),
      effect('created', 'default', columnDefault, { parent: column }),
    ],
  ],
  ['alters table public.users', [effect('altered', 'default', columnDefault, { parent: column })]],
  ['changes what is not told here', [effect('follows', 'view', address('view', ['public', 'v']))]],
  [
    'renames trigger t on public.users to t2',
    [
      effect('renamed', 'trigger', address('trigger', ['public', 'users', 't2']), {
        was: address('trigger', ['public', 'users', 't']),
      }),
    ],
  ],
  [
    'creates cast from text to public.mood, enum type public.mood, function public.f(integer)',
    [
      effect('created', 'cast', address('cast', ['text'], ['public.mood'])),
      effect('created', 'enum', address('type', ['public.mood'])),
      effect('created', 'function', address('function', ['public', 'f'], ['integer'])),
    ],
  ],
]

test.each(OBJECTS)('%s', (text, objects) => {
  expect(didOf({ objects, rows: NO_ROWS, more: false })).toBe(text)
})

const ROWS: readonly (readonly [text: string, rows: RowEffects, isKnown: boolean])[] = [
  ['leaves no object and no row otherwise than it was', NO_ROWS, true],
  ['inserts 1 row of public.users', rowsOf({ inserted: 1 }), true],
  [
    'truncates table public.users; inserts 4 rows of public.users; updates 3 rows of public.users; deletes 2 rows of public.users',
    rowsOf({ inserted: 4, updated: 3, deleted: 2, truncated: true }),
    true,
  ],
  [
    'writes 2 rows of public.users; deletes 1 row of public.users',
    rowsOf({ inserted: null, updated: null, written: 2, deleted: 1, truncated: null }),
    true,
  ],
  [
    'inserts 2 rows of public.users; touches rows that could not be counted in table public.users',
    rowsOf({ inserted: 2, updated: null }),
    false,
  ],
  [
    'touches rows that could not be counted in table public.users',
    rowsOf({ truncated: null }),
    false,
  ],
  [
    'touches rows that could not be counted in table public.users',
    rowsOf({ inserted: null, updated: null, written: 0, deleted: null }),
    false,
  ],
  [
    'may touch rows that could not be counted (track_counts is off)',
    { tables: [], notKnown: 'track_counts is off' },
    false,
  ],
]

test.each(ROWS)('%s', (text, rows, isKnown) => {
  expect(didOf({ objects: [], rows, more: false })).toBe(text)
  expect(isWhollyKnown(rows)).toBe(isKnown)
})

test('what no effect tells is said to be there', () => {
  expect(didOf({ objects: [], rows: NO_ROWS, more: true })).toBe('changes what is not told here')
})
