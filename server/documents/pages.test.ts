import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../kinds/registry.ts'
import { ROOT } from '../place.ts'
import { KINDS } from '../../shared/kinds.ts'
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

test('every kind is written and shown by cases, and is said to use the builder where its file does', () => {
  const rows = comparedPage('<!-- generated --><!-- generated -->')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split(' | ').length === 6)
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '))
  expect(rows.map(([kind]) => kind)).toEqual(Object.values(kinds).map(({ kind }) => KINDS[kind]))
  expect(rows.filter((cells) => cells.some((cell) => ['', '0', 'no'].includes(cell)))).toEqual([])
  const said = Object.values(kinds).filter(({ builder }) => builder !== undefined)
  const folder = join(ROOT, 'server/kinds')
  const uses = Object.values(kinds).filter(({ kind }) =>
    /\bkysely\b/.test(readFileSync(join(folder, `${kind}.ts`), 'utf8')),
  )
  expect(said.map(({ kind }) => kind)).toEqual(uses.map(({ kind }) => kind))
})

test('every case is said to come back as it says itself', () => {
  const text = comparedPage('<!-- generated --><!-- generated -->')
  const [all = 0, ...ways] = [
    /Of (\d+) cases/,
    /, (\d+) also come back/,
    /In (\d+), Postgres prints/,
    /other (\d+) hold what no baseline/,
  ].map((pattern) => Number(pattern.exec(text)?.[1]))
  expect(ways.reduce((sum, count) => sum + count, 0)).toBe(all)
  expect(text).toContain('`unmodeled--large-object`')
  expect(text).toContain('`printed--view`')
})
