import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelsOf, signatureOf, type LinkedRow } from './labels.ts'

const rows = (...links: readonly (readonly [string, ...string[]])[]): LinkedRow[] =>
  links.map(([stable, ...linked]) => ({ stable, linked }))

const signatures = (of: readonly LinkedRow[]): string[] => {
  const labels = labelsOf(of)
  return of.map((row) => signatureOf(row, labels)).sort()
}

test('two builds with other values have the same signatures', () => {
  const one = rows(['user ann', 'x'], ['user bob', 'y'], ['post', 'x', 'y'])
  const other = rows(['post', 'q', 'p'], ['user bob', 'p'], ['user ann', 'q'])
  expect(signatures(other)).toStrictEqual(signatures(one))
})

test('a reference the other way round has other signatures', () => {
  const one = rows(['user ann', 'x'], ['user bob', 'y'], ['post', 'x', 'y'])
  const other = rows(['user ann', 'x'], ['user bob', 'y'], ['post', 'y', 'x'])
  expect(signatures(other)).not.toStrictEqual(signatures(one))
})

test('every value has a label of its own, also where nothing tells them apart', () => {
  const labels = labelsOf(rows(['same', 'a'], ['same', 'b'], ['same', 'c']))
  expect(new Set(labels.values()).size).toBe(3)
})

test('two rings of three are not a ring of six', () => {
  const ring = (names: readonly string[]): LinkedRow[] =>
    names.map((name, place) => ({
      stable: 'r',
      linked: [name, names[(place + 1) % names.length] ?? ''],
    }))
  const two = [...ring(['a', 'b', 'c']), ...ring(['d', 'e', 'f'])]
  expect(signatures(two)).not.toStrictEqual(signatures(ring(['a', 'b', 'c', 'd', 'e', 'f'])))
  expect(signatures(two)).toStrictEqual(
    signatures([...ring(['z', 'y', 'x']), ...ring(['w', 'v', 'u'])]),
  )
})

test('ten thousand equal rows are labelled, each in a way of its own', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => ({
    stable: 'r',
    linked: [`a${n}`, `h${n % 2}`],
  }))
  expect(new Set(labelsOf(many).values()).size).toBe(10_002)
})

const links = fc.array(fc.tuple(fc.constantFrom('r', 's'), fc.nat(6), fc.nat(6)), { maxLength: 14 })
/** Each refers to one and is referred to by one: nothing but the length of its ring tells one from another. */
const rings = fc
  .shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 })
  .map((all) => all.map((to, from) => ['s', from, to] as const))

test.each([
  ['links', links],
  ['rings', rings],
])(
  'property: neither the order of the rows nor the values change the signatures of %s',
  (_what, some) => {
    fc.assert(
      fc.property(some, fc.nat(), (all, seed) => {
        const named = (name: (n: number) => string): LinkedRow[] =>
          all.map(([stable, a, b]) => ({ stable, linked: [name(a), name(b)] }))
        const other = named((n) => `v${(n * 31 + seed) % 101}`).reverse()
        expect(signatures(other)).toStrictEqual(signatures(named(String)))
      }),
    )
  },
)
