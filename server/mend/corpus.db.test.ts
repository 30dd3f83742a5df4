import { beforeAll, expect, test } from 'vitest'
import { searchPath } from '../baseline/search-path.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { build, workspaceOn } from '../corpus/check-case.ts'
import { corpusCases, runsOn, summaryOf } from '../corpus/corpus-cases.ts'
import { literal } from '../kinds/sql.ts'
import type { Server } from '../postgres/engine.ts'
import { withConnection } from '../postgres/session.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { testServer } from '../testing/postgres.ts'
import { blocks, type Finding } from '../../shared/finding.ts'
import { hasRemedy, remedyFor } from './remedy.ts'

const MAJOR = 18

const MEMBERS =
  'what belongs to an extension comes from its own script: change or add the member by hand, or leave the extension out of the comparison'

/** What no statement can mend, by `case (what is old)`: each finding that is left, with the reason that is told. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  'extension--changed-member (old is before)': [`structural extension changed hstore: ${MEMBERS}`],
  'extension--changed-member (old is after)': [`structural extension changed hstore: ${MEMBERS}`],
  'extension--commented-member (old is before)': [
    `structural extension changed hstore: ${MEMBERS}`,
  ],
  'extension--commented-member (old is after)': [`structural extension changed hstore: ${MEMBERS}`],
  'extension--parts-of-its-table (old is before)': [
    `structural extension changed hstore: ${MEMBERS}`,
  ],
  'extension--parts-of-its-table (old is after)': [
    `structural extension changed hstore: ${MEMBERS}`,
  ],
  'citext--compared-as-text (old is before)': [
    'structural view changed public.joined: it compares as Postgres itself does, under an empty search_path: take it from what was generated, with the lines around it',
    'structural view changed public.pairs: it compares as Postgres itself does, under an empty search_path: take it from what was generated, with the lines around it',
    'structural view changed public.within: it compares as Postgres itself does, under an empty search_path: take it from what was generated, with the lines around it',
    'structural rule changed public.works.only_x: it compares as Postgres itself does, under an empty search_path: take it from what was generated, with the lines around it',
  ],
  'materialized-view--contents (old is after)': [
    'structural rows added public.m: the old database holds what it held before its tables changed, and a REFRESH gives what they hold now',
  ],
  'aggregate--other-overload (old is before)': [
    'structural aggregate changed public.one(integer): CREATE AGGREGATE takes the closest function of a name: make public.one by hand before public.pick(integer, integer) is made',
  ],
}

/** One for each rule that is easily lost; all of the corpus with REBASELINE_CORPUS=all. */
const SAMPLE = new Set([
  'aggregate--other-overload',
  'citext--compared-as-text',
  'column--generated-type',
  'column--identity-sequence-type',
  'column--not-null-also-local',
  'column--not-null-own-and-inherited',
  'column--not-null-validated-in-child',
  'constraint--check-not-valid',
  'constraint--inherited-check-validated',
  'extension--changed-member',
  'index--partition-unique-constraint',
  'materialized-view--contents',
  'privilege--two-grantors',
  'sequence--start',
  'table--inherited',
  'view--cycle-with-function',
])
const everyCase = process.env['REBASELINE_CORPUS'] === 'all'
const cases = corpusCases()
  .filter(
    ({ requires, name }) =>
      runsOn(requires, MAJOR) && !name.startsWith('unmodeled--') && (everyCase || SAMPLE.has(name)),
  )
  .flatMap(({ name, before, after }) => [
    { name: `${name} (old is before)`, old: before, rebuilt: after },
    { name: `${name} (old is after)`, old: after, rebuilt: before },
  ])

test('the sample and what is left are cases of the corpus', () => {
  const names = new Set(cases.map(({ name }) => name))
  for (const name of SAMPLE) expect(names).toContain(`${name} (old is before)`)
  if (everyCase) for (const name of Object.keys(LEFT)) expect(names).toContain(name)
})

let server: Server

beforeAll(async () => {
  server = testServer(MAJOR)
})

test.concurrent.for(cases.map((each) => [each.name, each] as const))('%s', async ([, each]) => {
  const { runId } = server
  const databases = [await build(server, each.old), await build(server, each.rebuilt)]
  try {
    const read = (place: 0 | 1): Promise<Side> =>
      readSide(databases[place]?.url as never, {
        runId,
        ledger,
        seed: 'all',
        unknownTables: 'skipped',
      })
    const blocking = async (old: Side, rebuilt: Side): Promise<readonly Finding[]> => {
      const { findings } = await compareSides(workspaceOn(server), old, rebuilt, {
        ledger,
        seed: 'all',
      })
      return findings.filter(blocks)
    }
    const [old, rebuilt] = [await read(0), await read(1)]
    const found = await blocking(old, rebuilt)
    const run = { old, rebuilt, volatileRows: null }
    const { baseline, seedLast, left } = remedyFor(run, found)
    const leftOver = left.map(({ finding, why }) => `${summaryOf(finding)}: ${why}`)
    expect(leftOver).toEqual(LEFT[each.name] ?? [])
    for (const { finding } of left) expect(hasRemedy(run, finding)).toBe(false)
    await withConnection(databases[1]?.url as never, { runId }, async (query) => {
      const path = searchPath(old.model)
      await query('begin; set local check_function_bodies = off')
      await query(`select pg_catalog.set_config('search_path', ${literal(path)}, true)`)
      for (const sql of [...baseline, ...seedLast].map((statement) => statement.sql))
        await query(sql)
      await query('commit')
    })
    const after = await blocking(old, await read(1))
    expect(after.map(summaryOf)).toEqual(left.map(({ finding }) => summaryOf(finding)))
  } finally {
    await Promise.all(databases.map((database) => database.drop()))
  }
})
