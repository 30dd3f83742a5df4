import { blocks, type Finding } from '../../shared/finding.ts'
import type { Status } from '../../shared/object.ts'
import type { Entry, ObjectPair, RunIndex } from './run-index.ts'

const WORST_LAST: readonly Status[] = [
  'same',
  'acceptable',
  'added',
  'missing',
  'changed',
  'not-compared',
]

/** The worst of some statuses; `same` where there are none. */
export const worst = (statuses: readonly Status[]): Status =>
  WORST_LAST[Math.max(0, ...statuses.map((status) => WORST_LAST.indexOf(status)))] ?? 'same'

/** What a status of a part means for the whole. */
export const asPart = (status: Status): Status =>
  status === 'missing' || status === 'added' ? 'changed' : status

/** How an object itself stands, without its parts: as its findings say, or those of what it falls with. */
export function statusOf(index: RunIndex, pair: ObjectPair): Status {
  const findings = index.findingsOn(pair)
  if (findings.length > 0) return worst(findings.map((finding) => statusBy(finding, pair)))
  if (pair.old && pair.rebuilt) return 'same'
  const parent = index.parentOf(pair)
  const above = parent && (!parent.old || !parent.rebuilt) ? statusOf(index, parent) : 'same'
  if (above !== 'same') return above
  // Inherited from what has a finding of its own: told there, and here seen to be on one side only.
  return pair.old ? 'missing' : 'added'
}

function statusBy(finding: Finding, pair: ObjectPair | null): Status {
  if (finding.class === 'unmodeled' || finding.class === 'unreadable') return 'not-compared'
  if (!blocks(finding)) return 'acceptable'
  const oneSided = pair !== null && !(pair.old && pair.rebuilt)
  return oneSided && finding.change !== 'renamed' ? finding.change : 'changed'
}

/** The worst of an entry and its parts. */
export function statusOfEntry(index: RunIndex, { pair, parts, findings }: Entry): Status {
  if (!pair) return worst(findings.map((finding) => statusBy(finding, null)))
  const own = statusOf(index, pair)
  if (own === 'missing' || own === 'added') return own
  return worst([own, ...parts.map((part) => asPart(statusOf(index, part)))])
}
