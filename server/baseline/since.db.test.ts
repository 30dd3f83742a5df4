import { beforeAll, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { build, workspaceOn } from '../corpus/check-case.ts'
import { corpusCases, runsOn } from '../corpus/corpus-cases.ts'
import type { Server } from '../postgres/engine.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { testServer } from '../testing/postgres.ts'
import { mendSides } from '../mend/sides.ts'
import { changesFor, statementsOf } from '../mend/schema.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { blocks } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { searchPath } from './search-path.ts'
import { planStatements } from './plan.ts'
import { seedStatements } from './seed.ts'
import { warnings, written } from './write.ts'

/** One for each rule; all of the corpus with REBASELINE_CORPUS=all. */
const SAMPLE = new Set([
  'column--generated-virtual',
  'column--not-null-also-local',
  'column--not-null-own-and-inherited',
  'constraint--exclude-partitioned',
  'constraint--not-null-named',
  'constraint--not-null-not-valid',
  'table--inherited-generated-otherwise',
  'table--partitioned-access-method',
])
const cases = corpusCases().filter(
  ({ name, requires }) =>
    runsOn(requires, 18) && (process.env['REBASELINE_CORPUS'] === 'all' || SAMPLE.has(name)),
)

let old: Server
let young: Server
let empty: Model
beforeAll(async () => {
  ;[old, young] = [testServer(15), testServer(18)]
  empty = await readEmpty(workspaceOn(young), ledger)
})

/** Runs statements on 15: what it can't run, and what was said to need more. */
async function runOn15(
  path: string,
  statements: readonly { readonly sql: string; readonly since?: number }[],
  before = '',
): Promise<{ readonly refused: readonly string[]; readonly warned: readonly string[] }> {
  const { runId } = old
  const database = await createScratch(old, { runId, purpose: 'since' })
  const refused: string[] = []
  const warned = statements.flatMap(({ sql, since = 0 }) => (since > 15 ? [sql] : []))
  try {
    await withConnection(database.url, { runId }, async (query) => {
      if (before !== '') await query(before)
      await query(`begin; set local check_function_bodies = off; set local search_path = ${path}`)
      for (const { sql } of statements) {
        await query('savepoint one')
        await query(sql).catch(async (error: unknown) => {
          refused.push(sql)
          // What follows from one that was told of is no failure of its own.
          if (!warned.includes(sql) && warned.length === 0) refused.push(String(error))
          await query('rollback to savepoint one')
        })
      }
    })
  } finally {
    await database.drop()
  }
  return { refused, warned }
}

test.for(cases.map((each) => [each.name, each] as const))(
  'what is written of %s on 18 runs on 15, but for what is told to need more',
  async ([, each]) => {
    const { runId } = young
    const databases = [await build(young, each.before), await build(young, each.after)]
    try {
      const [before, after] = await Promise.all(
        databases.map(({ url }) => readSide(url, { runId, ledger, seed: 'none' })),
      )
      if (!before || !after) throw new Error('two were read')
      for (const { model } of [before, after]) {
        const { refused, warned } = await runOn15(searchPath(model), planStatements(model, empty))
        if (warned.length === 0) expect(refused).toEqual([])
        for (const sql of warned) expect(refused).toContain(sql)
      }
      const { findings } = await compareSides(workspaceOn(young), before, after, {
        ledger,
        seed: 'none',
      })
      const sides = mendSides(before.model, after.model)
      const mend = statementsOf(changesFor(sides, findings.filter(blocks)))
      const runs = await build(old, each.after).catch(() => undefined)
      if (!runs) return
      await runs.drop()
      const { refused, warned } = await runOn15(searchPath(before.model), mend, each.after)
      if (warned.length === 0) expect(refused).toEqual([])
    } finally {
      await Promise.all(databases.map((database) => database.drop()))
    }
  },
)

test('rows of a partition whose table has an identity, read on 15, are written on 18 and 15', async () => {
  const database = await build(
    old,
    `create table e (id int generated always as identity, at int) partition by list (at);
     create table e_1 partition of e for values in (1);
     insert into e (at) values (1), (1)`,
  )
  const side = await readSide(database.url, { runId: old.runId, ledger, seed: 'all' })
  await database.drop()
  const statements = [
    ...planStatements(side.model, empty).map(({ sql }) => sql),
    ...seedStatements(side.data, null, side.model).map(({ sql }) => sql),
  ]
  for (const server of [young, old]) {
    const built = await build(server, statements.join(';\n'))
    const rows = await withConnection(built.url, { runId: server.runId }, (query) =>
      query('select id, at from e order by id'),
    )
    await built.drop()
    expect(rows).toEqual([
      { id: 1, at: 1 },
      { id: 2, at: 1 },
    ])
  }
})

test('the warning stands above its statement', () => {
  const [warning = '', statement = ''] = written({ sql: 'SELECT 1', since: 18 }, 'TypeScript')
  expect(warning).toBe(`  // ${warnings({ since: 18 })[0]}`)
  expect(statement).toContain('await sql')
  expect(written({ sql: 'SELECT 1' }, 'TypeScript')).toEqual([statement])
})
