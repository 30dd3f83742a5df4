import { describe, expect, test } from 'vitest'
import type { StepObject } from '../catalog/steps/step-model.ts'
import type { StepChange } from '../catalog/steps/step-change.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf, type Address, type Attributes } from '../../shared/model.ts'
import { effectsOf } from './effects-of.ts'

const address = (type: string, ...names: string[]): Address => ({ type, names, args: [] })

const object = (
  kind: Kind,
  at: Address,
  attributes: Attributes = {},
  parent: Address | null = null,
): StepObject => ({
  kind,
  key: keyOf(at),
  address: at,
  parent: parent && keyOf(parent),
  attributes,
})

const users = address('table', 'app', 'users')
const people = address('table', 'app', 'people')
const table = (at: Address, attributes: Attributes = {}): StepObject =>
  object('table', at, attributes)
const column = (of: Address, name: string, attributes: Attributes = {}): StepObject =>
  object('column', address('table column', ...of.names, name), attributes, of)
const index = (name: string, attributes: Attributes = {}): StepObject =>
  object('index', address('index', 'app', name), attributes, users)

interface Given {
  readonly before?: readonly StepObject[]
  readonly after?: readonly StepObject[]
  /** Places in `before` and `after` of what the server knows to be the same; each of the same place unless told. */
  readonly same?: readonly (readonly [before: number, after: number])[]
  /** Places in `after`. */
  readonly written?: readonly number[]
  readonly database?: StepChange['database']
}

/** As lines: `renamed table app.users → app.people: comment`. */
function linesOf({ before = [], after = [], same, written = [], database = [] }: Given): string[] {
  const keyed = (objects: readonly StepObject[]): ReadonlyMap<string, StepObject> =>
    new Map(objects.map((each) => [each.key, each]))
  const keyAt = (objects: readonly StepObject[], place: number): string => objects[place]?.key ?? ''
  const pairs =
    same ?? before.flatMap((_, place) => (after[place] ? [[place, place] as const] : []))
  const effects = effectsOf({
    before: keyed(before),
    after: keyed(after),
    same: new Map(pairs.map(([was, is]) => [keyAt(before, was), keyAt(after, is)])),
    written: new Set(written.map((place) => keyAt(after, place))),
    database,
    more: false,
  })
  return effects.map(({ change, kind, address: { names }, was, attributes }) => {
    const path = was ? `${was.names.join('.')} → ${names.join('.')}` : names.join('.')
    const values = attributes.map(
      ({ name, before: had, after: has }) => ` ${name} ${String(had)} → ${String(has)}`,
    )
    return `${change} ${kind} ${path}${values.join()}`.trim()
  })
}

const CASES: readonly (readonly [title: string, given: Given, lines: readonly string[]])[] = [
  ['nothing', {}, []],
  [
    'what was not there, and what is no more, as people read a schema',
    {
      before: [index('gone'), table(users)],
      after: [column(people, 'id'), table(people), table(address('table', 'app', 'a'))],
      same: [],
    },
    [
      'created table app.a',
      'created table app.people',
      'dropped table app.users',
      'created column app.people.id',
      'dropped index app.gone',
    ],
  ],
  [
    'an attribute',
    {
      before: [table(users, { persistence: 'permanent', rowSecurity: false })],
      after: [table(users, { persistence: 'permanent', rowSecurity: true })],
      written: [0],
    },
    ['altered table app.users rowSecurity false → true'],
  ],
  [
    'a row of the catalog that was written and says the same',
    {
      before: [table(users, { rowSecurity: true })],
      after: [table(users, { rowSecurity: true })],
      written: [0],
    },
    [],
  ],
  [
    'a list that is the same, value by value',
    {
      before: [table(users, { options: ['a'] })],
      after: [table(users, { options: ['a'] })],
      written: [0],
    },
    [],
  ],
  [
    'a table with another name, and its column that is only called by that',
    {
      before: [table(users), column(users, 'id')],
      after: [table(people), column(people, 'id')],
      written: [0],
    },
    ['renamed table app.users → app.people', 'follows column app.users.id → app.people.id'],
  ],
  [
    'a table with another name that is altered too',
    {
      before: [table(users, { rowSecurity: false })],
      after: [table(people, { rowSecurity: true })],
      written: [0],
    },
    ['renamed table app.users → app.people rowSecurity false → true'],
  ],
  [
    'a column with another name in a table with another name',
    {
      before: [table(users), column(users, 'name')],
      after: [table(people), column(people, 'called')],
      written: [0, 1],
    },
    ['renamed table app.users → app.people', 'renamed column app.users.name → app.people.called'],
  ],
  [
    'a column that was altered in a table with another name',
    {
      before: [table(users), column(users, 'id', { type: 'integer' })],
      after: [table(people), column(people, 'id', { type: 'bigint' })],
      written: [0, 1],
    },
    [
      'renamed table app.users → app.people',
      'altered column app.users.id → app.people.id type integer → bigint',
    ],
  ],
  [
    'a view that is printed otherwise, and was not touched',
    {
      before: [object('view', address('view', 'app', 'shown'), { definition: 'a' })],
      after: [object('view', address('view', 'app', 'shown'), { definition: 'b' })],
    },
    ['follows view app.shown definition a → b'],
  ],
  [
    'a schema with another name, and what is in it',
    {
      before: [object('schema', address('schema', 'app')), table(users)],
      after: [
        object('schema', address('schema', 'main')),
        table(address('table', 'main', 'users')),
      ],
      written: [0, 1],
    },
    ['renamed schema app → main', 'follows table app.users → main.users'],
  ],
  [
    'a table that is moved to another schema',
    {
      before: [object('schema', address('schema', 'app')), table(users)],
      after: [
        object('schema', address('schema', 'app')),
        table(address('table', 'other', 'users')),
      ],
      written: [1],
    },
    ['renamed table app.users → other.users'],
  ],
  [
    'a type in a schema with another name; another one that is renamed itself',
    {
      before: [
        object('schema', address('schema', 'app')),
        object('enum', address('type', 'app.mood')),
        object('enum', address('type', 'app."a.b"')),
      ],
      after: [
        object('schema', address('schema', 'main')),
        object('enum', address('type', 'main.mood')),
        object('enum', address('type', 'main."a.c"')),
      ],
      written: [0, 1, 2],
    },
    [
      'renamed schema app → main',
      'renamed enum app."a.b" → main."a.c"',
      'follows enum app.mood → main.mood',
    ],
  ],
  [
    'another object like the one before in its place',
    {
      before: [index('i', { unique: true })],
      after: [index('i', { unique: true })],
      same: [],
      written: [0],
    },
    ['rebuilt index app.i'],
  ],
  [
    'another object in its place that is not like it',
    {
      before: [index('i', { unique: true })],
      after: [index('i', { unique: false })],
      same: [],
      written: [0],
    },
    ['altered index app.i unique true → false'],
  ],
  [
    'two tables that change names',
    {
      before: [table(users), table(people)],
      after: [table(people), table(users)],
      written: [0, 1],
    },
    ['renamed table app.users → app.people', 'renamed table app.people → app.users'],
  ],
  [
    'a table takes the name of one that is dropped',
    { before: [table(users), table(people)], after: [table(users)], same: [[1, 0]], written: [0] },
    ['dropped table app.users', 'renamed table app.people → app.users'],
  ],
  [
    'a new table takes the name of one that is renamed',
    {
      before: [table(users)],
      after: [table(people), table(users)],
      same: [[0, 0]],
      written: [0, 1],
    },
    ['renamed table app.users → app.people', 'created table app.users'],
  ],
  [
    'where a column stands, in a table that nobody touched',
    {
      before: [column(users, 'id', { position: 2 })],
      after: [column(users, 'id', { position: 1 })],
    },
    [],
  ],
  [
    'the database itself',
    { database: [{ name: 'comment', before: null, after: 'ours' }] },
    ['altered database  comment null → ours'],
  ],
  [
    'a definition as a whole where its parts tell it',
    {
      before: [index('i', { unique: true, definition: 'a' })],
      after: [index('i', { unique: false, definition: 'b' })],
      written: [0],
    },
    ['altered index app.i unique true → false'],
  ],
  [
    'a definition as a whole where no part tells it',
    {
      before: [index('i', { unique: true, definition: 'a' })],
      after: [index('i', { unique: true, definition: 'b' })],
      written: [0],
    },
    ['altered index app.i definition a → b'],
  ],
]

describe('what was done to objects', () => {
  test.each(CASES)('%s', (_, given, lines) => {
    expect(linesOf(given).toSorted()).toStrictEqual(lines.toSorted())
  })

  test('objects stand in the order of their kinds, then of their names', () => {
    const names = ['b', 'a'].map((name) => table(address('table', 'app', name)))
    expect(
      linesOf({ after: [index('a'), ...names, object('schema', address('schema', 'z'))] }),
    ).toStrictEqual([
      'created schema z',
      'created table app.a',
      'created table app.b',
      'created index app.a',
    ])
  })
})
