import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namedRoles, writeBaseline, writeSeed } from '../baseline/write.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readBuilt, type Side } from '../proof/read-side.ts'
import { readEmpty, rebuild, type RebuiltSide } from '../proof/rebuild.ts'
import { testServer } from '../testing/postgres.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { build, workspaceOn } from './check-case.ts'
import { expectedLine, runsOn, summaryOf, wholeExpectation, wholeSchema } from './corpus-cases.ts'

const seed = 'all'

/** Classes that a round trip may report, for each schema; most fill their materialized views before their tables. */
const ROUND_TRIPS: Readonly<Record<string, readonly string[]>> = {
  'own-operator': [],
  'every-kind': ['printed'],
  'every-kind-15': [],
  'every-kind-18': [],
  hostile: ['stale'],
  unstable: ['printed', 'stale'],
  citext: ['printed', 'stale'],
}

describe.each([15, 18] as const)('a whole schema on PostgreSQL %i', (major) => {
  const folders: string[] = []
  let server: Server
  let empty: Model

  beforeAll(async () => {
    server = testServer(major)
    empty = await readEmpty(workspaceOn(server), ledger)
  })
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  const read = async (name: string): Promise<Side> => {
    const { url } = await build(server, wholeSchema(name).sql)
    return readBuilt(url, { runId: server.runId, ledger, seed })
  }
  const compared = (old: Side, rebuilt: Side): Promise<Comparison> =>
    compareSides(workspaceOn(server), old, rebuilt, { ledger, seed })

  /** Writes a side as two migrations and lets plain Kysely build a database from them. */
  const rebuiltFrom = (side: Side): Promise<RebuiltSide> => {
    const folder = mkdtempSync(join(tmpdir(), 'rebaseline-whole-'))
    folders.push(folder)
    writeFileSync(join(folder, '001_baseline.ts'), writeBaseline(side.model, empty))
    const text = writeSeed(side.data, null, side.model)
    writeFileSync(join(folder, '002_seed.ts'), text)
    const roles = { named: [], before: namedRoles(side.model) }
    return rebuild(workspaceOn(server), folder, { ledger, seed, roles })
  }

  const names = Object.keys(ROUND_TRIPS).filter((name) => runsOn(wholeSchema(name).requires, major))
  test.each(names)('%s comes back from its own baseline and seed, and so does that', async (name) => {
    const old = await read(name)
    expect(old.model.unmodeled).toEqual([])
    expect(namedRoles(old.model).filter((role) => !role.startsWith('corpus'))).toEqual([])
    const rebuilt = await rebuiltFrom(old)
    const { findings } = await compared(old, rebuilt)
    const accepted = ROUND_TRIPS[name] ?? []
    expect(findings.filter((each) => !accepted.includes(each.class)).map(summaryOf)).toEqual([])

    const again = await rebuiltFrom(rebuilt)
    expect((await compared(rebuilt, again)).verdict).toBe('equal')
    expect(writeBaseline(again.model, empty)).toBe(writeBaseline(rebuilt.model, empty))
  })

  test('a citext comparison that became a text comparison is structural wherever it stands', async () => {
    const { verdict, findings } = await compared(await read('citext'), await read('citext-lost'))
    expect(verdict).toBe('different')
    const expected = wholeExpectation('citext-lost').map(expectedLine)
    expect(findings.map(summaryOf).sort()).toEqual(expected.sort())
  })
})
