import type { VolatileAttributes } from '../compare/volatile.ts'
import type { RowVolatility } from '../rows/volatility.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'
import { keyOf } from '../../shared/model.ts'

/** What is known to differ from one build of a side to the next. */
export interface Volatility {
  readonly volatile: VolatileAttributes
  readonly volatileRows: RowVolatility | null
}

/** What of a side can't be told from what it was made of, in a sentence each. */
export interface Untold {
  readonly untold: readonly string[]
}

/** Of a database that was not built: nothing. */
export const STEADY: Volatility = { volatile: new Map(), volatileRows: null }

const MADE_ANEW =
  'Two builds of the rebuilt side differ here as well, while the old side always holds the same.'

/** Says where a difference comes of what each build of the rebuilt side makes anew; that forgives nothing. */
export const withUnsteadyRebuilt = (
  comparison: Comparison,
  old: Volatility,
  rebuilt: Volatility,
): Comparison => ({
  ...comparison,
  findings: comparison.findings.map((finding) =>
    finding.class === 'structural' && isMadeBy(finding, rebuilt) && !isMadeBy(finding, old)
      ? { ...finding, note: [finding.note, MADE_ANEW].filter(Boolean).join('. ') }
      : finding,
  ),
})

function isMadeBy(
  { kind, address, attributes }: Finding,
  { volatile, volatileRows }: Volatility,
): boolean {
  const key = keyOf(address)
  if (kind === 'rows') return volatileRows?.tables.has(key) === true
  if (kind === 'sequence-state') return volatileRows?.sequences.has(key) === true
  const names = volatile.get(key)
  return attributes.some(({ name }) => names?.has(name) === true)
}
