import type { FindingKind } from './kinds.ts'
import type { Address, AttributeValue } from './model.ts'

export const DIFFERENCE_CLASSES = {
  structural: { blocks: true, means: 'the databases behave differently' },
  unmodeled: { blocks: true, means: 'an object that no kind reads' },
  unreadable: { blocks: true, means: 'Postgres could not print it' },
  privilege: { blocks: true, means: 'somebody may do more or less' },
  owner: { blocks: true, means: 'it belongs to another role' },
  name: { blocks: false, means: 'another name, same definition' },
  order: { blocks: false, means: 'same columns, in another order' },
  comment: { blocks: false, means: 'a comment is missing or different' },
  printed: {
    blocks: false,
    means: 'same expression, printed differently (proven by printing both again)',
  },
  stale: {
    blocks: false,
    means:
      'old was not refreshed after its tables changed; rebuilt holds what a refresh of old gives',
  },
  volatile: { blocks: false, means: 'differs between two builds of the old folder as well' },
} as const

export type DifferenceClass = keyof typeof DIFFERENCE_CLASSES
export type Change = 'missing' | 'added' | 'changed' | 'renamed'

export interface AttributeDifference {
  readonly name: string
  readonly old: AttributeValue
  readonly rebuilt: AttributeValue
}

/** A difference as a person sees it. `missing` means: in old only; `added`: in rebuilt only. */
export interface Finding {
  readonly class: DifferenceClass
  readonly kind: FindingKind
  readonly address: Address
  readonly change: Change
  readonly attributes: readonly AttributeDifference[]
  /** The statement that would mend the baseline, where one is known. */
  readonly sql?: string
  /** One sentence for people: why it is of this class, or what it breaks. */
  readonly note?: string
  /** Where it is not found at the squash line, but after the files that stay behind it. */
  readonly at?: 'the end'
}

export type Verdict = 'equal' | 'acceptable' | 'different' | 'unknown'

export interface KindCount {
  old: number
  rebuilt: number
  equal: number
  findings: number
}

/** What `verify --json` and `compare --json` print. */
export interface Comparison {
  readonly verdict: Verdict
  readonly counts: Readonly<Partial<Record<FindingKind, KindCount>>>
  readonly findings: readonly Finding[]
  /** What was left out of the comparison, each with its reason. */
  readonly notCompared: readonly string[]
  /** What pg_dump says of both databases; not told where nobody asked. */
  readonly secondOpinion?: SecondOpinion
}

/** `agrees`: its two outputs hold no difference that no finding explains. */
export interface SecondOpinion {
  readonly outcome: 'agrees' | 'differs' | 'not asked'
  /** `412 objects as pg_dump 15.18 prints them; 3 differ, each explained by a finding`, or why it was not asked. */
  readonly detail: string
}

export const blocks = (finding: Finding): boolean => DIFFERENCE_CLASSES[finding.class].blocks

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(blocks)) return 'different'
  return findings.length > 0 ? 'acceptable' : 'equal'
}
