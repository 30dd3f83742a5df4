import { expect, test } from 'vitest'
import { comparedPage } from './compared-page.ts'
import { PAGES, pageOf } from './pages.ts'

test.each(PAGES)('%s says what the code says: else run npm run docs', async (name) => {
  const { is, has } = await pageOf(name)
  expect(is).toBe(has)
})

test('an attribute is said to be compared since the major whose catalogs have it', () => {
  const text = comparedPage('<!-- generated --><!-- generated -->')
  const since = [...text.matchAll(/`(\w+)` \(since (\d+)\)/g)].map(([, ...found]) => found)
  expect(since).toContainEqual(['nullsNotDistinct', '15'])
  expect(since).toContainEqual(['enforced', '18'])
  expect(since.filter(([name]) => name === 'predicate')).toEqual([])
})
