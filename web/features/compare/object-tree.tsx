/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows that are drawn as far as they are seen can't be a table's. */
/* oxlint-disable react/incompatible-library -- The virtualizer is read anew at every drawing. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TreeEntry } from '../../../shared/object.ts'
import { formatNumber } from '../../../shared/report.ts'
import { NameText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { DENSITY, ROW_HEIGHTS, usePreference } from '../../lib/layout.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'
import type { Branch, TreeRow } from './tree-model.ts'
import { isExpanded, rowsOf } from './tree-model.ts'
import { moveInTree } from './tree-keys.ts'
import type { Compared } from './use-compare.ts'
import { useView } from './use-compare.ts'
import type { Viewed } from './viewed.ts'

/** All objects under what differs, drawn as far as they are seen. One row takes the focus; arrows move it. */
export function ObjectTree({
  compared: { branches },
  viewed,
}: {
  readonly compared: Compared
  readonly viewed: Viewed
}) {
  const { view, change } = useView()
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [focusKey, setFocusKey] = useState(view.object)
  const box = useRef<HTMLDivElement>(null)
  const wanted = useRef<number>(undefined)
  const opened = holders(branches, view.object)
  const rows = rowsOf(
    branches,
    (branch) =>
      view.find !== '' ||
      view.class !== '' ||
      view.kind !== '' ||
      view.status !== '' ||
      isExpanded(branch, chosen, opened),
  )
  const height = ROW_HEIGHTS[usePreference(DENSITY)]
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 320, height: 800 },
  })
  useEffect(() => list.measure(), [list, height])
  const selected = rows.findIndex(({ key }) => key === view.object)
  useEffect(() => {
    if (selected >= 0) list.scrollToIndex(selected)
  }, [list, selected])

  const focused = Math.max(
    0,
    rows.findIndex(({ key }) => key === focusKey),
  )
  const focusRow = (index: number) => {
    const row = rows[index]
    if (!row) return
    setFocusKey(row.key)
    list.scrollToIndex(index)
    wanted.current = index
  }
  // The row may come into being only by being scrolled to.
  useLayoutEffect(() => {
    const element = wanted.current === undefined ? null : rowElement(box.current, wanted.current)
    if (!element) return
    wanted.current = undefined
    // The row that had the focus may be gone: it was scrolled away.
    const { activeElement } = document
    if (activeElement === document.body || box.current?.contains(activeElement)) element.focus()
  })
  const fold = (branch: Branch, expanded: boolean) =>
    setChosen(new Map(chosen).set(branch.key, expanded))
  const open = (row: TreeRow) => {
    setFocusKey(row.key)
    if (row.type === 'entry') change({ object: row.entry.id }, 'push')
    else fold(row.branch, !row.expanded)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const move = moveInTree(rows, focused, event.key)
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (move.type === 'focus') focusRow(move.index)
    else if (move.type === 'fold') fold(move.branch, move.expanded)
    else open(move.row)
  }
  return (
    <div className="tree" ref={box}>
      {rows.length === 0 && <p className="empty">No object matches this filter.</p>}
      <div
        role="treegrid"
        aria-label="Objects"
        aria-rowcount={rows.length}
        aria-colcount={2}
        tabIndex={-1}
        style={{ height: list.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <TreeLine
                key={row.key}
                row={row}
                index={index}
                top={start}
                height={height}
                isSelected={index === selected}
                isFocusable={index === focused}
                isViewed={row.type === 'entry' && viewed.has(row.entry)}
                onOpen={() => open(row)}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const rowElement = (box: HTMLElement | null, index: number): HTMLElement | null =>
  box?.querySelector<HTMLElement>(`[aria-rowindex="${index + 1}"]`) ?? null

/** Keys of the headings above an object. */
function holders(branches: readonly Branch[], id: string): ReadonlySet<string> {
  const holds = (branch: Branch): readonly string[] => {
    if (branch.entries.some((entry) => entry.id === id)) return [branch.key]
    const inner = branch.branches.flatMap(holds)
    return inner.length > 0 ? [branch.key, ...inner] : []
  }
  return new Set(id === '' ? [] : branches.flatMap(holds))
}

function TreeLine({
  row,
  index,
  top,
  height,
  isSelected,
  isFocusable,
  isViewed,
  onOpen,
}: {
  readonly row: TreeRow
  readonly index: number
  readonly top: number
  readonly height: number
  readonly isSelected: boolean
  readonly isFocusable: boolean
  readonly isViewed: boolean
  readonly onOpen: () => void
}) {
  const status = row.type === 'entry' ? row.entry.status : row.branch.status
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- The grid takes the keys of all its rows.
    <div
      role="row"
      className={`tree-row tone-${STATUS_LOOKS[status].tone}`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={index + 1}
      aria-expanded={row.type === 'branch' ? row.expanded : undefined}
      aria-selected={row.type === 'entry' ? isSelected : undefined}
      tabIndex={isFocusable ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onOpen}
    >
      {row.type === 'branch' ? (
        <BranchCells row={row} />
      ) : (
        <EntryCells entry={row.entry} isViewed={isViewed} />
      )}
    </div>
  )
}

const BranchCells = ({ row }: { readonly row: TreeRow & { readonly type: 'branch' } }) => {
  const Fold = row.expanded ? ChevronDown : ChevronRight
  return (
    <>
      <span
        role="gridcell"
        className="tree-name"
        style={{ paddingInlineStart: 4 + (row.level - 1) * 12 }}
      >
        <Fold size={14} aria-hidden="true" />
        {row.level === 1 ? <Mark {...STATUS_LOOKS[row.branch.status]} /> : row.branch.title}
      </span>
      <span role="gridcell" className="count">
        {formatNumber(row.branch.count)}
      </span>
    </>
  )
}

const EntryCells = ({
  entry,
  isViewed,
}: {
  readonly entry: TreeEntry
  readonly isViewed: boolean
}) => (
  <>
    <span role="gridcell" className="tree-name tree-entry">
      <span className="glyph" aria-hidden="true">
        {GLYPHS[entry.status]}
      </span>
      {entry.schema !== '' && (
        <span className="muted">
          <NameText name={entry.schema} />.
        </span>
      )}
      <span className="object-name">
        <NameText name={entry.name} />
      </span>
      <span className="hidden">, {STATUS_LOOKS[entry.status].word}</span>
    </span>
    <span role="gridcell" className="tree-counts">
      {isViewed && (
        <>
          <Check size={14} aria-hidden="true" />
          <span className="hidden">viewed</span>
        </>
      )}
      {entry.blocking > 0 && (
        <span className="blocking">
          {formatNumber(entry.blocking)}
          <span className="hidden"> blocking</span>
        </span>
      )}
      {entry.acceptable > 0 && (
        <span className="muted">
          ≈{formatNumber(entry.acceptable)}
          <span className="hidden"> acceptable</span>
        </span>
      )}
    </span>
  </>
)

const GLYPHS = {
  same: '=',
  acceptable: '≈',
  changed: '≠',
  missing: '−',
  added: '+',
  'not-compared': '!',
} as const
