import { expect, test } from 'vitest'
import { seedStatements } from '../baseline/seed.ts'
import { keyOf, type Model } from '../../shared/model.ts'
import type { Cell, SeedData } from '../../shared/rows.ts'
import { modelOf } from '../testing/compared-run.ts'
import { compareRows } from './compare-rows.ts'
import { rowVolatility } from './volatility.ts'

const MODEL: Model = modelOf([])

/** Rows of a table with a stable key and one value of that type. */
const data = (type: string, ...cells: readonly Cell[]): SeedData => ({
  tables: [
    {
      table: keyOf({ type: 'table', names: ['public', 't'], args: [] }),
      columns: ['integer', type].map((each, place) => ({
        name: place === 0 ? 'id' : 'value',
        type: each,
        notNull: false,
        hasDefault: false,
        identity: null,
      })),
      rows: cells.map((cell, place) => [String(place + 1), cell]),
    },
  ],
  sequences: [],
})

const ZONED = 'timestamp with time zone'
const HEX = ['9b66e93c0c82d0c1f24309fbd5dbe1bf', '0c8ae93c0c82d0c1a24309fbd5dbe100'] as const
const UUIDS = [
  '3f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a10',
  '4f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a11',
  '5f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a12',
] as const

const CASES: readonly (readonly [string, string, string, string, 'volatile' | 'structural'])[] = [
  [ZONED, '2026-11-24 06:01:02+00', '2026-11-24 06:01:09+00', '2000-01-01 00:00:00+00', 'volatile'],
  [ZONED, '2026-11-24 06:01:02+00', '2026-11-24 06:01:09+00', 'infinity', 'structural'],
  [ZONED, '2026-11-24 06:01:02+00', '2026-11-24 06:01:09+00', '-infinity', 'structural'],
  ['date', '2026-11-24', '2026-11-25', 'infinity', 'structural'],
  ['interval', '06:01:02', '06:01:09', '1 day', 'volatile'],
  ['interval', '06:01:02', '06:01:09', 'infinity', 'structural'],
  ['double precision', '0.25', '0.5', '7', 'volatile'],
  ['double precision', '0.25', '0.5', 'NaN', 'structural'],
  ['numeric', '0.25', '0.5', '-Infinity', 'structural'],
  ['uuid', ...UUIDS, 'volatile'],
  ['text', `id ${UUIDS[0]}`, `id ${UUIDS[1]}`, `id ${UUIDS[2]}`, 'volatile'],
  ['text', `id ${UUIDS[0]} a1`, `id ${UUIDS[1]} b22c`, `id ${UUIDS[2]} x3`, 'volatile'],
  ['text', `id ${UUIDS[0]} a1`, `id ${UUIDS[1]} b22c`, 'id w4 x3', 'structural'],
  ['text', ...HEX, 'x0', 'volatile'],
  ['text', 'a802941692@x.org', 'a1029416@x.org', 'ax86f500eeec0@x.org', 'volatile'],
  ['text', 'a802941692@x.org', 'a1029416@x.org', 'x86f500eeec0@x.org', 'structural'],
  ['text', '17640inv', '9964inv', '17640in', 'structural'],
  ['text', 'key/a+b/c', 'key/d/e', 'key/other', 'volatile'],
  ['text', 'key/a+b/c', 'key/d/e', 'other', 'structural'],
  ['text', 'qwerty', 'asdfgh', '', 'structural'],
  [
    'jsonb',
    '{"at": "2026-11-24T06:01:02Z"}',
    '{"at": "2026-11-24T06:01:09Z"}',
    '{"at": null}',
    'structural',
  ],
]

test.each(CASES)('%s %s, %s: %s is %4$s', (type, first, second, rebuilt, found) => {
  const { volatile, unexplained } = rowVolatility(data(type, first), data(type, second), MODEL)
  expect(unexplained).toStrictEqual([])
  const { findings } = compareRows(data(type, first), data(type, rebuilt), volatile)
  expect(findings.map((finding) => finding.class)).toStrictEqual([found])
  expect(findings[0]?.attributes.map(({ rebuilt: value }) => value)).toStrictEqual([rebuilt])
})

test('what the seed holds begins and ends as the value does in every build', () => {
  const mails = (a: number, b: number) => data('text', `a${a}@x.org`, `b${b}@x.org`)
  const [first, second] = [mails(802_941_692, 5_517_118), mails(16_928_029, 99_712)]
  const { volatile } = rowVolatility(first, second, MODEL)
  const [sql = ''] = seedStatements(first, volatile, MODEL).map((statement) => statement.sql)
  expect(sql).toMatch(/'a\d+@x.org'\),\n.*'b\d+@x.org'\)/)
  expect(seedStatements(second, rowVolatility(second, first, MODEL).volatile, MODEL)).toStrictEqual(
    seedStatements(first, volatile, MODEL),
  )
})

test('a value of another sort in a row that changed elsewhere as well is told with it', () => {
  const named = (name: string, at: string): SeedData => {
    const { tables, sequences } = data(ZONED, at)
    const columns = tables.flatMap((table) => table.columns)
    const [table] = tables
    const label = { ...columns[0], name: 'label', type: 'text' } as (typeof columns)[number]
    if (!table) throw new Error('no table')
    const rows = table.rows.map((row) => [...row, name])
    return { tables: [{ ...table, key: ['id'], columns: [...columns, label], rows }], sequences }
  }
  const [first, second] = [
    named('ann', '2026-11-24 06:01:02+00'),
    named('ann', '2026-11-24 06:01:09+00'),
  ]
  const { volatile } = rowVolatility(first, second, MODEL)
  const { findings } = compareRows(first, named('bob', 'infinity'), volatile)
  expect(findings.map((finding) => finding.class)).toStrictEqual(['structural'])
  expect(findings[0]?.attributes.map(({ rebuilt }) => rebuilt)).toStrictEqual(['bob', 'infinity'])
})
