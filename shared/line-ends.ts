import { changeBetween } from './text-change.ts'

const ENDS = /\r\n|\r/g

/** The same text with every line end as an editor counts it. */
export const withPlainEnds = (text: string): string =>
  text.includes('\r') ? text.replaceAll(ENDS, '\n') : text

/** A text that was edited with plain line ends, with those of the text that it was: where lines are new, with its usual one. */
export function withEndsOf(before: string, edited: string): string {
  if (!before.includes('\r')) return edited
  const plain = withPlainEnds(before)
  const change = changeBetween(plain, edited)
  if (!change) return before
  const [start, end] = placesIn(before, change.start, change.end)
  const usual = usualEnd(before)
  const made = before.slice(0, start) + change.text.replaceAll('\n', usual) + before.slice(end)
  // Two kinds that came to stand side by side may be another one.
  return withPlainEnds(made) === edited ? made : edited.replaceAll('\n', usual)
}

/** Where two places of a text with plain line ends are in the text itself. */
function placesIn(text: string, first: number, second: number): readonly [number, number] {
  let shift = 0
  let start: number | undefined
  for (const { index } of text.matchAll(/\r\n/g)) {
    const plain = index - shift
    if (start === undefined && plain >= first) start = first + shift
    if (plain >= second) break
    shift += 1
  }
  return [start ?? first + shift, second + shift]
}

/** The one that most lines end with. */
function usualEnd(text: string): string {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const ends = [
    ['\r\n', count(/\r\n/g)],
    ['\n', count(/(?<!\r)\n/g)],
    ['\r', count(/\r(?!\n)/g)],
  ] as const
  return ends.toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '\n'
}
