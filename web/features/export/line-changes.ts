import { diffLines } from 'diff'

const LIMIT = 500
const MOST = 200_000

/** A line of two texts: in both, only before, or only after. */
export interface ChangedLine {
  readonly mark: ' ' | '−' | '+'
  readonly text: string
}

/** How one text becomes another, line by line; undefined where that takes too long to find. */
export function lineChanges(before: string, after: string): readonly ChangedLine[] | undefined {
  if (before.length + after.length > MOST) return undefined
  const parts = diffLines(before, after, { timeout: LIMIT })
  return parts?.flatMap(({ value, added, removed }) => {
    const mark = added ? '+' : removed ? '−' : ' '
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): ChangedLine => ({ mark, text }))
  })
}

/** A line of a change, or the sign for lines that are left out. */
export type ShownLine = ChangedLine | { readonly mark: '…'; readonly text: string }

/** What stands on disk and what will: the changed lines with a few around them. */
export function aroundChanges(lines: readonly ChangedLine[], context = 3): readonly ShownLine[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== ' '),
  )
  return lines.flatMap((line, index): readonly ShownLine[] => {
    if (near[index]) return [line]
    return near[index - 1] || index === 0 ? [{ mark: '…', text: '' }] : []
  })
}
