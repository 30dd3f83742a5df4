import type { PictureLine, PictureMark } from '../../../shared/history-picture.ts'

/** Where in the picture somebody points: a line, and a migration; both from 0. */
export interface Cell {
  readonly line: number
  readonly at: number
}

/** Height of a line, and of what stands above the lines. */
export const LINE_HEIGHT = 20
export const AXIS_HEIGHT = 40
export const NAME_WIDTH = 220

/** Widths of a column in pixels that can be chosen, beside that in which all of them are seen. */
const WIDTHS = [2, 4, 6, 8, 12, 16, 24, 32] as const
const READABLE = 8

/** The width in which the picture starts: all of it, where that is wide enough to tell marks apart. */
export const firstWidth = (columns: number, room: number): number =>
  Math.max(READABLE, wholeWidth(columns, room))

/** The width in which all columns are seen at once. */
export const wholeWidth = (columns: number, room: number): number =>
  Math.min(32, Math.max(1, Math.floor((room / Math.max(1, columns)) * 10) / 10))

/** The next width this way; undefined where there is none. */
export const nextWidth = (width: number, way: 'wider' | 'narrower'): number | undefined =>
  way === 'wider' ? WIDTHS.find((each) => each > width) : WIDTHS.findLast((each) => each < width)

/** What was done there. */
export const marksAt = (
  lines: readonly PictureLine[],
  { line, at }: Cell,
): readonly PictureMark[] => lines[line]?.marks.filter((mark) => mark.at === at) ?? []

/** Where a key leads: from mark to mark along a line, and from line to line. Undefined for keys that mean nothing here. */
export function moveInPicture(
  lines: readonly PictureLine[],
  columns: number,
  cell: Cell,
  key: string,
): Cell | undefined {
  const marks = lines[cell.line]?.marks ?? []
  const last = lines.length - 1
  switch (key) {
    case 'ArrowRight':
      return { ...cell, at: marks.find(({ at }) => at > cell.at)?.at ?? cell.at }
    case 'ArrowLeft':
      return { ...cell, at: marks.findLast(({ at }) => at < cell.at)?.at ?? cell.at }
    case 'Home':
      return { ...cell, at: marks[0]?.at ?? 0 }
    case 'End':
      return { ...cell, at: marks.at(-1)?.at ?? columns - 1 }
    case 'ArrowDown':
      return nearest(lines, { line: Math.min(last, cell.line + 1), at: cell.at })
    case 'ArrowUp':
      return nearest(lines, { line: Math.max(0, cell.line - 1), at: cell.at })
    case 'PageDown':
      return nearest(lines, { line: Math.min(last, cell.line + PAGE), at: cell.at })
    case 'PageUp':
      return nearest(lines, { line: Math.max(0, cell.line - PAGE), at: cell.at })
    default:
      return undefined
  }
}

const PAGE = 10

/** The mark of a line that is nearest to a column. */
function nearest(lines: readonly PictureLine[], cell: Cell): Cell {
  const marks = lines[cell.line]?.marks ?? []
  const at = marks.reduce<number | undefined>(
    (best, mark) =>
      best === undefined || Math.abs(mark.at - cell.at) < Math.abs(best - cell.at) ? mark.at : best,
    undefined,
  )
  return { ...cell, at: at ?? cell.at }
}
