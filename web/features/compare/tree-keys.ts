import type { Branch, TreeRow } from './tree-model.ts'

/** What a key in the tree asks for. */
export type TreeMove =
  | { readonly type: 'focus'; readonly index: number }
  | { readonly type: 'fold'; readonly branch: Branch; readonly expanded: boolean }
  | { readonly type: 'open'; readonly row: TreeRow }

type Answer = (rows: readonly TreeRow[], focused: number) => TreeMove | undefined

const PAGE = 20

const focus =
  (target: (focused: number, last: number) => number): Answer =>
  (rows, focused) => ({
    type: 'focus',
    index: Math.min(rows.length - 1, Math.max(0, target(focused, rows.length - 1))),
  })

const open: Answer = (rows, focused) => {
  const row = rows[focused]
  return row && { type: 'open', row }
}

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['ArrowDown', focus((focused) => focused + 1)],
  ['ArrowUp', focus((focused) => focused - 1)],
  ['PageDown', focus((focused) => focused + PAGE)],
  ['PageUp', focus((focused) => focused - PAGE)],
  ['Home', focus(() => 0)],
  ['End', focus((_, last) => last)],
  ['ArrowRight', toTheRight],
  ['ArrowLeft', toTheLeft],
  ['Enter', open],
  [' ', open],
])

/** The W3C pattern of a treegrid whose rows take the focus. */
export const moveInTree = (
  rows: readonly TreeRow[],
  focused: number,
  key: string,
): TreeMove | undefined => (rows.length === 0 ? undefined : ANSWERS.get(key)?.(rows, focused))

function toTheRight(rows: readonly TreeRow[], focused: number): TreeMove | undefined {
  const row = rows[focused]
  if (row?.type !== 'branch') return undefined
  return row.expanded
    ? { type: 'focus', index: focused + 1 }
    : { type: 'fold', branch: row.branch, expanded: true }
}

function toTheLeft(rows: readonly TreeRow[], focused: number): TreeMove | undefined {
  const row = rows[focused]
  if (!row) return undefined
  if (row.type === 'branch' && row.expanded) {
    return { type: 'fold', branch: row.branch, expanded: false }
  }
  const above = rows.slice(0, focused).findLastIndex(({ level }) => level < row.level)
  return above < 0 ? undefined : { type: 'focus', index: above }
}
