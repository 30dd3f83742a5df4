import { expect, test } from 'vitest'
import { inOrder, madeMoment, madeValue, type ValueShape } from './made-values.ts'

const shape = (
  family: ValueShape['family'],
  type: string,
  sample: string,
  width: number | null = null,
): ValueShape => ({
  family,
  types: [type],
  sample,
  width,
  whole: true,
  affix: ['', ''],
})

test('a UUID is valid, of version 8, and the same for the same name', () => {
  const made = madeValue(shape('uuid', 'uuid', 'x'), 'name', 0)
  expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(madeValue(shape('uuid', 'uuid', 'y'), 'name', 0)).toBe(made)
  expect(madeValue(shape('uuid', 'uuid', 'y'), 'name', 1)).not.toBe(made)
})

test('integers fit the smallest of their columns', () => {
  for (let n = 0; n < 200; n++) {
    const made = Number(
      madeValue({ ...shape('integer', 'bigint', '5'), types: ['bigint', 'smallint'] }, 'n', n),
    )
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThan(32_768)
  }
})

test('an oid is one', () => {
  const made = Number(madeValue(shape('integer', 'oid', '16400'), 'n', 0))
  expect(made).toBeLessThan(2 ** 32)
})

test('types with a syntax of their own get a value that they read', () => {
  const made = (type: string, sample = ''): string =>
    madeValue(shape('sealed', type, sample), 'n', 0)
  expect(made('inet')).toMatch(/^2001:db8:[0-9a-f]{4}:[0-9a-f]{4}::1$/)
  expect(made('macaddr')).toMatch(/^02(:[0-9a-f]{2}){5}$/)
  expect(made('bit(5)', '10101')).toMatch(/^[01]{5}$/)
  expect(made('point', '(1,2)')).toBe('(1,2)')
})

test('texts fit their column', () => {
  expect(madeValue(shape('text', 'character varying(6)', 'abcdefgh'), 'n', 0)).toHaveLength(6)
  expect(madeValue(shape('text', 'text', 'abc', 64), 'n', 0)).toHaveLength(64)
  expect(madeValue(shape('bytes', 'bytea', '\\xabcd', 6), 'n', 0)).toMatch(/^\\x[0-9a-f]{4}$/)
})

test('a moment is 2000-01-01, written as its column or its sample writes moments', () => {
  const moment = (type: string, number = 0): string =>
    madeValue(shape('time', type, ''), 'n', number)
  expect(moment('timestamp with time zone')).toBe('2000-01-01 00:00:00+00')
  expect(moment('timestamp(3) without time zone', 3)).toBe('2000-01-01 00:00:03')
  expect(moment('date', 2)).toBe('2000-01-03')
  expect(moment('time with time zone')).toBe('00:00:00+00')
  expect(madeMoment('2024-05-06T07:08:09.123Z')).toBe('2000-01-01T00:00:00.000Z')
  expect(madeMoment('2024-05-06 07:08:09.12345+00')).toBe('2000-01-01 00:00:00+00')
  expect(madeMoment('2024-05-06T07:08')).toBe('2000-01-01T00:00')
  expect(madeMoment('2024-05-06')).toBe('2000-01-01')
  expect(madeMoment('1715000000000')).toBe('946684800000')
})

test('a number inside a text stays a number without a leading zero', () => {
  expect(madeValue({ ...shape('json', 'jsonb', '8317'), whole: false }, 'n', 0)).toMatch(
    /^[1-9]\d{5}$/,
  )
})

test.each([
  [
    '2026-12-01 10:00:00.5+00',
    '2026-12-01 11:00:00+00',
    '2000-01-01 00:00:00+00',
    '2000-01-01 00:00:01+00',
  ],
  ['2026-12-01', '2026-12-31', '2000-01-01', '2000-01-02'],
  ['2026-12-01 10:00:00', '2026-12-01 10:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00'],
  ['17', '2000017', '900', '901'],
])('a range from %s to %s begins at %s and ends at %s', (from, to, made, after) => {
  const before = { sample: from, made }
  expect(inOrder(before, { sample: to, made })).toBe(after)
  expect(inOrder(undefined, { sample: to, made })).toBe(made)
})

test('what is fixed comes before what is made after it', () => {
  const fixed = { sample: '2020-05-05 00:00:00.25+00', made: '2020-05-05 00:00:00.25+00' }
  const after = { sample: '2026-12-01 10:00:00+00', made: '2000-01-01 00:00:00+00' }
  expect(inOrder(fixed, after)).toBe('2020-05-05 00:00:01+00')
})
