import { expect, test } from 'vitest'
import type { Finding } from '../../../shared/finding.ts'
import { filterFindings, groupPage, listFindings, PAGE_SIZE, pageCount } from './select-findings.ts'

const finding = (name: string, rest: Partial<Finding> = {}): Finding => ({
  class: 'structural',
  kind: 'index',
  change: 'changed',
  address: { type: 'index', names: ['public', name], args: [] },
  attributes: [],
  ...rest,
})

const names = (findings: readonly Finding[], filter: { find?: string; class?: string } = {}) =>
  filterFindings(listFindings(findings), { find: '', class: '', ...filter }).map(
    (listed) => listed.finding.address.names[1],
  )

const FINDINGS = [
  finding('ranked', { class: 'order' }),
  finding('b', { attributes: [{ name: 'method', old: 'gin', rebuilt: ['Btree'] }] }),
  finding('owned', { class: 'owner' }),
  finding('a', { note: 'Upserts fail', sql: 'CREATE INDEX' }),
  finding('t', { kind: 'table' }),
]

test('what blocks stands first, then class, kind and name', () => {
  expect(names(FINDINGS)).toEqual(['t', 'a', 'b', 'owned', 'ranked'])
})

test.each([
  ['public.b', ['b']],
  ['GIN btree', ['b']],
  ['method', ['b']],
  ['upserts create', ['a']],
  ['table', ['t']],
  ['gin upserts', []],
  ['  ', ['t', 'a', 'b', 'owned', 'ranked']],
])('the words "%s" find %j', (find, expected) => {
  expect(names(FINDINGS, { find })).toEqual(expected)
})

test('a class keeps its own, an unknown class none', () => {
  expect(names(FINDINGS, { class: 'owner' })).toEqual(['owned'])
  expect(names(FINDINGS, { class: 'constructor' })).toEqual([])
})

test('headings count the findings of all pages, and every finding is on one page', () => {
  const many = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, number) =>
    finding(String(number), { kind: number % 2 === 0 ? 'index' : 'trigger' }),
  )
  const listed = listFindings([...many, finding('last', { class: 'name' })])
  expect(pageCount(listed)).toBe(3)
  const pages = [1, 2, 3].map((page) => groupPage(listed, page))
  expect(pages[1]?.map(({ name, total }) => [name, total])).toEqual([['blocking', 201]])
  expect(pages[2]?.map(({ name, total }) => [name, total])).toEqual([
    ['blocking', 201],
    ['acceptable', 1],
  ])
  const shown = pages
    .flat()
    .flatMap((severity) => severity.items)
    .flatMap((ofClass) => ofClass.items)
    .flatMap((ofKind) => ofKind.items)
  expect(shown).toEqual(listed)
  expect(pageCount([])).toBe(1)
})
