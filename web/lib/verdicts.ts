import { OUTCOME_WORDS } from '../../shared/doubts.ts'
import type { Proof, Result } from '../../shared/overview.ts'
import type { FindingView, Status } from '../../shared/object.ts'
import { VERDICT_WORDS } from '../../shared/report.ts'
import type { Tone } from './look.ts'

/** How a state looks, and what it is called. */
export interface Look {
  readonly tone: Tone
  readonly word: string
}

export const VERDICT_LOOKS: Readonly<Record<Result['verdict'], Look>> = {
  equal: { tone: 'same', word: VERDICT_WORDS.equal },
  acceptable: { tone: 'acceptable', word: VERDICT_WORDS.acceptable },
  different: { tone: 'changed', word: VERDICT_WORDS.different },
  unknown: { tone: 'not-compared', word: VERDICT_WORDS.unknown },
}

export const OUTCOME_LOOKS: Readonly<Record<Proof['outcome'], Look>> = {
  holds: { tone: 'proven', word: OUTCOME_WORDS.holds },
  fails: { tone: 'changed', word: OUTCOME_WORDS.fails },
  unknown: { tone: 'not-compared', word: OUTCOME_WORDS.unknown },
  'not-run': { tone: 'not-compared', word: OUTCOME_WORDS['not-run'] },
}

/** In the order people should look at them. */
export const STATUS_LOOKS: Readonly<Record<Status, Look>> = {
  'not-compared': { tone: 'not-compared', word: 'Not compared' },
  missing: { tone: 'missing', word: 'Missing' },
  changed: { tone: 'changed', word: 'Changed' },
  added: { tone: 'added', word: 'Added' },
  acceptable: { tone: 'acceptable', word: 'Acceptable' },
  same: { tone: 'same', word: 'Same' },
}

const CHANGES: Readonly<Record<FindingView['change'], Look>> = {
  missing: { tone: 'missing', word: 'Missing' },
  added: { tone: 'added', word: 'Added' },
  changed: { tone: 'changed', word: 'Changed' },
  renamed: { tone: 'changed', word: 'Renamed' },
}

const NOT_COMPARED = new Set(['unmodeled', 'unreadable'])

/** How a finding looks, and what it is called. */
export function findingLook(finding: Pick<FindingView, 'class' | 'blocks' | 'change'>): Look {
  const look = CHANGES[finding.change]
  if (NOT_COMPARED.has(finding.class)) return STATUS_LOOKS['not-compared']
  if (!finding.blocks) return { tone: 'acceptable', word: `Acceptable: ${look.word.toLowerCase()}` }
  return look
}
