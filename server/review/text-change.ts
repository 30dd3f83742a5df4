import { counted, formatNumber } from '../../shared/report.ts'

/** What became of a text, in words: `2 lines added, 1 line removed, from line 12 on`; empty where nothing did. */
export function textChange(before: string, after: string): string {
  if (before === after) return ''
  const [was, is] = [before.split('\n'), after.split('\n')]
  const first = is.findIndex((line, index) => line !== was[index])
  const from = `from line ${formatNumber((first < 0 ? is.length - 1 : first) + 1)} on`
  const [added, removed] = [surplus(is, was), surplus(was, is)]
  const parts = [
    ...(added > 0 ? [`${counted(added, 'line')} added`] : []),
    ...(removed > 0 ? [`${counted(removed, 'line')} removed`] : []),
  ]
  return [...(parts.length === 0 ? ['lines in another order'] : parts), from].join(', ')
}

/** How many lines stand more often in the first text. */
function surplus(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  let more = 0
  for (const line of lines) {
    const count = left.get(line) ?? 0
    if (count === 0) more += 1
    else left.set(line, count - 1)
  }
  return more
}
