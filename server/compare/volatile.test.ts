import { describe, expect, test } from 'vitest'
import type { CatalogObject } from '../../shared/model.ts'
import { isVolatileValue } from './volatile.ts'

const NOW = "'2026-11-24 06:01:02.123+00'::timestamp with time zone"
const LATER = "'2026-11-25 07:01:02+00'::timestamp with time zone"
const OTHER = "'2000-01-01 00:00:00+00'::timestamp with time zone"

function isForgiven(first: string, second: string, rebuilt: string, attribute = 'expression') {
  const object = { kind: 'default', key: 'k' } as CatalogObject
  const volatile = new Map([['k', new Map([[attribute, { first, second }]])]])
  return isVolatileValue(volatile, object, { name: attribute, old: first, rebuilt })
}

describe('a literal that two builds agree on is exact beside one that they do not', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['((tenant = 7) AND (at < %))', '(tenant = 7)', '(tenant = 8)'],
    ["((s = 'a'::text) AND (at < %))", "'a'", "'b'"],
    ["(at < %) AND (s = ANY (ARRAY['a'::text, 'b'::text]))", "'b'", "'zz'"],
    ['((n > 0) AND (at > %))', '>', '>='],
  ]
  test.each(CASES)('%s', (pattern, from, to) => {
    const [first, second, same] = [NOW, LATER, OTHER].map((at) => pattern.replace('%', at))
    expect(isForgiven(first ?? '', second ?? '', same ?? '')).toBe(true)
    expect(isForgiven(first ?? '', second ?? '', (same ?? '').replace(from, to))).toBe(false)
  })

  test('a number of a text that is no expression is exact', () => {
    const text = (at: string, n: number) => `select ${n} where x < '${at}'`
    const builds = [text('2026-11-24', 1), text('2026-11-25', 1)] as const
    expect(isForgiven(...builds, text('2000-01-01', 1), 'body')).toBe(true)
    expect(isForgiven(...builds, text('2000-01-01', 2), 'body')).toBe(false)
  })

  test('an apostrophe in a comment hides no code', () => {
    const text = (n: number, at: string) => `-- don't\nselect ${n}; -- it's\nselect '${at}'`
    const builds = [text(1, '2026-11-24'), text(1, '2026-11-25')] as const
    expect(isForgiven(...builds, text(1, '2000-01-01'), 'body')).toBe(true)
    expect(isForgiven(...builds, text(2, '2000-01-01'), 'body')).toBe(false)
  })
})

describe('a volatile value becomes another one of the same sort only', () => {
  const UUIDS = [
    "'3f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a10'::uuid",
    "'4f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a11'::uuid",
    "'00000000-0000-4000-8000-000000000000'::uuid",
  ] as const
  const CASES: readonly (readonly [string, string, string, boolean])[] = [
    [NOW, LATER, OTHER, true],
    [NOW, LATER, "'infinity'::timestamp with time zone", false],
    [NOW, LATER, "'-infinity'::timestamp with time zone", false],
    [NOW, LATER, 'NULL::timestamp with time zone', false],
    ["'2026-11-24'::date", "'2026-11-25'::date", "'2000-01-01'::date", true],
    ["'2026-11-24'::date", "'2026-11-25'::date", "'infinity'::date", false],
    [...UUIDS, true],
    [`lower(${UUIDS[0]}::text)`, `lower(${UUIDS[1]}::text)`, "lower('x'::uuid::text)", false],
    ['517', '918', '1', true],
    ['517', '918', "'-3'::integer", true],
    ['0.5', '0.25', "'NaN'::numeric", false],
    ["'0.5'::double precision", "'0.25'::double precision", "'NaN'::double precision", false],
    ["'0.5'::double precision", "'0.25'::double precision", "'-Infinity'::double precision", false],
    ["'tok-1764'::text", "'tok-9964'::text", "'tok-en0'::text", true],
    ["'tok-1764'::text", "'tok-9964'::text", "'en0'::text", false],
    ["'tok-1764'::text", "'tok-9964'::text", "'key-1764'::text", false],
    ["'a1764'::text", "'a9964'::text", "'aen0'::text", true],
    ["'a1764'::text", "'a9964'::text", "'b1764'::text", false],
    ["'k/a+b/c=='::text", "'k/d/e=='::text", "'k/zen0=='::text", true],
    ["'k/a+b/c=='::text", "'k/d/e=='::text", "'zen0=='::text", false],
    [
      `'{"k": "ab1", "n": 3}'::jsonb`,
      `'{"k": "9f", "n": 3}'::jsonb`,
      `'{"k": "n0", "n": 3}'::jsonb`,
      true,
    ],
    [
      `'{"k": "ab1", "n": 3}'::jsonb`,
      `'{"k": "9f", "n": 3}'::jsonb`,
      `'{"k": "n0", "n": 4}'::jsonb`,
      false,
    ],
    [
      `'{"k": "ab1", "n": 3}'::jsonb`,
      `'{"k": "9f", "n": 3}'::jsonb`,
      `'{"k": null, "n": 3}'::jsonb`,
      false,
    ],
    [String.raw`'\xab12'::bytea`, String.raw`'\xcd'::bytea`, String.raw`'\x00'::bytea`, true],
    ["'1 day 06:01:02'::interval", "'3 days 07:01:02'::interval", "'9 days'::interval", true],
    ["'1 day 06:01:02'::interval", "'3 days 07:01:02'::interval", "'infinity'::interval", false],
    ["'06:01:02'::time", "'17:05:09'::time", "'00:00:00'::time", true],
    ["'sad'::mood", "'glad'::mood", "'meh'::mood", true],
  ]
  test.each(CASES)('%s, %s: %s is %s', (first, second, rebuilt, forgiven) => {
    expect(isForgiven(first, second, rebuilt)).toBe(forgiven)
  })
})
