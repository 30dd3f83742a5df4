import type { LeftOutTable } from '../../shared/left-out.ts'
import { addressOf, describeAddress } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'

/** The tables whose rows were left out of the seed, with how many of them each side holds. */
export function pairLeftOut(old: SeedData, rebuilt: SeedData): LeftOutTable[] {
  const [mine, theirs] = [countsOf(old), countsOf(rebuilt)]
  return [...new Set([...mine.keys(), ...theirs.keys()])].sort().map((key) => ({
    table: describeAddress(addressOf(key)),
    old: mine.get(key) ?? null,
    rebuilt: theirs.get(key) ?? null,
  }))
}

const countsOf = ({ leftOut = [] }: SeedData): ReadonlyMap<string, number | null> =>
  new Map(leftOut.map(({ table, rows }) => [table, rows]))
