import { diffArrays } from 'diff'
import { linesOf, usualEnd, type Lines } from './lines.ts'

/** Where both sides changed the same lines, with both texts. */
export interface Conflict {
  /** The first of the lines as they stand, counted from 1. */
  readonly line: number
  readonly mine: string
  readonly theirs: string
}

/** A text with both changes in it; of what is in conflict it has what stood. */
export interface Merged {
  readonly text: string
  readonly conflicts: readonly Conflict[]
}

/** Lines of the base that one side has otherwise. */
interface Hunk {
  readonly from: number
  readonly to: number
  /** The lines that stand there instead. */
  readonly start: number
  readonly end: number
}

/** Beyond it a text counts as changed from its first line to its last: looking for what is alike would take minutes. */
const MOST_EDITS = 6000

/**
 * Merges what became of a text on two sides. What `mine` has is kept as it is written, with the ends of its lines; lines
 * that are only indented otherwise, or end with a semicolon, count as the same.
 */
export function merge(base: string, mine: string, theirs: string): Merged {
  const [was, own, other] = [linesOf(base), linesOf(mine), linesOf(theirs)]
  const mineHunks = hunksOf(was, own, looseKey)
  const theirHunks = hunksOf(was, other, exactKey)
  const end = usualEnd(own)
  const conflicts: Conflict[] = []
  let text = own.mark
  let at = 0
  const shift = { at: 0 }
  const ownAt = (place: number): number => place + shift.at
  const takeOwn = (from: number, to: number): void => {
    for (let line = from; line < to; line += 1) {
      text += `${own.texts[line] ?? ''}${own.ends[line] || end}`
    }
  }
  for (const { from, to, mine: ours, theirs: its } of regionsOf(mineHunks, theirHunks)) {
    takeOwn(ownAt(at), ownAt(from))
    const ownFrom = ownAt(from)
    const ownTo = ownAt(to) + growth(ours)
    const [kept, came] = [
      own.texts.slice(ownFrom, ownTo),
      sideText(was.texts, other.texts, its, from, to),
    ]
    const put = (): void => {
      for (const line of came) text += line + end
    }
    if (its.length === 0 || isSame(kept, came)) takeOwn(ownFrom, ownTo)
    else if (ours.length === 0) put()
    else if (from === to && kept.every(isRemark)) {
      // A remark is about what follows it.
      put()
      takeOwn(ownFrom, ownTo)
    } else {
      conflicts.push({ line: ownFrom + 1, mine: kept.join('\n'), theirs: came.join('\n') })
      takeOwn(ownFrom, ownTo)
    }
    shift.at += growth(ours)
    at = to
  }
  takeOwn(ownAt(at), own.texts.length)
  const isOpen = own.texts.length > 0 && own.ends.at(-1) === '' && text.endsWith(end)
  return { text: isOpen ? text.slice(0, -end.length) : text, conflicts }
}

const growth = (hunks: readonly Hunk[]): number =>
  hunks.reduce((sum, { from, to, start, end }) => sum + (end - start) - (to - from), 0)

const exactKey = (line: string): string => line
const looseKey = (line: string): string => line.trim().replace(/;$/, '')

const isSame = (first: readonly string[], second: readonly string[]): boolean =>
  first.length === second.length && first.every((line, index) => line === second[index])

const isRemark = (line: string): boolean => /^\s*(\/\/.*|\/\*.*\*\/\s*)?$/.test(line)

function hunksOf(base: Lines, side: Lines, key: (line: string) => string): readonly Hunk[] {
  const [was, is] = [base.texts.map(key), side.texts.map(key)]
  const parts = diffArrays(was, is, { maxEditLength: MOST_EDITS })
  if (!parts) return [{ from: 0, to: was.length, start: 0, end: is.length }]
  const hunks: Hunk[] = []
  let [from, start] = [0, 0]
  let open: { from: number; start: number } | undefined
  for (const { added, removed, count } of [...parts, { added: false, removed: false, count: 0 }]) {
    if (added || removed) open ??= { from, start }
    else if (open) {
      hunks.push({ ...open, to: from, end: start })
      open = undefined
    }
    if (!added) from += count
    if (!removed) start += count
  }
  return hunks
}

/** Lines of the base with what became of them on each side; nothing of one region reaches into another. */
interface Region {
  readonly from: number
  readonly to: number
  readonly mine: readonly Hunk[]
  readonly theirs: readonly Hunk[]
}

function regionsOf(mine: readonly Hunk[], theirs: readonly Hunk[]): readonly Region[] {
  const all = [
    ...mine.map((hunk) => ({ hunk, side: 'mine' as const })),
    ...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].sort((a, b) => a.hunk.from - b.hunk.from || a.hunk.to - b.hunk.to)
  const regions: { from: number; to: number; mine: Hunk[]; theirs: Hunk[] }[] = []
  for (const { hunk, side } of all) {
    let last = regions.at(-1)
    if (!last || !touches(last, hunk)) {
      last = { from: hunk.from, to: hunk.to, mine: [], theirs: [] }
      regions.push(last)
    }
    last.to = Math.max(last.to, hunk.to)
    last[side].push(hunk)
  }
  return regions
}

/** Two insertions at one place do, and what lies within; what only stands beside does not. */
const touches = (region: { from: number; to: number }, { from, to }: Hunk): boolean =>
  from < region.to || (from === to && region.from === region.to && from === region.from)

/** The lines of a region as that side has them. */
function sideText(
  base: readonly string[],
  side: readonly string[],
  hunks: readonly Hunk[],
  from: number,
  to: number,
): readonly string[] {
  const lines: string[] = []
  let at = from
  for (const hunk of hunks) {
    lines.push(...base.slice(at, hunk.from), ...side.slice(hunk.start, hunk.end))
    at = hunk.to
  }
  return [...lines, ...base.slice(at, to)]
}
