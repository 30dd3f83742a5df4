import type { JobKind } from '../../shared/job.ts'
import type { Proof } from '../../shared/overview.ts'
import { behaviourOutcome, behaviourWords, caseWords } from '../../shared/behaviour.ts'
import { faultWords, plantedOutcome, plantedWords, type Planted } from '../../shared/planted.ts'
import { formatNumber } from '../../shared/report.ts'

/** Both proofs that come of it. */
export const plantedProofs = (planted: Planted): readonly Proof[] => [
  plantedProof(planted),
  behaviourProof(planted.behaviour),
]

/** What both sides do with rows, as one more proof. */
export function behaviourProof(behaviour: Planted['behaviour']): Proof {
  if (!behaviour) return { title: BEHAVIOUR, outcome: 'not-run', detail: NOT_ASKED }
  if ('why' in behaviour) return { title: BEHAVIOUR, outcome: 'not-run', detail: behaviour.why }
  const detail = [
    behaviourWords(behaviour),
    ...named('on one side only', behaviour.differing.map(caseWords)),
    ...named('taken by both', behaviour.accepted.map(caseWords)),
  ].join('; ')
  return { title: BEHAVIOUR, outcome: behaviourOutcome(behaviour), detail }
}

const BEHAVIOUR = 'Rows that break a constraint are refused on both sides'
const NOT_ASKED = 'nobody asked for it: plant faults on the Overview, or with verify --plant-faults'
const TITLE = 'The comparison notices faults that are planted'
const MOST_NAMED = 3

/** One more proof, of the comparison itself: what it missed, or told without a reason, speaks against every other. */
export function plantedProof(planted: Planted): Proof {
  const { escaped, strange, spared } = planted
  const detail = [
    plantedWords(planted),
    ...named('escaped', escaped.map(faultWords)),
    ...named('found without a fault', strange),
    ...(spared.length === 0 ? [] : [`${formatNumber(spared.length)} could not be planted`]),
  ].join('; ')
  return { title: TITLE, outcome: plantedOutcome(planted), detail }
}

/** Nobody planted any in a run of that sort. */
export const notPlanted = (kind: JobKind): readonly Proof[] =>
  neverPlanted(kind === 'plant' ? 'nothing could be compared' : NOT_ASKED)

/** None can be, and why. */
export const neverPlanted = (why: string): readonly Proof[] =>
  [TITLE, BEHAVIOUR].map((title) => ({ title, outcome: 'not-run', detail: why }))

function named(what: string, list: readonly string[]): readonly string[] {
  if (list.length === 0) return []
  const more = list.length - MOST_NAMED
  const said = list.slice(0, MOST_NAMED)
  return [
    `${what}: ${[...said, ...(more > 0 ? [`and ${formatNumber(more)} more`] : [])].join('; ')}`,
  ]
}
