import { describe, expect, test } from 'vitest'
import { seedStatements } from '../baseline/seed.ts'
import { keyOf, type CatalogObject, type Model } from '../../shared/model.ts'
import type { Cell, SeedData } from '../../shared/rows.ts'
import { modelOf } from '../testing/compared-run.ts'
import { id } from '../testing/seed-rows.ts'
import { compareRows } from './compare-rows.ts'
import { rowVolatility, type BuildDifferences } from './volatility.ts'

type Rows = readonly (readonly Cell[])[]

/** Columns are written `name:type=default`. */
const SCHEMA: Readonly<Record<string, string>> = {
  users: 'id:uuid=gen_random_uuid() name created:timestamp_with_time_zone=now()',
  posts: 'title author:uuid',
  logs: 'n:integer at:text',
  tokens: 'n:integer token',
  moods: 'n:integer mood:public.mood',
}

function data(tables: Readonly<Record<string, Rows>>, lastValue = '1'): SeedData {
  return {
    tables: Object.entries(tables).map(([name, rows]) => ({
      table: tableKey(name),
      columns: columnsOf(name).map((column) => ({
        name: column.name,
        type: column.type,
        notNull: false,
        hasDefault: column.expression !== undefined,
        identity: null,
      })),
      rows,
    })),
    sequences: [{ sequence: SEQUENCE, name: '"public"."s"', lastValue, isCalled: true }],
  }
}

const columnsOf = (
  name: string,
): { name: string; type: string; expression: string | undefined }[] =>
  (SCHEMA[name] ?? '').split(' ').map((text) => {
    const [head = '', expression] = text.split('=')
    const [column = '', type = 'text'] = head.split(':')
    return { name: column, type: type.replaceAll('_', ' '), expression }
  })

const tableKey = (name: string): string =>
  keyOf({ type: 'table', names: ['public', name], args: [] })
const SEQUENCE = keyOf({ type: 'sequence', names: ['public', 's'], args: [] })

function model(frozen?: string): Model {
  const objects = Object.keys(SCHEMA).flatMap((name) =>
    columnsOf(name).flatMap((column): CatalogObject[] => {
      const expression =
        column.name === 'created' && frozen !== undefined ? frozen : column.expression
      if (expression === undefined) return []
      const address = { type: 'default value', names: ['public', name, column.name], args: [] }
      const parent = keyOf({ ...address, type: 'table column' })
      const attributes = { expression, generated: null }
      return [
        {
          kind: 'default',
          key: keyOf(address),
          address,
          parent,
          attributes,
          dependsOn: [],
          references: [],
        },
      ]
    }),
  )
  return modelOf(objects)
}

const names = ({ volatile }: BuildDifferences, table: string): string[] => [
  ...(volatile.tables.get(tableKey(table))?.columns.keys() ?? []),
]

describe('two builds of one folder', () => {
  const build = (shift: number, at: string): SeedData =>
    data({
      users: [
        [id(shift), 'ann', at],
        [id(shift + 1), 'bob', '2020-02-02 00:00:00+00'],
      ],
      posts: [['first', id(shift)]],
    })
  const first = build(1, '2024-01-01 00:00:00+00')
  const second = build(7, '2024-01-02 00:00:00+00')
  const found = rowVolatility(first, second, model())

  test('columns that differ are volatile, each with its cause', () => {
    expect(names(found, 'users')).toStrictEqual(['id', 'created'])
    expect(names(found, 'posts')).toStrictEqual(['author'])
    expect(found.unexplained).toStrictEqual([])
    const users = found.volatile.tables.get(tableKey('users'))
    expect([...(users?.columns.values() ?? [])].map(({ cause }) => cause)).toStrictEqual([
      'gen_random_uuid()',
      'now()',
    ])
  })

  test('a cell that is the same in both builds stays literal, and its loss is structural', () => {
    const lost = data({
      users: [
        [id(1), 'ann', '2024-01-01 00:00:00+00'],
        [id(2), 'bob', '2024-01-01 00:00:00+00'],
      ],
      posts: [['first', id(1)]],
    })
    const [finding] = compareRows(first, lost, found.volatile).findings
    expect(finding?.class).toBe('structural')
    expect(finding?.attributes).toStrictEqual([
      {
        name: 'row (name=bob).created',
        old: '2020-02-02 00:00:00+00',
        rebuilt: '2024-01-01 00:00:00+00',
      },
    ])
  })

  test('a row that changed elsewhere shows only what changed', () => {
    const renamed = data({
      users: [
        [id(1), 'ann', '2024-01-01 00:00:00+00'],
        [id(2), 'BOB', '2020-02-02 00:00:00+00'],
      ],
      posts: [['first', id(1)]],
    })
    const structural = compareRows(first, renamed, found.volatile).findings.filter(
      (each) => each.class === 'structural',
    )
    expect(
      structural.flatMap(({ attributes }) => attributes.map(({ name }) => name)),
    ).toStrictEqual(['row (name=bob) missing', 'row (name=BOB) added'])
  })

  test('only what is referred to gets a made value, the rest is left to the defaults', () => {
    const statements = seedStatements(first, found.volatile, model()).map(({ sql }) => sql)
    expect(statements).toStrictEqual(
      seedStatements(second, found.volatile, model()).map(({ sql }) => sql),
    )
    const [users = '', posts = ''] = statements
      .filter((sql) => sql.startsWith('INSERT'))
      .toReversed()
    expect(users).toMatch(
      /^INSERT INTO "public"."users" \("id", "name", "created"\) VALUES\n {2}\('[0-9a-f-]{36}', 'ann', DEFAULT\),\n {2}\(DEFAULT, 'bob', '2020-02-02 00:00:00\+00'\)$/,
    )
    expect(posts).toContain(/'([0-9a-f-]{36})', 'ann'/.exec(users)?.[1])
  })
})

test('equal builds have nothing volatile', () => {
  const one = data({ users: [[id(1), 'ann', null]] })
  const found = rowVolatility(one, one, model())
  expect(found).toStrictEqual({
    volatile: { tables: new Map(), sequences: new Map() },
    unexplained: [],
  })
})

test('another number of rows is unexplained', () => {
  const { unexplained } = rowVolatility(
    data({
      logs: [
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'c'],
      ],
    }),
    data({
      logs: [
        ['1', 'a'],
        ['2', 'b'],
      ],
    }),
    model(),
  )
  expect(unexplained).toMatchObject([{ class: 'structural', kind: 'rows', change: 'missing' }])
  expect(unexplained[0]?.note).toMatch(
    /^the old folder doesn't build the same rows twice: 1 row missing/,
  )
})

test('values that only change places between rows are unexplained', () => {
  const { unexplained } = rowVolatility(
    data({
      logs: [
        ['1', 'a'],
        ['2', 'b'],
      ],
    }),
    data({
      logs: [
        ['1', 'b'],
        ['2', 'a'],
      ],
    }),
    model(),
  )
  expect(unexplained.length).toBe(1)
})

test('NULL in one build and a value in the other is unexplained', () => {
  const { unexplained } = rowVolatility(
    data({
      logs: [
        ['1', null],
        ['2', 'b'],
      ],
    }),
    data({
      logs: [
        ['1', 'x'],
        ['2', 'c'],
      ],
    }),
    model(),
  )
  expect(unexplained.length).toBe(1)
})

test('a frozen default is named as such', () => {
  const frozen = `'2024-01-01 00:00:00+00'::timestamp with time zone`
  const { volatile } = rowVolatility(
    data({ users: [[id(1), 'ann', '2024-01-01 00:00:00+00']] }),
    data({ users: [[id(1), 'ann', '2024-01-02 00:00:00+00']] }),
    model(frozen),
  )
  const created = volatile.tables.get(tableKey('users'))?.columns.get('created')
  expect(created).toMatchObject({ cause: `frozen default ${frozen}`, remade: true })
})

test('a random value beside a default that would not make it is not left to the default', () => {
  const { volatile } = rowVolatility(
    data({ users: [[id(1), 'ann', '2024-01-01 00:00:00+00']] }),
    data({ users: [[id(1), 'ann', '2024-01-02 00:00:00+00']] }),
    model(`'2000-01-01 00:00:00+00'::timestamp with time zone`),
  )
  expect(volatile.tables.get(tableKey('users'))?.columns.get('created')?.remade).toBe(false)
})

test('texts that are equal by accident in one build are not taken for references', () => {
  const one = data({
    logs: [
      ['1', '2024-01-01T00:00:00.001Z'],
      ['2', '2024-01-01T00:00:00.001Z'],
    ],
    tokens: [
      ['1', 'abc'],
      ['2', 'abc'],
    ],
  })
  const two = data({
    logs: [
      ['1', '2025-01-01T00:00:00.001Z'],
      ['2', '2025-01-01T00:00:00.002Z'],
    ],
    tokens: [
      ['1', 'x'],
      ['2', 'y'],
    ],
  })
  const { volatile, unexplained } = rowVolatility(one, two, model())
  expect(unexplained).toStrictEqual([])
  expect(volatile.tables.get(tableKey('tokens'))?.columns.get('token')?.linked).toBe(false)
  expect(seedStatements(one, volatile, model())).toStrictEqual(
    seedStatements(two, volatile, model()),
  )
})

test('a sequence that stands elsewhere is volatile, and the further state is kept', () => {
  const { volatile } = rowVolatility(data({}, '7'), data({}, '12'), model())
  expect(volatile.sequences.get(SEQUENCE)?.lastValue).toBe('12')
  expect(seedStatements(data({}, '7'), volatile, model()).map(({ sql }) => sql)).toStrictEqual([
    `SELECT pg_catalog.setval('"public"."s"'::pg_catalog.regclass, 12, true)`,
  ])
})

test('hostile names and values stand only inside quotes', () => {
  const hostile = `'); drop table x; --\\ \${x} \``
  const one: SeedData = {
    tables: [
      {
        table: keyOf({ type: 'table', names: ['a"b', hostile], args: [] }),
        columns: [
          { name: '__proto__"', type: 'text', notNull: false, hasDefault: false, identity: null },
        ],
        rows: [[hostile]],
      },
    ],
    sequences: [],
  }
  expect(seedStatements(one, null, model())[0]?.sql).toBe(
    `INSERT INTO "a""b"."'); drop table x; --\\ \${x} \`" ("__proto__""") VALUES\n  (E'''); drop table x; --\\\\ \${x} \`')`,
  )
})

test('an enum that is another one in each build is written by its first label', () => {
  const address = { type: 'type', names: ['public.mood'], args: [] }
  const mood: CatalogObject = {
    kind: 'enum',
    key: keyOf(address),
    address,
    parent: null,
    attributes: { labels: ['calm', 'sad', 'glad'] },
    dependsOn: [],
    references: [],
  }
  const [first, second] = [
    data({
      moods: [
        ['1', 'sad'],
        ['2', 'sad'],
      ],
    }),
    data({
      moods: [
        ['1', 'glad'],
        ['2', 'sad'],
      ],
    }),
  ]
  const { volatile } = rowVolatility(first, second, modelOf([mood]))
  const written = (each: SeedData): string =>
    seedStatements(each, volatile, modelOf([mood]))
      .map(({ sql }) => sql)
      .join()
  expect(written(first)).toContain("(1, 'calm'),\n  (2, 'sad')")
  expect(written(second)).toBe(written(first))
})
