import type { Fault } from './fault.ts'

/**
 * Faults that can be planted in one database: none is about what may differ because of another. What falls with two of
 * them falls all the same. The fewer rounds the better.
 */
export function roundsOf(faults: readonly Fault[]): readonly (readonly Fault[])[] {
  const rounds: Round[] = []
  // What reaches far finds room first.
  const sorted = [...faults].sort(
    (a, b) => b.zone.size - a.zone.size || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  )
  for (const fault of sorted) {
    const round = rounds.find((each) => fits(fault, each)) ?? newRound(rounds)
    round.faults.push(fault)
    round.keys.add(fault.key)
    for (const key of fault.zone) round.reached.add(key)
  }
  return rounds.map((round) => round.faults)
}

interface Round {
  readonly faults: Fault[]
  readonly keys: Set<string>
  readonly reached: Set<string>
}

const fits = ({ key, zone }: Fault, { keys, reached }: Round): boolean =>
  !reached.has(key) && ![...zone].some((each) => keys.has(each))

function newRound(rounds: Round[]): Round {
  const round = { faults: [], keys: new Set<string>(), reached: new Set<string>() }
  rounds.push(round)
  return round
}
