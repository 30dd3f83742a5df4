import type { Grid } from '../../../shared/object.ts'

const SHOWN = 200

const isNothing = (value: Grid['lines'][number]['cells'][number]['old']): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Indexes of headings under which no line says anything on either side. */
export const emptyHeadings = ({ headings, lines }: Grid): ReadonlySet<number> =>
  new Set(
    headings
      .map((_, index) => index)
      .filter((index) =>
        lines.every(({ cells }) => {
          const cell = cells[index]
          return !cell || (cell.status === 'same' && isNothing(cell.old) && isNothing(cell.rebuilt))
        }),
      ),
  )

/** Of many lines as many as are drawn at first: those that differ before those that don't, each in their order. */
export function firstLines(lines: Grid['lines']): Grid['lines'] {
  if (lines.length <= SHOWN) return lines
  const differing = lines.filter(({ status }) => status !== 'same')
  const same = lines.filter(({ status }) => status === 'same')
  return [...differing, ...same].slice(0, Math.max(SHOWN, differing.length))
}
