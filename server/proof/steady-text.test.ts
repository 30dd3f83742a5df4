import { expect, test } from 'vitest'
import type { CatalogObject } from '../../shared/model.ts'
import { isVolatileValue } from '../compare/volatile.ts'
import { steadyText } from './steady-text.ts'

const CASES: readonly (readonly [string, string, string])[] = [
  ["'2026-11-24 06:01:02.123+00'::t", "'2026-11-25 06:01:02+00'::t", "'2000-01-01 00:00:00+00'::t"],
  ["'2026-11-24'::date", "'2026-11-25'::date", "'2000-01-01'::date"],
  ["'06:01:02'::time", "'17:05:09'::time", "'00:00:00'::time"],
  [
    "'1 day 06:01:02.5'::interval",
    "'3 days 07:01:02.75'::interval",
    "'1 day 06:01:02.5'::interval",
  ],
  ["'06:01:02.5'::interval", "'07:01:02.75'::interval", "'00:00:00.1'::interval"],
  ["'a3f'::text", "'b77e'::text", "'en0'::text"],
  // Of random hexadecimal characters some are digits alone, or a number with an exponent, by chance.
  ["'5177'::text", "'61e7'::text", "'zen0'::text"],
  [
    "'run 5177'::character varying",
    "'run 9037'::character varying",
    "'run zen0'::character varying",
  ],
  ["'a3f4a3f4a3f4'::text", "'b77eb77eb77e'::text", "'frozen0'::text"],
  [
    "COALESCE('a', 'p-x7-s'::text)",
    "COALESCE('a', 'p-y9-s'::text)",
    "COALESCE('a', 'p-n0-s'::text)",
  ],
  ['517', "'-90210'::integer", '1'],
  ['(5 + (random() * 0.25))', '(5 + (random() * 0.75))', '(5 + (random() * 1))'],
  ["'5170000000'::bigint", "'-9'::bigint", "'1'::bigint"],
  ['1764000000000', '1764000000123', '946684800000'],
  ["'0.25'::double precision", "'0.7512'::double precision", "'1'::double precision"],
  [String.raw`'\xab12'::bytea`, String.raw`'\xcd'::bytea`, String.raw`'\x00'::bytea`],
  [`'{"k": "ab12cd34"}'::jsonb`, `'{"k": "9f"}'::jsonb`, `'{"k": "n0"}'::jsonb`],
  ["'sad'::mood", "'glad'::mood", "'glad'::mood"],
  ["'a+b/c'::text", "'d/e'::text", "'en0'::text"],
  // What both builds have stays: letters around digits, and both ends of what is put together otherwise.
  ["'inv5177'::text", "'inv90371'::text", "'invzen0'::text"],
  ["'k/a+b/c=='::text", "'k/d/e=='::text", "'k/en0=='::text"],
  ["'same'::text", "'same'::text", "'same'::text"],
]

test.each(CASES)('%s and %s become %s', (first, second, steady) => {
  expect(steadyText(first, { first, second }, 'with numbers')).toBe(steady)
  expect(steadyText(second, { first: second, second: first }, 'with numbers')).toBe(steady)
})

test.each(CASES)(
  'the constant of %s and %s is forgiven in the comparison',
  (first, second, steady) => {
    const object = { kind: 'default', key: 'k' } as CatalogObject
    const volatile = new Map([['k', new Map([['expression', { first, second }]])]])
    const difference = { name: 'expression', old: first, rebuilt: steady }
    expect(isVolatileValue(volatile, object, difference)).toBe(true)
  },
)

test('only what differs between the builds is replaced, also in the text of a third build', () => {
  const builds = { first: "f('x', 1)", second: "f('y', 1)" }
  expect(steadyText("f('z', 1)", builds, 'with numbers')).toBe("f('0', 1)")
  expect(steadyText("g('z')", builds, 'with numbers')).toBe("g('z')")
})

test('the numbers of a text that is no expression stay', () => {
  const builds = { first: "varchar(5) 'a1'", second: "varchar(5) 'a2'" }
  expect(steadyText(builds.first, builds, 'quoted only')).toBe("varchar(5) 'n0'")
})

test('a comment is a text as a whole', () => {
  const builds = { first: 'built 2026-11-24 by ann 5', second: 'built 2026-11-25 by ann 5' }
  expect(steadyText(builds.first, builds, 'one text')).toBe('built 2000-01-01 by ann 5')
  expect(steadyText('built 2000-01-01 by ann 5', builds, 'one text')).toBe(
    'built 2000-01-01 by ann 5',
  )
  expect(steadyText('built by hand', builds, 'one text')).toBe('built by hand')
})
