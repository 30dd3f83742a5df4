import { createTwoFilesPatch } from 'diff'
import { plainText } from './lines.ts'

/** Beyond it the parts that differ are shown whole: looking for what is alike in them would take minutes. */
const MOST_EDITS = 6000

/** A text before and after as a unified diff, whatever its lines end with; empty where only that differs. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const [was, is] = [plainText(before ?? ''), plainText(after)]
  if (was === is) return ''
  const from = before === null ? '/dev/null' : path
  const patch = createTwoFilesPatch(from, path, was, is, undefined, undefined, {
    context: 3,
    maxEditLength: MOST_EDITS,
  })
  // The lines before the two names say nothing more.
  return (patch ?? wholePatch(from, path, was, is)).replace(/^[^]*?(?=^--- )/m, '').trimEnd()
}

/** Everything but what both begin and end with. */
function wholePatch(from: string, path: string, was: string, is: string): string {
  const [old, now] = [was.trimEnd().split('\n'), is.trimEnd().split('\n')]
  let start = 0
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1
  let end = 0
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  ) {
    end += 1
  }
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)]
  return [
    `--- ${from}`,
    `+++ ${path}`,
    `@@ -${start + 1},${gone.length} +${start + 1},${come.length} @@`,
    ...gone.map((line) => `-${line}`),
    ...come.map((line) => `+${line}`),
  ].join('\n')
}
