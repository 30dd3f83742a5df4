import { expect, test } from 'vitest'
import { hostileRun, modelOf, runOf, tableObject } from '../testing/compared-run.ts'
import type { Finding } from '../../shared/finding.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { searchRun } from './search.ts'
import { detailOf, findingsOfRun, rowsOfObject, treeOf } from './views.ts'

const none = (): 'none' => 'none'

/** A column of that table. */
function columnOf(table: CatalogObject, name: string, attributes: object = {}): CatalogObject {
  const address = { type: 'table column', names: [...table.address.names, name], args: [] }
  return {
    kind: 'column',
    key: keyOf(address),
    address,
    parent: table.key,
    attributes: {
      position: 1,
      type: 'text',
      notNull: false,
      notNullName: null,
      notNullOptions: [],
      collation: null,
      storage: null,
      compression: null,
      statistics: null,
      options: [],
      foreignOptions: [],
      inheritance: 'local',
      origin: null,
      identity: null,
      identitySequence: null,
      identityType: null,
      identityPersistence: null,
      ...attributes,
    },
    dependsOn: [],
    references: [],
  }
}
const finding = (
  object: CatalogObject,
  change: Finding['change'],
  more: Partial<Finding> = {},
): Finding => ({
  class: 'structural',
  kind: object.kind,
  address: object.address,
  change,
  attributes: [],
  ...more,
})
const statuses = (run: ReturnType<typeof runOf>) =>
  treeOf(run).entries.map(({ name, status, blocking, acceptable }) => [
    name,
    status,
    blocking,
    acceptable,
  ])

test('an entry is the worst of itself and its parts, as the findings say', () => {
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => tableObject(name)) as [
    CatalogObject,
    CatalogObject,
    CatalogObject,
    CatalogObject,
    CatalogObject,
  ]
  const [lost, wider] = [columnOf(b, 'lost'), columnOf(c, 'x')]
  const other = { ...e, attributes: { ...e.attributes, options: ['fillfactor=70'] } }
  const old = modelOf([a, b, c, d, lost, wider])
  const rebuilt = modelOf([a, b, c, other, columnOf(c, 'x', { type: 'varchar' })])
  const run = runOf(old, rebuilt, [
    finding(lost, 'missing', { attributes: [{ name: 'present', old: true, rebuilt: false }] }),
    finding(wider, 'changed', {
      class: 'printed',
      attributes: [{ name: 'type', old: 'text', rebuilt: 'varchar' }],
    }),
    finding(d, 'missing'),
    finding(e, 'added'),
  ])
  expect(statuses(run)).toEqual([
    ['a', 'same', 0, 0],
    ['b', 'changed', 1, 0],
    ['c', 'acceptable', 0, 1],
    ['d', 'missing', 1, 0],
    ['e', 'added', 1, 0],
  ])
  const [, second, { id } = { id: '' }] = treeOf(run).entries
  expect(second?.parts).toEqual(['column'])
  const [columns] = detailOf(run, id, none).grids
  expect(columns?.lines[0]).toMatchObject({
    name: 'x',
    status: 'acceptable',
    cells: [{ old: 'text', rebuilt: 'varchar', status: 'acceptable' }, {}, {}, {}, {}, {}],
  })
})

test('what only one side has is told with what it is like there', () => {
  const table = tableObject('t')
  const lost = columnOf(table, 'lost', { collation: 'C', options: ['n_distinct=5'] })
  const run = runOf(modelOf([table, lost]), modelOf([table]), [finding(lost, 'missing')])
  expect(findingsOfRun(run, none).findings[0]?.content).toEqual([
    { name: 'type', value: 'text' },
    { name: 'collation', value: 'C' },
    { name: 'options', value: ['n_distinct=5'] },
    { name: 'inheritance', value: 'local' },
  ])
  const other = columnOf(table, 'lost', { collation: 'D' })
  const both = runOf(modelOf([table, lost]), modelOf([table, other]), [finding(lost, 'changed')])
  expect(findingsOfRun(both, none).findings[0]?.content).toEqual([])
})

test('values that look different are not called so without a finding', () => {
  const table = tableObject('t')
  const old = modelOf([table, columnOf(table, 'x', { type: 'a' })])
  const rebuilt = modelOf([table, columnOf(table, 'x', { type: 'b' })])
  const run = runOf(old, rebuilt, [])
  const [{ id, status } = { id: '', status: '' }] = treeOf(run).entries
  expect(status).toBe('same')
  const cell = detailOf(run, id, none).grids[0]?.lines[0]?.cells[0]
  expect(cell).toEqual({ old: 'a', rebuilt: 'b', status: 'same' })
})

test('a renamed table and another one that took its name are two entries', () => {
  const before = tableObject('orders', { options: ['fillfactor=70'] })
  const after = tableObject('archive', { options: ['fillfactor=70'] })
  const taker = tableObject('orders')
  const old = modelOf([before])
  const rebuilt = modelOf([after, taker])
  const run = runOf(old, rebuilt, [finding(before, 'missing'), finding(after, 'added')])
  const ids = treeOf(run).entries.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(findingsOfRun(run, none).findings.map(({ object }) => ids.includes(object ?? ''))).toEqual(
    [true, true],
  )
})

test('what no kind reads has an entry of its own, and was not compared', () => {
  const table = tableObject('t')
  const address = { type: 'event trigger', names: ['audit'], args: [] }
  const run = runOf(modelOf([table]), modelOf([table]), [
    {
      class: 'unmodeled',
      kind: 'unmodeled',
      address,
      change: 'missing',
      attributes: [{ name: 'definition', old: 'not compared', rebuilt: null }],
    },
  ])
  expect(statuses(run)).toEqual([
    ['t', 'same', 0, 0],
    ['audit', 'not-compared', 1, 0],
  ])
  const [, { id } = { id: '' }] = treeOf(run).entries
  const detail = detailOf(run, id, none)
  expect(detail).toMatchObject({ status: 'not-compared', grids: [], definition: { old: null } })
  expect(detail.findings[0]?.attributes).toEqual([
    { name: 'definition', old: 'not compared', rebuilt: null },
  ])
})

test('an id that the run has not is refused', () => {
  const run = hostileRun()
  expect(() => detailOf(run, 'x'.repeat(22), none)).toThrow('no such object')
  const [{ id } = { id: '' }] = treeOf(run).entries
  expect(() => rowsOfObject(run, id, 0)).toThrow('none that were compared')
})

test('every word that is searched for has to be there, whatever its case', async () => {
  const run = hostileRun()
  const ids = treeOf(run).entries.map(({ id }) => id)
  expect(await searchRun(run, '')).toEqual(ids)
  expect(await searchRun(run, 'CREATE __proto__')).toEqual([ids[0]])
  expect(await searchRun(run, 'constructor __proto__')).toEqual([])
})

test('a thousand tables of ten columns are laid out in linear time', () => {
  const model = (count: number) =>
    modelOf(
      Array.from({ length: count }, (_, place) => tableObject(`t${place}`)).flatMap((table) => [
        table,
        ...Array.from({ length: 10 }, (_, column) =>
          columnOf(table, `c${column}`, { position: column }),
        ),
      ]),
    )
  const time = (count: number): number => {
    const run = runOf(model(count), model(count), [])
    const began = process.cpuUsage().user
    expect(treeOf(run).entries).toHaveLength(count)
    return process.cpuUsage().user - began
  }
  time(100)
  const [small, large] = [time(250), time(1000)]
  // In microseconds of our own, whatever else the machine does.
  expect(large).toBeLessThan(Math.max(small * 16, 500_000))
})
