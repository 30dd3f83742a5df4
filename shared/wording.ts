import type { Comparison, Finding } from './finding.ts'

/** How a comparison is told where its sides have names of their own, such as the live database and the baseline. */
export interface Wording {
  /** What stands before the verdict. */
  readonly title: string
  readonly headline: (comparison: Comparison) => string
  /** What became of an object, after its name. */
  readonly change: (finding: Finding) => string
  /** Both values of an attribute. */
  readonly values: (old: string, rebuilt: string) => string
  /** What stands before the statement that would mend the baseline. */
  readonly mends: string
}
