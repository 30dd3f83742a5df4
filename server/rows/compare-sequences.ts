import type { Finding, KindCount } from '../../shared/finding.ts'
import { addressOf } from '../../shared/model.ts'
import type { SeedData, SequenceState } from '../../shared/rows.ts'
import type { RowVolatility } from './volatile-column.ts'

/** Compares where sequences stand; one that exists on a single side is a difference of the model. */
export function compareSequences(
  old: SeedData,
  rebuilt: SeedData,
  volatile: RowVolatility | null,
): { readonly findings: readonly Finding[]; readonly count: KindCount } {
  const others = new Map(rebuilt.sequences.map((state) => [state.sequence, state]))
  const findings: Finding[] = []
  let equal = 0
  for (const state of old.sequences) {
    const other = others.get(state.sequence)
    if (!other) continue
    if (sameState(state, other)) equal++
    else findings.push(findingOf(state, other, volatile?.sequences.has(state.sequence) === true))
  }
  const count: KindCount = {
    old: old.sequences.length,
    rebuilt: rebuilt.sequences.length,
    equal,
    findings: findings.length,
  }
  return { findings, count }
}

/** Whether two sequences give the same value next. */
export const sameState = (a: SequenceState, b: SequenceState): boolean =>
  a.lastValue === b.lastValue && a.isCalled === b.isCalled

const findingOf = (old: SequenceState, rebuilt: SequenceState, isVolatile: boolean): Finding => ({
  class: isVolatile ? 'volatile' : 'structural',
  kind: 'sequence-state',
  address: addressOf(old.sequence),
  change: 'changed',
  attributes: [
    ...(old.lastValue === rebuilt.lastValue
      ? []
      : [{ name: 'lastValue', old: old.lastValue, rebuilt: rebuilt.lastValue }]),
    ...(old.isCalled === rebuilt.isCalled
      ? []
      : [{ name: 'isCalled', old: old.isCalled, rebuilt: rebuilt.isCalled }]),
  ],
  note: isVolatile
    ? 'it also stands elsewhere after two builds of the old folder'
    : 'the next value it gives is another one',
})
