import { faultsOf } from '../faults/faults-of.ts'
import type { Fault } from '../faults/fault.ts'
import { rowFaultsOf } from '../faults/row-faults.ts'
import { judge } from '../faults/judge.ts'
import { roundsOf } from '../faults/rounds.ts'
import type { Finding } from '../../shared/finding.ts'
import { kindRank, type FindingKind } from '../../shared/kinds.ts'
import { describeAddress } from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import type { CaughtOf, Planted, PlantedFault } from '../../shared/planted.ts'
import type { CompareOptions } from './compare-sides.ts'
import { inCopy, type Refused } from './planted-copy.ts'
import type { Side } from './read-side.ts'
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
  const rows = rowFaultsOf(rebuilt.data, rebuilt.model, options.volatileRows ?? null)
  // What a round does inside would only hide which round it is.
  const quiet = { ...workspace, progress: () => workspace.signal?.throwIfAborted() }
  const caught: Fault[] = []
  const strange: Finding[] = []
  let rounds = 0
  /** Plants these together as far as that goes, and gives what was refused and what was not noticed. */
  const tryOn = async (
    some: readonly Fault[],
    doing: (faults: string) => string,
  ): Promise<Left> => {
    const refused: Refused[] = []
    const escaped: Fault[] = []
    // Rows are read in rounds of their own, a few of all.
    const [ofRows, ofSchema] = [some.filter(isOfRows), some.filter((fault) => !isOfRows(fault))]
    const planned = [...roundsOf(ofSchema), ...roundsOf(ofRows)]
    const of = rounds + planned.length
    let done = 0
    for (const round of planned) {
      rounds += 1
      workspace.progress(`${doing(counted(some.length, 'fault'))}, round ${rounds} of ${of}`, {
        done,
        of: some.length,
      })
      const copy = await inCopy(quiet, old, rebuilt, round, options)
      const judged = judge(copy.planted, copy.findings, options.findings)
      caught.push(...judged.caught)
      strange.push(...judged.strange)
      escaped.push(...judged.escaped)
      refused.push(...copy.refused)
      done += round.length
    }
    return { refused, escaped }
  }
  const first = await tryOn([...faults, ...rows.faults], (some) => `Planting ${some} in copies`)
  // Another fault may have stood in the way: of what was refused, and of what was not noticed.
  const again = [...first.refused.map(({ fault }) => fault), ...first.escaped]
  const second = await tryOn(again, (some) => `Planting ${some} once more`)
  const refused = [...second.refused]
  const escaped: Fault[] = []
  for (const fault of second.escaped) {
    const last = await tryOn([fault], (one) => `Planting ${one} alone`)
    refused.push(...last.refused)
    escaped.push(...last.escaped)
  }
  return {
    planted: caught.length + escaped.length,
    caught: caught.length,
    rounds,
    objects: rebuilt.model.objects.size,
    milliseconds: performance.now() - started,
    caughtOf: countedOf(caught),
    escaped: escaped.map((fault) => told(fault, fault.statements.join('; '))),
    strange: strange.map(
      ({ class: found, kind, change, address, attributes }) =>
        `${found} ${kind} ${change}: ${describeAddress(address)} (${attributes.map(({ name }) => name).join(', ')})`,
    ),
    spared: [
      ...[...spared, ...rows.spared].map(({ address, why }) =>
        told({ address, attribute: null }, why),
      ),
      ...refused.map(({ fault, why }) => told(fault, why)),
    ],
  }
}

/** Each kind once, in the order of kinds; of each what was changed, as it was met. */
function countedOf(faults: readonly Fault[]): CaughtOf[] {
  const kinds = new Map<FindingKind, Map<string, number>>()
  for (const { kind, attribute } of faults) {
    const changes = kinds.get(kind) ?? new Map<string, number>()
    kinds.set(kind, changes)
    const change = attribute ?? DROPPED
    changes.set(change, (changes.get(change) ?? 0) + 1)
  }
  return [...kinds]
    .sort(([a], [b]) => kindRank(a) - kindRank(b))
    .map(([kind, changes]) => ({
      kind,
      changes: [...changes].map(([change, count]) => ({ change, faults: count })),
    }))
}

const DROPPED = 'dropped'

const isOfRows = ({ row }: Fault): boolean => row !== undefined

interface Left {
  readonly refused: readonly Refused[]
  readonly escaped: readonly Fault[]
}

const told = (
  { address, attribute }: Pick<Fault, 'address' | 'attribute'>,
  detail: string,
): PlantedFault => ({
  object: describeAddress(address),
  change: attribute ?? DROPPED,
  detail,
})
