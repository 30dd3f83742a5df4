import { describe, expect, test } from 'vitest'
import { data, id, table, volatility } from '../testing/seed-rows.ts'
import type { Cell, SeedData, TableRows } from '../../shared/rows.ts'
import { compareRows } from './compare-rows.ts'

describe('without volatile values', () => {
  const old = data(
    table(
      'colors',
      'id:integer name',
      [
        ['1', 'red'],
        ['2', 'blue'],
        ['3', null],
      ],
      ['id'],
    ),
  )

  test('rows in another order are equal', () => {
    const [colors] = old.tables as [TableRows]
    const result = compareRows(old, data({ ...colors, rows: [...colors.rows].reverse() }), null)
    expect(result.findings).toStrictEqual([])
    expect(result.counts.rows).toStrictEqual({ old: 3, rebuilt: 3, equal: 3, findings: 0 })
  })

  test('a missing, an added and a changed row are one finding with each named by its key', () => {
    const rebuilt = data(
      table(
        'colors',
        'id:integer name',
        [
          ['2', 'BLUE'],
          ['3', null],
          ['4', 'green'],
        ],
        ['id'],
      ),
    )
    expect(compareRows(old, rebuilt, null).findings).toStrictEqual([
      {
        class: 'structural',
        kind: 'rows',
        address: { type: 'table', names: ['public', 'colors'], args: [] },
        change: 'changed',
        attributes: [
          { name: 'row (id=2).name', old: 'blue', rebuilt: 'BLUE' },
          { name: 'row (id=1) missing', old: 'id=1, name=red', rebuilt: null },
          { name: 'row (id=4) added', old: null, rebuilt: 'id=4, name=green' },
        ],
        note: '1 row missing, 1 row added, 1 row changed',
      },
    ])
  })

  test('of two long texts the part where they differ is shown', () => {
    const long = (end: string): SeedData =>
      data(table('colors', 'id:integer name', [['1', `${'x'.repeat(5000)}😀${end}`]], ['id']))
    expect(compareRows(long('😀yes'), long('😁yes'), null).findings[0]?.attributes).toStrictEqual([
      {
        name: 'row (id=1).name',
        old: `…${'x'.repeat(38)}😀😀yes (5007 characters)`,
        rebuilt: `…${'x'.repeat(38)}😀😁yes (5007 characters)`,
      },
    ])
  })

  test('NULL is not an empty text', () => {
    const rebuilt = data(
      table(
        'colors',
        'id:integer name',
        [
          ['1', 'red'],
          ['2', 'blue'],
          ['3', ''],
        ],
        ['id'],
      ),
    )
    expect(compareRows(old, rebuilt, null).findings[0]?.attributes[0]).toStrictEqual({
      name: 'row (id=3).name',
      old: null,
      rebuilt: '',
    })
  })

  test('a row that stands twice is missed when it stands once', () => {
    const twice = data(
      table('tags', 'a b', [
        ['x', 'y'],
        ['x', 'y'],
      ]),
    )
    const once = data(table('tags', 'a b', [['x', 'y']]))
    expect(compareRows(twice, once, null).findings[0]?.change).toBe('missing')
    expect(compareRows(once, twice, null).findings[0]?.change).toBe('added')
  })

  test('all rows of a table that one side lacks are missing', () => {
    const finding = compareRows(old, data(), null).findings[0]
    expect(finding?.change).toBe('missing')
    expect(finding?.attributes[0]).toStrictEqual({ name: 'rows', old: 3, rebuilt: null })
  })

  test('columns in another order are equal, and a column of one side only is left to the model', () => {
    const rebuilt = data(
      table(
        'colors',
        'name extra id:integer',
        [
          ['red', 'a', '1'],
          ['blue', 'b', '2'],
          [null, 'c', '3'],
        ],
        ['id'],
      ),
    )
    expect(compareRows(old, rebuilt, null).findings).toStrictEqual([])
  })

  test('a thousand differences give twenty examples and say so', () => {
    const rows = Array.from({ length: 1000 }, (_, number) => [String(number), 'x'])
    const [finding] = compareRows(
      data(table('t', 'id:integer v', rows, ['id'])),
      data(table('t', 'id:integer v', [], ['id'])),
      null,
    ).findings
    expect(finding?.attributes.length).toBe(21)
    expect(finding?.note).toBe('1000 rows missing; the first 20 differences are shown')
  })

  test('a changed row without a key is found by its likeness', () => {
    const one = data(
      table('t', 'a b c', [
        ['1', '2', '3'],
        ['4', '5', '6'],
      ]),
    )
    const other = data(
      table('t', 'a b c', [
        ['4', '5', '6'],
        ['1', '2', '0'],
      ]),
    )
    expect(compareRows(one, other, null).findings[0]?.attributes).toStrictEqual([
      { name: 'row (a=1, b=2, c=3).c', old: '3', rebuilt: '0' },
    ])
  })
})

describe('with volatile values', () => {
  const volatile = volatility(
    { users: ['id'], posts: ['author'] },
    { users: ['name'], posts: ['title'] },
  )
  const sides = (shift: number, authors: readonly (number | null)[]): SeedData =>
    data(
      table(
        'users',
        'id:uuid name',
        [
          [id(shift + 1), 'ann'],
          [id(shift + 2), 'bob'],
        ],
        ['id'],
      ),
      table(
        'posts',
        'title author:uuid',
        authors.map((author, number) => [
          `p${number}`,
          author === null ? null : id(shift + author),
        ]),
      ),
    )

  test('other random values with the same references are only volatile', () => {
    const result = compareRows(sides(0, [1, 1, 2]), sides(50, [1, 1, 2]), volatile)
    expect(result.findings.map((finding) => finding.class)).toStrictEqual(['volatile', 'volatile'])
    expect(result.findings[0]?.attributes).toStrictEqual([
      { name: 'id (2 rows)', old: id(1), rebuilt: id(51) },
    ])
    expect(result.counts.rows).toStrictEqual({ old: 5, rebuilt: 5, equal: 0, findings: 2 })
  })

  test('a reference that leads to another row is structural', () => {
    const { findings } = compareRows(sides(0, [1, 1, 2]), sides(50, [1, 2, 2]), volatile)
    const structural = findings.filter((finding) => finding.class === 'structural')
    expect(structural.flatMap(({ attributes }) => attributes)).toStrictEqual([
      { name: 'row (title=p1).author', old: id(1), rebuilt: id(52) },
    ])
  })

  test.each([
    ['clubs', 'row (name=club).owner'],
    ['attended', 'row (day=2).who'],
  ])('a reference in %s that leads elsewhere differs, not what it leads to', (name, told) => {
    const sides = (shift: number, chosen: number): SeedData => {
      const [ann, bob, other] = [id(shift + 1), id(shift + 2), id(shift + chosen)]
      const members = (club: Cell): TableRows =>
        table(
          'members',
          'id:uuid name club:uuid',
          [
            [ann, 'ann', club],
            [bob, 'bob', club],
          ],
          ['id'],
        )
      return name === 'clubs'
        ? data(
            table('clubs', 'id:uuid name owner:uuid', [[id(shift), 'club', other]], ['id']),
            members(id(shift)),
          )
        : data(
            table(
              'attended',
              'who:uuid day',
              [
                [ann, '1'],
                [bob, '1'],
                [other, '2'],
              ],
              ['who', 'day'],
            ),
            members(null),
          )
    }
    const random = volatility(
      { clubs: ['id', 'owner'], members: ['id', 'club'], attended: ['who'] },
      { clubs: ['name'], members: ['name'], attended: ['day'] },
    )
    const structural = compareRows(sides(0, 2), sides(50, 1), random).findings.filter(
      (finding) => finding.class === 'structural',
    )
    expect(structural.map(({ address }) => address.names[1])).toStrictEqual([name])
    expect(structural[0]?.attributes.map((attribute) => attribute.name)).toStrictEqual([told])
  })

  test('NULL against a value is structural, both ways', () => {
    for (const [one, other] of [
      [
        [1, null],
        [1, 2],
      ],
      [
        [1, 2],
        [1, null],
      ],
    ] as const) {
      const { findings } = compareRows(sides(0, one), sides(50, other), volatile)
      expect(findings.filter((finding) => finding.class === 'structural').length).toBe(1)
    }
  })

  test('one value where the old side has two is structural', () => {
    const one = data(
      table('users', 'id:uuid name', [
        [id(1), 'ann'],
        [id(2), 'bob'],
      ]),
    )
    const other = data(
      table('users', 'id:uuid name', [
        [id(9), 'ann'],
        [id(9), 'bob'],
      ]),
    )
    expect(compareRows(one, other, volatile).findings[0]?.class).toBe('structural')
  })

  test('a missing row does not make the rows beside it differ', () => {
    const old = sides(0, [1, 1, 2, 2, 1])
    const rebuilt = sides(50, [1, 1, 2, 2])
    const structural = compareRows(old, rebuilt, volatile).findings.filter(
      (finding) => finding.class === 'structural',
    )
    expect(
      structural.flatMap(({ attributes }) => attributes.map(({ name }) => name)),
    ).toStrictEqual(['rows', 'row (title=p4) missing'])
  })
})

describe('a table that lost a row and has volatile values as well', () => {
  const volatile = volatility({ users: ['id'] }, { users: ['name', 'role'] })
  const users = (...rows: readonly (readonly Cell[])[]): SeedData =>
    data(table('users', 'id:uuid name role', rows, ['id']))
  const old = users([id(1), 'ann', 'a'], [id(2), 'bob', 'b'], [id(3), 'cyd', 'c'])

  test('tells both, each with its own class and reason', () => {
    const rebuilt = users([id(51), 'ann', 'a'], [id(52), 'bob', 'b'])
    const { findings, counts } = compareRows(old, rebuilt, volatile)
    expect(findings.map(({ class: own, note }) => [own, note])).toStrictEqual([
      ['structural', '1 row missing'],
      [
        'volatile',
        'these values differ between two builds of the old folder as well (id: gen_random_uuid())',
      ],
    ])
    expect(findings[1]?.attributes).toStrictEqual([
      { name: 'id (2 rows)', old: id(1), rebuilt: id(51) },
    ])
    expect(counts.rows).toStrictEqual({ old: 3, rebuilt: 2, equal: 0, findings: 2 })
  })

  test('a row that also differs elsewhere tells its volatile values there too', () => {
    const rebuilt = users([id(51), 'ann', 'z'], [id(2), 'bob', 'b'], [id(3), 'cyd', 'c'])
    const { findings } = compareRows(old, rebuilt, volatile)
    expect(findings.map(({ class: own, attributes }) => [own, attributes])).toStrictEqual([
      ['structural', [{ name: 'row (name=ann, role=a).role', old: 'a', rebuilt: 'z' }]],
      ['volatile', [{ name: 'id (1 row)', old: id(1), rebuilt: id(51) }]],
    ])
  })

  test('a volatile value that is told as a difference is not told twice', () => {
    const lost = users([null, 'ann', 'a'], [id(52), 'bob', 'b'], [id(53), 'cyd', 'c'])
    const { findings } = compareRows(old, lost, volatile)
    expect(findings.map(({ class: own, attributes }) => [own, attributes])).toStrictEqual([
      ['structural', [{ name: 'row (name=ann, role=a).id', old: id(1), rebuilt: null }]],
      ['volatile', [{ name: 'id (2 rows)', old: id(2), rebuilt: id(52) }]],
    ])
  })
})

test('a volatile column that one side lacks is left to the model', () => {
  const volatile = volatility({ t: ['id'] }, { t: ['name'] })
  const old = data(table('t', 'id:uuid name', [[id(1), 'ann']]))
  expect(compareRows(old, data(table('t', 'name', [['ann']])), volatile).findings).toStrictEqual([])
})
