import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stronglyConnected } from './seed-order.ts'

test('what is pointed to comes first, and circles stay together', () => {
  const targets: Record<string, string[]> = {
    leaves: ['teams'],
    teams: ['users', 'teams'],
    users: ['users', 'teams'],
    rings: [],
  }
  const groups = stronglyConnected(Object.keys(targets), (key) => targets[key] ?? [])
  expect(groups.map((group) => group.sort())).toStrictEqual([
    ['teams', 'users'],
    ['leaves'],
    ['rings'],
  ])
})

test('a chain of 100,000 does not exhaust the stack', () => {
  const nodes = Array.from({ length: 100_000 }, (_, n) => n)
  const groups = stronglyConnected(nodes, (n) => (n + 1 < nodes.length ? [n + 1] : []))
  expect(groups[0]).toStrictEqual([99_999])
  expect(groups.length).toBe(100_000)
})

test('property: every node stands in one group, after all it reaches in other groups', () => {
  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 })
  fc.assert(
    fc.property(edges, (pairs) => {
      const nodes = Array.from({ length: 10 }, (_, n) => n)
      const targets = (n: number): number[] =>
        pairs.filter(([from]) => from === n).map(([, to]) => to)
      const groups = stronglyConnected(nodes, targets)
      expect(groups.flat().sort()).toStrictEqual(nodes)
      const place = (n: number): number => groups.findIndex((group) => group.includes(n))
      for (const [from, to] of pairs) expect(place(to)).toBeLessThanOrEqual(place(from))
      for (const group of groups) {
        for (const node of group)
          expect(reach(node, targets)).toStrictEqual(expect.arrayContaining(group))
      }
    }),
  )
})

function reach(start: number, targets: (n: number) => number[]): number[] {
  const seen = new Set([start])
  for (const node of seen) for (const target of targets(node)) seen.add(target)
  return [...seen]
}
