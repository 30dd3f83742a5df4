import type { HistoryFinding } from '../../../shared/history.ts'

interface Numbered {
  readonly name: string
  readonly number: bigint
  /** `3` of `003_users`, `3a` of `003a_users`. */
  readonly label: string
}

/** What a name is counted by: the digits that it begins with, and a letter that stands alone after them. */
const NUMBER = /^[^\p{L}\d]*(\d+)(?:([a-z])(?![\p{L}\d]))?/iu

/** Numbers that two migrations have, and numbers between others that none has. */
export function numberingFindings(names: readonly string[]): HistoryFinding[] {
  const numbered = names.flatMap((name): Numbered[] => {
    const [, digits, letter = ''] = NUMBER.exec(name) ?? []
    if (digits === undefined) return []
    const number = BigInt(digits)
    return [{ name, number, label: `${number}${letter.toLowerCase()}` }]
  })
  return [...duplicates(numbered), ...gaps(numbered)]
}

function duplicates(numbered: readonly Numbered[]): HistoryFinding[] {
  const byLabel = new Map<string, string[]>()
  for (const { name, label } of numbered) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), name])
  }
  return [...byLabel].flatMap(([label, names]): HistoryFinding[] => {
    if (names.length === 1) return []
    const text = `${names.join(' and ')} have one number, ${label}: only the rest of their names says which is first`
    return [{ kind: 'duplicate', migrations: names, objects: [], text }]
  })
}

interface Gap {
  readonly first: bigint
  readonly last: bigint
  readonly after: Numbered
  readonly before: Numbered
}

/** Moments are numbers too, but nobody counts by them: there more is missing than there is. */
function gaps(numbered: readonly Numbered[]): HistoryFinding[] {
  const sorted = [...numbered].sort((a, b) =>
    a.number < b.number ? -1 : a.number > b.number ? 1 : 0,
  )
  const step = stepOf(sorted)
  const found = sorted.slice(1).flatMap((before, place): Gap[] => {
    const after = sorted[place] ?? before
    return before.number - after.number > step
      ? [{ first: after.number + step, last: before.number - step, after, before }]
      : []
  })
  const missing = found.reduce((sum, { first, last }) => sum + (last - first) / step + 1n, 0n)
  if (missing > BigInt(new Set(sorted.map(({ number }) => number)).size)) return []
  return found.map(gapFinding)
}

/** Some count by tens, so that there is room. */
function stepOf(numbered: readonly Numbered[]): bigint {
  let step = 1n
  while (numbered.length > 1 && numbered.every(({ number }) => number % (step * 10n) === 0n)) {
    if (numbered.every(({ number }) => number === 0n)) break
    step *= 10n
  }
  return step
}

function gapFinding({ first, last, after, before }: Gap): HistoryFinding {
  const width = NUMBER.exec(before.name)?.[1]?.length ?? 0
  const shown = (number: bigint): string => String(number).padStart(width, '0')
  const numbers = first === last ? `${shown(first)} is` : `${shown(first)} to ${shown(last)} are`
  const text = `${numbers} missing, between ${after.name} and ${before.name}`
  return { kind: 'gap', migrations: [], objects: [], text }
}
