import { expect, test } from 'vitest'
import { modelOf, runOf, tableObject } from '../testing/compared-run.ts'
import { ranMigration, smallHistory } from '../testing/small-history.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Effect, MigrationHistory } from '../../shared/history.ts'
import { keyOf, type CatalogObject } from '../../shared/model.ts'
import { originOf } from './origin.ts'
import { sentAddress } from '../../shared/object.ts'
import { indexOf } from './run-index.ts'

const table = (name: string): Pick<Effect, 'address'> => ({
  address: sentAddress(tableObject(name).address),
})

const tables = (...names: string[]): CatalogObject[] => names.map((name) => tableObject(name))

const did = (name: string, ...objects: Partial<Effect>[]): MigrationHistory =>
  ranMigration(name, {
    effects: {
      objects: objects.map((effect) => ({
        change: 'created',
        kind: 'table',
        ...table('posts'),
        was: null,
        parent: null,
        attributes: [],
        ...effect,
      })),
      rows: { tables: [], notKnown: null },
      more: false,
    },
  })

/** What is told of each entry, by its name. */
function told(run: ComparedRun): Record<string, ReturnType<typeof originOf>> {
  return Object.fromEntries(
    indexOf(run).entries.map((entry) => [entry.address.names.at(-1) ?? '', originOf(run, entry)]),
  )
}

test('an object and its parts have the migrations that made, touched and renamed them', () => {
  const posts = tableObject('posts')
  const address = { type: 'table column', names: ['public', 'posts', 'title'], args: [] }
  const headline = { ...address, names: ['public', 'posts', 'headline'] }
  const column: CatalogObject = {
    ...posts,
    kind: 'column',
    key: keyOf(address),
    address,
    parent: posts.key,
  }
  const part = { kind: 'column', parent: posts.key } as const
  const model = modelOf([posts, column])
  const history = smallHistory([
    did('001', {}, { ...part, address: headline }),
    did('002', { ...part, change: 'renamed', address, was: headline }),
    did('003', { ...part, change: 'follows', address }),
    did('004', { change: 'altered' }),
  ])
  expect(told({ ...runOf(model, model, []), history })['posts']?.lines).toStrictEqual([
    {
      key: posts.key,
      kind: 'table',
      name: 'posts',
      created: '001',
      touched: ['004'],
      was: [],
      note: null,
    },
    {
      key: column.key,
      kind: 'column',
      name: 'title',
      created: '001',
      touched: ['002'],
      was: ['public.posts.headline'],
      note: null,
    },
  ])
})

test('where no migration made an object, the reason stands there', () => {
  const old = modelOf(tables('before'))
  const rebuilt = modelOf(tables('before', 'dropped', 'renamed', 'invented'))
  const migrations = [
    did('001', table('dropped'), table('renamed'), table('other')),
    did(
      '002',
      { change: 'dropped', ...table('dropped') },
      {
        change: 'renamed',
        ...table('kept'),
        was: table('renamed').address,
      },
    ),
  ]
  const notes = (of: ComparedRun): (string | null)[] =>
    Object.values(told(of)).flatMap(({ lines }) => lines.map(({ note }) => note))
  const run = runOf(old, rebuilt, [])
  expect(notes({ ...run, history: smallHistory(migrations) })).toStrictEqual([
    'no migration makes it: it was there before the first one, or comes with what it is a part of',
    'only in rebuilt: 002 drops it',
    'only in rebuilt: no old migration leaves it',
    'only in rebuilt: 002 makes it table public.kept',
  ])
  const unread = [...migrations, ranMigration('003', { effects: null })]
  expect(notes({ ...run, history: smallHistory(unread) })[0]).toBe(
    'not known: what 003 did could not be told',
  )
  expect(told({ ...run, history: null })['before']).toStrictEqual({
    lines: [],
    why: 'no migrations were replayed for this comparison',
  })
})
