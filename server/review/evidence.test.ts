import { describe, expect, test } from 'vitest'
import type { ComparedRun } from '../project/run.ts'
import { tableObject } from '../testing/compared-run.ts'
import { finding, partOf, RULES, smallRun, smallSchema } from '../testing/small-run.ts'
import { ITEM_IDS, type ItemId } from '../../shared/checklist.ts'
import type { SeedData } from '../../shared/rows.ts'
import { isSameRows, sensitiveText } from '../../shared/seed-evidence.ts'
import { changedParts, evidenceOf, hashOfParts, type RulesUsed } from './evidence.ts'

/** What changed of each item between two runs; items of which nothing did are left out. */
function changes(
  before: ComparedRun,
  after: ComparedRun,
  rules: RulesUsed = RULES,
  rulesAfter: RulesUsed = rules,
): Partial<Record<ItemId, string[]>> {
  const [first, second] = [evidenceOf(before, rules), evidenceOf(after, rulesAfter)]
  return Object.fromEntries(
    ITEM_IDS.flatMap((item) => {
      const [was, is] = [first[item], second[item]]
      if (!was || !is) throw new Error(`${item} has no evidence`)
      const changed = changedParts(was.parts, is.parts)
      expect(was.hash === is.hash).toBe(changed.length === 0)
      return changed.length === 0 ? [] : [[item, changed]]
    }),
  )
}

const withData = (run: ComparedRun, old: SeedData, rebuilt = old): ComparedRun => ({
  ...run,
  old: { ...run.old, data: old },
  rebuilt: { ...run.rebuilt, data: rebuilt },
})

function colors(...rows: readonly (readonly (string | null)[])[]): SeedData {
  const column = (name: string, type: string) => ({
    name,
    type,
    notNull: false,
    hasDefault: false,
    identity: null,
  })
  const columns = [column('name', 'text'), column('made', 'timestamptz')]
  return { tables: [{ table: tableObject('colors').key, columns, rows }], sequences: [] }
}

test('every item has its evidence, and the same run has the same', () => {
  const run = smallRun()
  expect(Object.keys(evidenceOf(run, RULES))).toEqual(ITEM_IDS)
  expect(changes(run, smallRun())).toEqual({})
})

test('an index that changes on the rebuilt side is a change of the index item alone', () => {
  expect(changes(smallRun(), smallRun(smallSchema({ unique: false })))).toEqual({
    indexes: ['index public.users.users_email_idx on the rebuilt side'],
  })
})

test('with the difference that it makes, that is said as well', () => {
  const lost = finding({ class: 'structural', kind: 'index' })
  expect(changes(smallRun(), smallRun(smallSchema({ unique: false }), [lost]))).toEqual({
    indexes: ['index public.users.users_email_idx on the rebuilt side', 'the differences found'],
  })
})

test('what changes on the old side is told from what changes on the rebuilt one', () => {
  const changed = smallSchema({}, { type: 'uuid' })
  expect(changes(smallRun(), smallRun(smallSchema(), [], changed))).toEqual({
    columns: ['table column public.users.email on the old side'],
  })
})

test('an object that comes or goes is named', () => {
  const more = [...smallSchema(), tableObject('colors')]
  const named = { tables: ['table public.colors on the rebuilt side'] }
  expect(changes(smallRun(), smallRun(more))).toEqual(named)
  expect(changes(smallRun(more), smallRun())).toEqual(named)
})

test('the order in which objects were read changes nothing', () => {
  expect(changes(smallRun(), smallRun(smallSchema().toReversed()))).toEqual({})
})

test('a gap in the numbers of columns changes nothing, another order of them does', () => {
  const users = tableObject('users')
  const columns = (first: number, second: number) => [
    users,
    partOf(users, 'column', ['table column', 'a'], { position: first }),
    partOf(users, 'column', ['table column', 'b'], { position: second }),
  ]
  expect(changes(smallRun(columns(1, 2)), smallRun(columns(1, 5)))).toEqual({})
  expect(changes(smallRun(columns(1, 2)), smallRun(columns(2, 1)))).toEqual({
    columns: ['order within table public.users on the rebuilt side'],
  })
})

test('what an expression refers to is covered, though it reads alike', () => {
  const users = tableObject('users')
  const check = (reference: string) => [
    users,
    {
      ...partOf(users, 'constraint', ['table constraint', 'c'], { definition: 'CHECK (a = b)' }),
      references: [reference],
    },
  ]
  const [text, citext] = [check('operator =(text,text)'), check('operator public.=(citext,citext)')]
  expect(changes(smallRun(text), smallRun(citext))).toEqual({
    constraints: ['table constraint public.users.c on the rebuilt side'],
  })
})

test('a value that each build makes anew changes nothing, the rest of it does', () => {
  const users = tableObject('users')
  const made = (text: string) => [
    users,
    partOf(users, 'default', ['default value', 'made'], { expression: text }),
  ]
  const [, { key }] = made('') as [unknown, { key: string }]
  const knowing = (first: string, second: string) => ({
    ...RULES,
    volatile: new Map([[key, new Map([['expression', { first, second }]])]]),
  })
  const rules = knowing("'2026-01-01'::date", "'2026-02-02'::date")
  const run = (text: string) => smallRun(made(text), [], made(text))
  expect(changes(run("'2026-01-01'::date"), run("'2026-02-02'::date"), rules)).toEqual({})
  expect(Object.keys(changes(run("'2026-01-01'::date"), run("'1'::text"), rules))).toEqual([
    'columns',
  ])
  expect(Object.keys(changes(run("'2026-01-01'::date"), run("'2026-02-02'::date")))).toEqual([
    'columns',
  ])
  const beside = knowing("f('2026-01-01'::date, 7)", "f('2026-02-02'::date, 7)")
  const seven = run("f('2026-01-01'::date, 7)")
  expect(changes(seven, run("f('2026-02-02'::date, 7)"), beside)).toEqual({})
  expect(Object.keys(changes(seven, run("f('2026-01-01'::date, 8)"), beside))).toEqual(['columns'])
})

describe('seed rows', () => {
  test('in another order are the same; another value is named by its table and side', () => {
    const [red, blue] = [
      ['red', null],
      ['blue', null],
    ] as const
    const run = withData(smallRun(), colors(red, blue))
    expect(changes(run, withData(smallRun(), colors(blue, red)))).toEqual({})
    expect(changes(run, withData(smallRun(), colors(red, blue), colors(red)))).toEqual({
      seed: ['rows of table public.colors on the rebuilt side'],
    })
    expect(changes(run, withData(smallRun(), colors(red, blue), colors(red, red, blue)))).toEqual({
      seed: ['rows of table public.colors on the rebuilt side'],
    })
  })

  test('a value that each build makes anew changes nothing', () => {
    const column = {
      cut: 'whole',
      timely: true,
      cause: 'now()',
      remade: true,
      width: null,
      linked: false,
      literals: new Set<string>(),
      affixes: new Map(),
    } as const
    const table = { stable: ['name'], columns: new Map([['made', column]]) }
    const volatileRows = {
      tables: new Map([[tableObject('colors').key, table]]),
      sequences: new Map(),
    }
    const run = (moment: string, name = 'red') => ({
      ...withData(smallRun(), colors([name, moment])),
      volatileRows,
    })
    expect(changes(run('2026-01-01 10:00:00'), run('2026-02-02 11:00:00'))).toEqual({})
    expect(Object.keys(changes(run('2026-01-01 10:00:00'), run('2026-02-02', 'blue')))).toEqual([
      'seed',
    ])
  })

  test('a sequence that stands elsewhere is named', () => {
    const at = (lastValue: string): SeedData => ({
      tables: [],
      sequences: [{ sequence: tableObject('s').key, name: 's', lastValue, isCalled: true }],
    })
    expect(changes(withData(smallRun(), at('1')), withData(smallRun(), at('1'), at('2')))).toEqual({
      seed: ['state of table public.s on the rebuilt side'],
    })
  })
})

test('the text of each draft is covered by one item, also where it builds the same', () => {
  const run = (baseline: string, seed: string): ComparedRun => ({
    ...smallRun(),
    inputs: { migrations: 'm', baseline, seed, rules: 'r', major: 18 },
  })
  expect(changes(run('a', 's'), run('b', 's'))).toEqual({
    unmodeled: ['the text of the baseline draft'],
  })
  expect(changes(run('a', 's'), run('a', 't'))).toEqual({ seed: ['the text of the seed draft'] })
})

test('acceptable differences are told by class', () => {
  const order = finding({ class: 'order', kind: 'table' })
  expect(changes(smallRun(), smallRun(smallSchema(), [finding(), order]))).toEqual({
    tables: ['the differences found'],
    acceptable: ['the differences of class comment', 'the differences of class order'],
  })
})

test('of a volatile difference only the place is covered, of others the values too', () => {
  const run = (name: 'volatile' | 'printed', value: string) =>
    smallRun(smallSchema(), [
      finding({
        class: name,
        kind: 'default',
        attributes: [{ name: 'made (3 rows)', old: value, rebuilt: value }],
      }),
    ])
  expect(changes(run('volatile', '1'), run('volatile', '2'))).toEqual({})
  expect(Object.keys(changes(run('printed', '1'), run('printed', '2')))).toEqual([
    'columns',
    'acceptable',
  ])
})

test('the rules are those that an item goes by', () => {
  expect(changes(smallRun(), smallRun(), RULES, { ...RULES, seed: 'none' })).toEqual({
    seed: ['the rules'],
  })
  const ledger = changes(smallRun(), smallRun(), RULES, { ...RULES, ledger: { table: 'other' } })
  expect(ledger).toEqual(Object.fromEntries(ITEM_IDS.map((item) => [item, ['the rules']])))
})

test('another major of the engine is a change of every item', () => {
  const run = smallRun()
  const model = { ...run.rebuilt.model, server: { ...run.rebuilt.model.server, major: 15 } }
  const changed = changes(run, { ...run, rebuilt: { ...run.rebuilt, model } })
  expect(changed).toEqual(
    Object.fromEntries(ITEM_IDS.map((item) => [item, ["the engine's major"]])),
  )
})

test('what no kind reads, and what was not compared, is covered by the item that says so', () => {
  const run = smallRun()
  const address = { type: 'publication', names: ['p'], args: [] }
  const unmodeled = [{ reason: 'unmodeled' as const, address, detail: 'd' }]
  const rebuilt = { ...run.rebuilt, model: { ...run.rebuilt.model, unmodeled } }
  const comparison = { ...run.comparison, notCompared: ['rows'] }
  expect(changes(run, { ...run, rebuilt, comparison })).toEqual({
    unmodeled: ['publication p on the rebuilt side', 'what was not compared'],
  })
})

test('however large a schema is, its parts are few', () => {
  const named = (tables: number): string[] => {
    const objects = Array.from({ length: tables }, (_, number) =>
      tableObject(`t${number}`),
    ).flatMap((table) => [table, partOf(table, 'column', ['table column', 'a'], { position: 1 })])
    return Object.keys(evidenceOf(smallRun(objects, [], objects), RULES).columns?.parts ?? {})
  }
  expect(named(50)).toContain('table column public.t0.a on the old side')
  expect(named(400)).toContain('table public.t0 on the old side')
  expect(named(1500)).toEqual([
    'objects of schema public on the old side',
    'objects of schema public on the rebuilt side',
    'the differences found',
    'the rules',
    "the engine's major",
  ])
})

test('counts say what was compared, blocking and acceptable findings apart', () => {
  const lost = finding({ class: 'structural', kind: 'index' })
  const run = smallRun(smallSchema(), [lost, finding()])
  const counts = {
    index: { old: 4, rebuilt: 3, equal: 3, findings: 1 },
    comment: { old: 1, rebuilt: 1, equal: 0, findings: 1 },
  }
  const evidence = evidenceOf({ ...run, comparison: { ...run.comparison, counts } }, RULES)
  expect(evidence.indexes).toMatchObject({
    counts: [{ kind: 'index', old: 4, rebuilt: 3, equal: 3, findings: 1 }],
    blocking: 1,
    acceptable: 0,
  })
  expect(evidence.tables).toMatchObject({ blocking: 0, acceptable: 1 })
  expect(evidence.acceptable).toMatchObject({
    counts: [{ kind: 'comment', findings: 1 }],
    blocking: 0,
    acceptable: 1,
  })
  expect(evidence.unmodeled?.counts).toEqual([
    { kind: 'unmodeled', old: 0, rebuilt: 0, equal: 0, findings: 0 },
  ])
})

test('a hash says nothing of the order its parts were found in', () => {
  expect(hashOfParts({ a: '1', b: '2' })).toBe(hashOfParts({ b: '2', a: '1' }))
  expect(hashOfParts({ a: '1', b: '2' })).not.toBe(hashOfParts({ a: '2', b: '1' }))
})

test('rows left out of the seed are told with the seed item, and bind its sign-off', () => {
  const { key } = tableObject('audit')
  const run = (rows: number | null): ComparedRun =>
    withData(
      smallRun(),
      { tables: [], sequences: [], leftOut: [{ table: key, rows }] },
      { tables: [], sequences: [], leftOut: [{ table: key, rows: 0 }] },
    )
  const told = [{ table: 'table public.audit', old: 3, rebuilt: 0 }]
  const evidence = evidenceOf(run(3), RULES)
  expect(ITEM_IDS.flatMap((item) => evidence[item]?.leftOut ?? [])).toEqual(told)
  expect(evidence.seed?.leftOut).toEqual(told)
  expect(changes(run(3), run(3))).toEqual({})
  const changed = { seed: ['the rows left out of the seed'] }
  expect(changes(run(3), run(4))).toEqual(changed)
  expect(changes(run(3), run(null))).toEqual(changed)
  expect(changes(smallRun(), run(0))).toEqual(changed)
  const [one, other] = [['a'], ['b']].map((allBut) => ({ ...RULES, seed: { allBut } }))
  expect(changes(smallRun(), smallRun(), one, other)).toEqual({ seed: ['the rules'] })
})

describe('rows', () => {
  const evidence = (
    old: SeedData,
    rebuilt = old,
    volatileRows: ComparedRun['volatileRows'] = null,
  ) => evidenceOf({ ...withData(smallRun(), old, rebuilt), volatileRows }, RULES).seed

  test('are hashed on both sides, in one order, and tables without any are left out', () => {
    const empty = {
      ...colors(),
      tables: colors().tables.map((each) => ({ ...each, table: tableObject('none').key })),
    }
    const old = colors(['red', '1'], ['blue', '2'])
    const rebuilt = colors(['blue', '2'], ['red', '1'])
    const both = (data: SeedData) => ({ ...data, tables: [...data.tables, ...empty.tables] })
    const { tables, more } = evidence(both(old), both(rebuilt))?.rowHashes ?? {
      tables: [],
      more: 1,
    }
    expect(more).toBe(0)
    expect(tables).toMatchObject([
      { table: 'table public.colors', old: { rows: 2 }, rebuilt: { rows: 2 }, madeAnew: [] },
    ])
    expect(tables.map(isSameRows)).toEqual([true])
  })

  test.each([
    ['another value', colors(['red', '3'])],
    ['NULL for a text', colors(['red', null])],
    ['a row twice', colors(['red', '1'], ['red', '1'])],
    ['no row', colors()],
    ['no table', { tables: [], sequences: [] }],
  ])('%s is another hash', (_, rebuilt) => {
    const [table] = evidence(colors(['red', '1']), rebuilt)?.rowHashes?.tables ?? []
    expect(table && isSameRows(table)).toBe(false)
  })

  test('what looks like personal data is named with its column, and never repeated', () => {
    const found = evidence(colors(['ada@studio.example', null]))?.sensitive ?? []
    expect(found.map(sensitiveText)).toEqual([
      '1 row of column name of table public.colors looks like personal data: an e-mail address',
    ])
  })
})

test('a line that is drawn, moved or taken away is a change of every item', () => {
  const line = (last: string) => ({ ...smallRun(), line: { last, later: ['004_more'] } })
  const named = Object.fromEntries(ITEM_IDS.map((item) => [item, ['the squash line']]))
  expect(changes(smallRun(), line('003_last'))).toEqual(named)
  expect(changes(line('003_last'), line('002_b'))).toEqual(named)
  expect(changes(line('003_last'), smallRun())).toEqual(named)
})
