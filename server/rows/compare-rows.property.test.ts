import fc from 'fast-check'
import { expect, test } from 'vitest'
import { data, id, table, volatility } from '../testing/seed-rows.ts'
import type { SeedData } from '../../shared/rows.ts'
import { compareRows } from './compare-rows.ts'

const cell = fc.oneof(
  fc.constant(null),
  fc.constantFrom('a', 'b', '', '__proto__', '-', '=', '~[1]'),
  fc.string(),
)
const seed = fc
  .array(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 8 }), {
    maxLength: 4,
  })
  .map((tables) => data(...tables.map((rows, number) => table(`t${number}`, 'a b', rows))))

test('property: data equals itself', () => {
  fc.assert(
    fc.property(seed, (one) => {
      const { findings, counts } = compareRows(one, one, null)
      expect(findings).toStrictEqual([])
      expect(counts.rows.equal).toBe(counts.rows.old)
    }),
  )
})

test('property: what is missing one way is added the other way', () => {
  fc.assert(
    fc.property(seed, seed, (one, other) => {
      const there = compareRows(one, other, null)
      const back = compareRows(other, one, null)
      expect(there.counts.rows.equal).toBe(back.counts.rows.equal)
      const mirrored = {
        missing: 'added',
        added: 'missing',
        changed: 'changed',
        renamed: 'renamed',
      } as const
      const changes = (findings: typeof there.findings): [string, string][] =>
        findings
          .map(({ address, change }) => [address.names.join('.'), change] as [string, string])
          .sort()
      expect(changes(back.findings)).toStrictEqual(
        changes(
          there.findings.map((finding) => ({ ...finding, change: mirrored[finding.change] })),
        ),
      )
    }),
  )
})

const links = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom('x', 'y')), {
  minLength: 1,
  maxLength: 12,
})
const linkedSeed = (
  rows: readonly (readonly [number, number, string])[],
  name: (number: number) => string,
): SeedData =>
  data(
    table(
      't',
      'a:uuid b:uuid c',
      rows.map(([a, b, c]) => [name(a), name(b), c]),
    ),
  )
const isStructural = (one: SeedData, other: SeedData): boolean =>
  compareRows(one, other, volatility({ t: ['a', 'b'] }, { t: ['c'] })).findings.some(
    (finding) => finding.class === 'structural',
  )

test('property: random values that are renamed one to one are never structural', () => {
  fc.assert(
    fc.property(links, fc.nat(1000), (rows, shift) => {
      const renamed = linkedSeed([...rows].reverse(), (n) => id(100 + ((n * 7 + shift) % 1009)))
      expect(isStructural(linkedSeed(rows, id), renamed)).toBe(false)
    }),
  )
})

test('property: a value that becomes another one in only one of its places is structural', () => {
  fc.assert(
    fc.property(links, (rows) => {
      const [[a, b, c], ...rest] = rows as [[number, number, string], ...[number, number, string][]]
      const places = [a, ...rest.flatMap(([first, second]) => [first, second])]
      fc.pre(places.includes(b))
      expect(isStructural(linkedSeed(rows, id), linkedSeed([[a, 99, c], ...rest], id))).toBe(true)
    }),
  )
})
