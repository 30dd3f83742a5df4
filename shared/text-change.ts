/** What has to be put in place of the characters from `start` to `end` to make one text another. */
export interface TextChange {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The smallest single change between two texts, so that an editor keeps its place and its marks. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let tail = 0
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}
