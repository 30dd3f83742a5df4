import type { Verdict } from './finding.ts'
import type { Proof } from './overview.ts'

/** How they are called beside the verdict. */
export const OUTCOME_WORDS: Readonly<Record<Proof['outcome'], string>> = {
  holds: 'Holds',
  fails: 'Fails',
  unknown: 'Could not tell',
  'not-run': 'Not run',
}

/** What was tried and does not hold beside a verdict that looks well: each is said next to it, since that word does not. */
export const doubtsOf = (verdict: Verdict, proofs: readonly Proof[]): readonly Proof[] =>
  verdict === 'equal' || verdict === 'acceptable'
    ? proofs.filter(({ outcome }) => outcome === 'unknown' || outcome === 'fails')
    : []
