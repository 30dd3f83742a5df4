import { expect } from 'vitest'
import { namedRoles } from '../baseline/write.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { compareAlike } from '../proof/compare-alike.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { writeAgain } from '../proof/rebuild.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { Change, Finding } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import {
  expectedLine,
  expectedOn,
  summaryOf,
  type CorpusCase,
  type ExpectedFinding,
} from './corpus-cases.ts'

const MIRRORED: Readonly<Record<Change, Change>> = {
  missing: 'added',
  added: 'missing',
  changed: 'changed',
  renamed: 'renamed',
}

/** One server as both sides of a proof. */
export const workspaceOn = (server: Server): Workspace => ({
  runId: server.runId,
  old: server,
  rebuilt: server,
  progress: () => {},
  signal: undefined,
  clean: () => Promise.resolve(server),
})

/** Runs a script on a new database, dropped by the caller. */
export async function build(server: Server, sql: string): Promise<ScratchDatabase> {
  const { runId } = server
  const database = await createScratch(server, { runId, purpose: 'corpus' })
  await withConnection(database.url, { runId }, (query) => query(sql))
  return database
}

/** Rows, and where sequences stand, are not part of a schema. */
export const isOfSchema = ({ kind }: Pick<Finding, 'kind'>): boolean =>
  kind !== 'rows' && kind !== 'sequence-state'

/** Before against after finds what the case expects, in both directions, and what is rebuilt of it is the same. */
export async function checkCase(
  server: Server,
  empty: Model,
  each: CorpusCase,
  rebuilt: readonly ('before' | 'after')[],
): Promise<void> {
  const { runId } = server
  const databases = [await build(server, each.before), await build(server, each.after)]
  try {
    const [before, after] = (await Promise.all(
      databases.map(({ url }) => readSide(url, { runId, ledger, seed: 'all' })),
    )) as [Side, Side]
    const found = await findings(server, before, after, 'all')
    expectDifference(
      found,
      await findings(server, after, before, 'all'),
      expectedOn(each, server.major),
    )
    const urls = databases.map(({ url }) => url) as [DatabaseUrl, DatabaseUrl]
    const alike = await compareAlike(urls, { runId, ledger, secondOpinion: false })
    if (alike) expect(found.filter(isOfSchema)).toEqual([])
    if (each.requires.roundTrip === 'none') return
    for (const name of rebuilt) {
      const side = { before, after }[name]
      expect(unaccepted(await roundTrip(server, empty, side), each)).toEqual([])
    }
  } finally {
    await Promise.all(databases.map((database) => database.drop()))
  }
}

/** What was found, from either side, is what was expected, attributes too where they are told. */
export function expectDifference(
  found: readonly Finding[],
  mirrored: readonly Finding[],
  expected: readonly ExpectedFinding[],
): void {
  expect(found.map(summaryOf).sort()).toEqual(expected.map(expectedLine).sort())
  for (const { attributes, ...line } of expected) {
    if (!attributes) continue
    const finding = found.find((each) => summaryOf(each) === expectedLine(line))
    expect(finding?.attributes.map(({ name }) => name).sort()).toEqual([...attributes].sort())
  }
  const changes = (all: readonly Finding[], turn: (change: Change) => Change): string[] =>
    all.map((each) => `${each.class} ${each.kind} ${turn(each.change)}`).sort()
  expect(changes(mirrored, (change) => change)).toEqual(changes(found, (change) => MIRRORED[change]))
}

/** What differs after a round trip, but for what the case accepts. */
export const unaccepted = (found: readonly Finding[], { requires }: CorpusCase): string[] =>
  found
    .filter((finding) => requires.roundTrip !== 'printed' || finding.class !== 'printed')
    .map(withValues)

/** Writes a model to an empty database, reads it back, and gives what differs. */
export async function roundTrip(
  server: Server,
  empty: Model,
  side: Side,
  workspace = workspaceOn(server),
): Promise<readonly Finding[]> {
  expect(namedRoles(side.model).filter((role) => !/^corpus_/i.test(role))).toEqual([])
  const rebuilt = await writeAgain(workspace, side.model, empty, ledger)
  const old = { ...side, data: rebuilt.data }
  return (await compareSides(workspace, old, rebuilt, { ledger, seed: 'none' })).findings
}

/** What a comparison of these sides finds. */
export async function findings(
  server: Server,
  old: Side,
  rebuilt: Side,
  seed: SeedSelection,
): Promise<readonly Finding[]> {
  const rules = { ledger, seed, rebuiltIs: 'given' } as const
  const comparison = await compareSides(workspaceOn(server), old, rebuilt, rules)
  return comparison.findings
}

/** The line of a finding, with what differs. */
export const withValues = (finding: Finding): string =>
  `${summaryOf(finding)} ${JSON.stringify(finding.attributes)}`
