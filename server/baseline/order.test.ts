import { expect, test } from 'vitest'
import { inDependencyOrder, type OrderNode } from './order.ts'

const VIEW = 2
const INDEX = 1
const node = (key: string, rank: number, ...needs: string[]): OrderNode => ({
  key,
  rank,
  needs: new Set(needs),
})

const NODES = [
  node('table', 0),
  node('view a', VIEW, 'table'),
  node('view b', VIEW, 'view a'),
  node('index on a', INDEX, 'view a'),
  node('index on b', INDEX, 'view b'),
]

test('what is alike stays together where nothing needs it otherwise', () => {
  const together = ['table', 'view a', 'view b', 'index on a', 'index on b']
  expect(inDependencyOrder(NODES)).toEqual({ status: 'ordered', keys: together })
  expect(inDependencyOrder([...NODES].reverse())).toEqual({ status: 'ordered', keys: together })
})

test('within what is alike a group stays together, as far as what it needs lets it', () => {
  const grouped = (key: string, group: string, ...needs: string[]): OrderNode => ({
    ...node(key, 0, ...needs),
    group,
  })
  const nodes = [
    grouped('a', 'mail'),
    grouped('b', 'art'),
    grouped('c', 'mail'),
    grouped('d', 'art', 'c'),
    node('e', 0),
  ]
  const { keys } = inDependencyOrder(nodes) as { keys: readonly string[] }
  expect(keys).toEqual(['e', 'b', 'a', 'c', 'd'])
})

test('what something needs stands before it, also where that parts what is alike', () => {
  const nodes = [...NODES, node('view c', VIEW, 'index on b')]
  const { keys } = inDependencyOrder(nodes) as { keys: readonly string[] }
  expect(keys).toEqual(['table', 'view a', 'view b', 'index on a', 'index on b', 'view c'])
})
