import type { Comparison, Verdict } from '../../shared/finding.ts'
import { summarize } from '../../shared/report.ts'
import type { CommandContext } from './command.ts'
import { comparisonText } from './print.ts'

const EXITS: Readonly<Record<Verdict, 0 | 1 | 2>> = {
  equal: 0,
  acceptable: 0,
  different: 1,
  unknown: 2,
}

/** Prints a comparison and gives its exit code; where nothing was compared nothing is equal. */
export function conclude(comparison: Comparison, { json, print }: CommandContext): 0 | 1 | 2 {
  const { verdict } = summarize(comparison)
  print(json ? JSON.stringify({ ...comparison, verdict }, null, 2) : comparisonText(comparison))
  return EXITS[verdict]
}
