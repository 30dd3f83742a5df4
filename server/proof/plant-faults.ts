import { faultsOf } from '../faults/faults-of.ts'
import type { Fault } from '../faults/fault.ts'
import { judge } from '../faults/judge.ts'
import { roundsOf } from '../faults/rounds.ts'
import { isRefused } from '../errors.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { Finding } from '../../shared/finding.ts'
import { describeAddress } from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import type { Planted, PlantedFault } from '../../shared/planted.ts'
import { compareSides, type CompareOptions } from './compare-sides.ts'
import { readSide, type Side } from './read-side.ts'
import type { RebuiltSide } from './rebuild.ts'
import type { Workspace } from './workspace.ts'

/** What is tried, and by which rules two sides are compared. */
export interface PlantOptions extends CompareOptions {
  /** What a comparison without faults finds. */
  readonly findings: readonly Finding[]
}

/**
 * The test of the test: plants faults in copies of the rebuilt database, many that do not touch each other at a time, and
 * looks whether a comparison with old notices each of them, and nothing else. What it missed is tried again alone.
 */
export async function plantFaults(
  workspace: Workspace,
  old: Side,
  rebuilt: RebuiltSide,
  options: PlantOptions,
): Promise<Planted> {
  const started = performance.now()
  const { faults, spared } = faultsOf(rebuilt.model)
  const caught: Fault[] = []
  const strange: Finding[] = []
  let rounds = 0
  /** Plants these together as far as that goes, and gives what was refused and what was not noticed. */
  const tryOn = async (some: readonly Fault[]) => {
    const refused: Refused[] = []
    const escaped: Fault[] = []
    const planned = roundsOf(some)
    for (const [place, round] of planned.entries()) {
      workspace.progress(
        `Planting ${counted(round.length, 'fault')} at a time in a copy, round ${rounds + 1}`,
        { done: place, of: planned.length },
      )
      rounds += 1
      const copy = await inCopy(workspace, old, rebuilt, round, options)
      const judged = judge(copy.planted, copy.findings, options.findings)
      caught.push(...judged.caught)
      strange.push(...judged.strange)
      escaped.push(...judged.escaped)
      refused.push(...copy.refused)
    }
    return { refused, escaped }
  }
  const first = await tryOn(faults)
  // Another fault may have stood in the way: of what was refused, and of what was not noticed.
  const second = await tryOn([...first.refused.map(({ fault }) => fault), ...first.escaped])
  const alone: { readonly refused: Refused[]; readonly escaped: Fault[] } = {
    refused: [],
    escaped: [],
  }
  for (const fault of second.escaped) {
    const last = await tryOn([fault])
    alone.refused.push(...last.refused)
    alone.escaped.push(...last.escaped)
  }
  const never = [...second.refused, ...alone.refused]
  return {
    planted: caught.length + alone.escaped.length,
    caught: caught.length,
    rounds,
    objects: rebuilt.model.objects.size,
    milliseconds: performance.now() - started,
    escaped: alone.escaped.map((fault) => told(fault, fault.statements.join('; '))),
    strange: strange.map(
      ({ class: found, kind, change, address }) =>
        `${found} ${kind} ${change}: ${describeAddress(address)}`,
    ),
    spared: [
      ...spared.map((each) => told(each, each.why)),
      ...never.map(({ fault, why }) => told(fault, why)),
    ],
  }
}

interface Refused {
  readonly fault: Fault
  readonly why: string
}

const told = (
  { address, attribute }: Pick<Fault, 'address' | 'attribute'>,
  detail: string,
): PlantedFault => ({
  object: describeAddress(address),
  change: attribute ?? 'dropped',
  detail,
})

/** Plants what can be planted in a copy of the rebuilt database, and compares that with old. */
async function inCopy(
  workspace: Workspace,
  old: Side,
  rebuilt: RebuiltSide,
  faults: readonly Fault[],
  options: PlantOptions,
): Promise<{
  readonly planted: readonly Fault[]
  readonly refused: readonly Refused[]
  readonly findings: readonly Finding[]
}> {
  const { runId } = workspace
  const copy = await createScratch(workspace.rebuilt, {
    runId,
    purpose: 'planted',
    template: rebuilt.database.name,
  })
  try {
    const planted: Fault[] = []
    const refused: Refused[] = []
    await withConnection(copy.url, { runId }, async (query) => {
      for (const fault of faults) {
        const why = await plant(query, fault)
        if (why === undefined) planted.push(fault)
        else refused.push({ fault, why })
      }
    })
    const side = await readSide(copy.url, { runId, ledger: options.ledger, seed: 'none' })
    const { findings } = await compareSides(workspace, { ...old, data: side.data }, side, {
      ...options,
      seed: 'none',
      volatileRows: null,
    })
    return { planted, refused, findings }
  } finally {
    await copy.drop()
  }
}

/** Why it can't be planted; undefined where it is. */
async function plant(
  query: (sql: string) => Promise<unknown>,
  { statements }: Fault,
): Promise<string | undefined> {
  try {
    await query('begin')
    for (const sql of statements) await query(sql)
    await query('commit')
    return undefined
  } catch (error) {
    await query('rollback')
    if (!isRefused(error)) throw error
    return error instanceof Error ? error.message : String(error)
  }
}
