import type { Finding, KindCount } from '../../shared/finding.ts'
import { addressOf } from '../../shared/model.ts'
import type { SeedData, SequenceState } from '../../shared/rows.ts'
import type { RowVolatility, VolatileSequence } from './volatile-column.ts'

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
    else findings.push(...findingsOf(state, other, volatile?.sequences.get(state.sequence)))
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

/** Builds that stand elsewhere make where it stands volatile; whether it was called is only where they differ in that too. */
function findingsOf(
  old: SequenceState,
  rebuilt: SequenceState,
  volatile: VolatileSequence | undefined,
): Finding[] {
  const value = { name: 'lastValue', old: old.lastValue, rebuilt: rebuilt.lastValue }
  const called = { name: 'isCalled', old: old.isCalled, rebuilt: rebuilt.isCalled }
  const differing = [value, called].filter((each) => each.old !== each.rebuilt)
  const forgiven = differing.filter(
    ({ name }) => volatile && (name === 'lastValue' || volatile.callsDiffer === true),
  )
  const rest = differing.filter((each) => !forgiven.includes(each))
  const finding = (
    found: Pick<Finding, 'class' | 'note'>,
    attributes: typeof differing,
  ): Finding[] =>
    attributes.length === 0
      ? []
      : [
          {
            ...found,
            kind: 'sequence-state',
            address: addressOf(old.sequence),
            change: 'changed',
            attributes,
          },
        ]
  return [
    ...finding({ class: 'structural', note: 'the next value it gives is another one' }, rest),
    ...finding(
      { class: 'volatile', note: 'it also stands elsewhere after two builds of the old folder' },
      forgiven,
    ),
  ]
}
