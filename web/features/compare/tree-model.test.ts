import { expect, test } from 'vitest'
import type { FindingView, Status, TreeEntry } from '../../../shared/object.ts'
import { GROUPINGS } from '../../lib/compare-search.ts'
import { moveInTree } from './tree-keys.ts'
import {
  entriesInOrder,
  filterEntries,
  filterFindings,
  nextToReview,
  rowsOf,
  treeOf,
} from './tree-model.ts'

const entry = (name: string, status: Status, kind = 'table'): TreeEntry => ({
  id: name,
  kind,
  schema: 'public',
  name,
  parts: [],
  status,
  blocking: 0,
  acceptable: 0,
  rows: false,
  domain: null,
})

const ENTRIES = [
  entry('b', 'changed'),
  entry('same_one', 'same'),
  entry('area', 'changed', 'function'),
  entry('a', 'changed'),
  entry('lost', 'missing'),
]

const finding = (object: string | null, kind: string, name: string): FindingView => ({
  id: `${object}${kind}`,
  object,
  class: name,
  blocks: true,
  kind,
  address: { type: kind, names: ['public', 'x'], args: [] },
  change: 'changed',
  attributes: [],
  content: [],
  note: null,
  remedy: 'none',
})

const ONLY_B = new Map([['b', entry('b', 'changed')]])
const ANY = { status: '', kind: '', class: '', find: '', found: undefined }
const idsOf = (entries: readonly TreeEntry[]) => entries.map(({ id }) => id)

test('objects stand under their difference first, then under their kind, each with its count', () => {
  const shape = treeOf(ENTRIES, 'kind').map(({ title, count, branches }) => [
    title,
    count,
    branches.map((branch) => [branch.title, branch.count]),
  ])
  expect(shape).toEqual([
    ['Missing', 1, [['tables', 1]]],
    [
      'Changed',
      3,
      [
        ['functions', 1],
        ['tables', 2],
      ],
    ],
    ['Same', 1, [['tables', 1]]],
  ])
  expect(idsOf(entriesInOrder(treeOf(ENTRIES, 'kind')))).toEqual([
    'lost',
    'area',
    'a',
    'b',
    'same_one',
  ])
})

test('of the domains, what nothing shows one of comes last', () => {
  const entries = ['z', null, 'mail'].map((domain, at) => ({
    ...entry(`t${at}`, 'changed'),
    domain,
  }))
  const [changed] = treeOf(entries, 'domain')
  expect(changed?.branches.map(({ title }) => title)).toEqual(['mail', 'z', 'no domain'])
})

test('no object is lost in the tree, whatever it is grouped by', () => {
  for (const group of GROUPINGS) {
    expect(idsOf(entriesInOrder(treeOf(ENTRIES, group))).toSorted()).toEqual(
      idsOf(ENTRIES).toSorted(),
    )
  }
})

test('a kind finds the objects of which a part of that kind differs', () => {
  const findings = [finding('b', 'index', 'structural')]
  expect(idsOf(filterEntries(ENTRIES, findings, { ...ANY, kind: 'index' }))).toEqual(['b'])
  expect(idsOf(filterEntries(ENTRIES, findings, { ...ANY, class: 'structural' }))).toEqual(['b'])
  expect(idsOf(filterEntries(ENTRIES, findings, { ...ANY, kind: 'function' }))).toEqual(['area'])
})

test('a kind finds the objects that have parts of it, and of their findings those about such parts', () => {
  const table = { ...entry('b', 'changed'), parts: ['column', 'index'] }
  const entries = [table, entry('a', 'changed')]
  const findings = [finding('b', 'column', 'structural'), finding('b', 'index', 'structural')]
  expect(idsOf(filterEntries(entries, [], { ...ANY, kind: 'index' }))).toEqual(['b'])
  const shown = new Map([['b', table]])
  expect(filterFindings(findings, shown, { ...ANY, kind: 'index' })).toEqual([findings[1]])
  expect(filterFindings(findings, shown, { ...ANY, kind: 'table' })).toEqual(findings)
})

test('words are found in names here and in statements by the server', () => {
  expect(idsOf(filterEntries(ENTRIES, [], { ...ANY, find: 'PUBLIC.los' }))).toEqual(['lost'])
  const found = new Set(['same_one'])
  expect(idsOf(filterEntries(ENTRIES, [], { ...ANY, find: 'gin', found }))).toEqual(['same_one'])
})

test('a finding that belongs to no object is shown, unless the filter asks for something else', () => {
  const findings = [finding(null, 'unmodeled', 'unmodeled'), finding('b', 'index', 'structural')]
  expect(
    filterFindings(findings, new Map(ENTRIES.map((each) => [each.id, each])), ANY),
  ).toHaveLength(2)
  expect(filterFindings(findings, ONLY_B, { ...ANY, class: 'unmodeled' })).toEqual([findings[0]])
  expect(filterFindings(findings, ONLY_B, { ...ANY, status: 'changed' })).toEqual([findings[1]])
})

test('the walk skips what is the same and what was viewed', () => {
  const ordered = entriesInOrder(treeOf(ENTRIES, 'kind'))
  const viewed = (each: TreeEntry) => each.id === 'a'
  expect(nextToReview(ordered, '', 1, viewed)?.id).toBe('lost')
  expect(nextToReview(ordered, 'area', 1, viewed)?.id).toBe('b')
  expect(nextToReview(ordered, 'b', 1, viewed)).toBeUndefined()
  expect(nextToReview(ordered, 'b', -1, viewed)?.id).toBe('area')
})

test('a row knows its level and its place among its siblings', () => {
  const rows = rowsOf(treeOf(ENTRIES, 'kind'), ({ key }) => key !== 'same')
  expect(
    rows.map(({ key, level, position, siblings }) => [key, level, position, siblings]),
  ).toEqual([
    ['missing', 1, 1, 3],
    ['missing/table', 2, 1, 1],
    ['lost', 3, 1, 1],
    ['changed', 1, 2, 3],
    ['changed/function', 2, 1, 2],
    ['area', 3, 1, 1],
    ['changed/table', 2, 2, 2],
    ['a', 3, 1, 2],
    ['b', 3, 2, 2],
    ['same', 1, 3, 3],
  ])
})

test('arrows walk, fold and unfold as in every treegrid', () => {
  const rows = rowsOf(treeOf(ENTRIES, 'kind'), ({ key }) => key !== 'same')
  expect(moveInTree(rows, 0, 'ArrowDown')).toEqual({ type: 'focus', index: 1 })
  expect(moveInTree(rows, 0, 'ArrowUp')).toEqual({ type: 'focus', index: 0 })
  expect(moveInTree(rows, 2, 'ArrowLeft')).toEqual({ type: 'focus', index: 1 })
  expect(moveInTree(rows, 0, 'ArrowLeft')).toMatchObject({ type: 'fold', expanded: false })
  expect(moveInTree(rows, 9, 'ArrowRight')).toMatchObject({ type: 'fold', expanded: true })
  expect(moveInTree(rows, 3, 'End')).toEqual({ type: 'focus', index: 9 })
  expect(moveInTree(rows, 2, 'Enter')).toMatchObject({ type: 'open', row: { key: 'lost' } })
  expect(moveInTree(rows, 2, 'x')).toBeUndefined()
  expect(moveInTree([], 0, 'End')).toBeUndefined()
})
