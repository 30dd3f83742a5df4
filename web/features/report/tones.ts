import type { Finding, Verdict } from '../../../shared/finding.ts'
import { blocks } from '../../../shared/finding.ts'
import type { Proof } from '../../../shared/api.ts'
import type { Tone } from '../../components/mark.tsx'

interface State {
  readonly tone: Tone
  readonly word: string
}

export const VERDICTS: Readonly<Record<Verdict, State>> = {
  equal: { tone: 'same', word: 'Equal' },
  acceptable: { tone: 'acceptable', word: 'Acceptable' },
  different: { tone: 'changed', word: 'Different' },
  unknown: { tone: 'not-compared', word: 'Could not tell' },
}

export const OUTCOMES: Readonly<Record<Proof['outcome'], State>> = {
  holds: { tone: 'proven', word: 'Holds' },
  fails: { tone: 'changed', word: 'Fails' },
  unknown: { tone: 'not-compared', word: 'Could not tell' },
}

const CHANGES: Readonly<Record<Finding['change'], State>> = {
  missing: { tone: 'missing', word: 'Missing' },
  added: { tone: 'added', word: 'Added' },
  changed: { tone: 'changed', word: 'Changed' },
  renamed: { tone: 'changed', word: 'Renamed' },
}

const NOT_COMPARED = new Set<Finding['class']>(['unmodeled', 'unreadable'])

/** How a finding looks, and what it is called. */
export function stateOf(finding: Finding): State {
  const { word } = CHANGES[finding.change]
  if (NOT_COMPARED.has(finding.class)) return { tone: 'not-compared', word: 'Not compared' }
  if (!blocks(finding)) return { tone: 'acceptable', word: `Acceptable: ${word.toLowerCase()}` }
  return CHANGES[finding.change]
}
