import type { JobKind } from '../../shared/job.ts'
import type { Proof } from '../../shared/overview.ts'
import { faultWords, plantedOutcome, plantedWords, type Planted } from '../../shared/planted.ts'
import { formatNumber } from '../../shared/report.ts'

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
export const notPlanted = (kind: JobKind): Proof => ({
  title: TITLE,
  outcome: 'not-run',
  detail:
    kind === 'plant'
      ? 'nothing could be compared'
      : 'nobody asked for it: plant faults on the Overview, or with verify --plant-faults',
})

/** None can be, and why. */
export const neverPlanted = (why: string): Proof => ({
  title: TITLE,
  outcome: 'not-run',
  detail: why,
})

function named(what: string, list: readonly string[]): readonly string[] {
  if (list.length === 0) return []
  const more = list.length - MOST_NAMED
  const said = list.slice(0, MOST_NAMED)
  return [
    `${what}: ${[...said, ...(more > 0 ? [`and ${formatNumber(more)} more`] : [])].join('; ')}`,
  ]
}
