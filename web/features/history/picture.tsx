/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- An application takes the focus and all keys. */
import { ZoomIn, ZoomOut } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import {
  COLUMN_STATES,
  MARKS,
  type MarkName,
  type Picture as PictureModel,
} from '../../../shared/history-picture.ts'
import { MARK_RADIUS, outlineOf } from '../../../shared/history-shapes.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText, NameText } from '../../components/code-text.tsx'
import { announce } from '../../lib/announce.ts'
import type { PlacedMigration } from './migration-filter.ts'
import {
  AXIS_HEIGHT,
  firstWidth,
  LINE_HEIGHT,
  marksAt,
  moveInPicture,
  NAME_WIDTH,
  nextWidth,
  wholeWidth,
  type Cell,
} from './picture-grid.ts'
import { Axis, Lines, Names } from './picture-parts.tsx'

type Order = 'as made' | 'by name'

/** Tables down, migrations across, a mark for each effect. Somebody points at one, by mouse or keys, and it is said what it is. */
export function Picture({
  picture,
  selected,
  shown,
  onOpen,
}: {
  readonly picture: PictureModel
  readonly selected: number
  readonly shown: readonly PlacedMigration[]
  readonly onOpen: (migration: string) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const room = useRoom(box)
  const [chosen, setChosen] = useState<number | 'whole'>()
  const [order, setOrder] = useState<Order>('as made')
  const [cell, setCell] = useState<Cell>()
  const { columns } = picture
  const lines = useMemo(() => inOrder(picture.lines, order), [picture.lines, order])
  const whole = wholeWidth(columns.length, room)
  const width = chosen === 'whole' ? whole : (chosen ?? firstWidth(columns.length, room))
  const dimmed = useMemo(
    () => (shown.length === columns.length ? undefined : new Set(shown.map((each) => each.at))),
    [shown, columns.length],
  )
  const focus = (next: Cell) => {
    setCell(next)
    intoSight(box.current, next, width)
    announce(saysOf(picture, lines, next))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && cell) {
      event.preventDefault()
      return onOpen(columns[cell.at]?.name ?? '')
    }
    const from = cell ?? { line: 0, at: -1 }
    const next = moveInPicture(lines, columns.length, from, event.key)
    if (!next) return
    event.preventDefault()
    focus({ ...next, at: Math.max(0, next.at) })
  }
  const cellOf = (event: React.MouseEvent): Cell | undefined => {
    const sheet = box.current?.firstElementChild?.getBoundingClientRect()
    if (!sheet) return undefined
    const at = Math.floor((event.clientX - sheet.left - NAME_WIDTH) / width)
    const line = Math.floor((event.clientY - sheet.top - AXIS_HEIGHT) / LINE_HEIGHT)
    const isThere = at >= 0 && at < columns.length && line < lines.length
    return isThere ? { at, line: Math.max(-1, line) } : undefined
  }
  useLayoutEffect(() => {
    if (selected < 0) return
    const line = lines.findIndex(({ marks }) => marks.some(({ at }) => at === selected))
    intoSight(box.current, { line, at: selected }, width)
  }, [selected, width, lines])
  return (
    <>
      <div className="picture-bar">
        <Zoom
          width={width}
          state={chosen === 'whole' || width === whole ? 'whole' : 'part'}
          onChange={setChosen}
        />
        <label className="muted">
          Order{' '}
          <select
            value={order}
            onChange={(event) => {
              setOrder(event.target.value === 'by name' ? 'by name' : 'as made')
              setCell(undefined)
            }}
          >
            <option value="as made">as made</option>
            <option value="by name">by name</option>
          </select>
        </label>
        <Legend />
      </div>
      <div
        ref={box}
        className="picture-box"
        role="application"
        aria-label={`Picture of ${counted(lines.length, 'line')} and ${counted(columns.length, 'migration')}: arrows go from mark to mark, Enter opens the migration`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setCell(cellOf(event))}
        onMouseLeave={() => setCell(undefined)}
        onClick={(event) => {
          const at = cellOf(event)?.at
          if (at !== undefined) onOpen(columns[at]?.name ?? '')
        }}
      >
        <div
          className="picture-sheet"
          style={{
            gridTemplateColumns: `${NAME_WIDTH}px ${columns.length * width}px`,
            gridTemplateRows: `${AXIS_HEIGHT}px ${lines.length * LINE_HEIGHT}px`,
          }}
        >
          <div className="picture-corner" />
          <Axis columns={columns} width={width} selected={selected} pointed={cell?.at} />
          <Names lines={lines} pointed={cell?.line} />
          <div className="picture-plot">
            {selected >= 0 && <Band kind="selected" at={selected} width={width} />}
            {cell && <Band kind="pointed" at={cell.at} width={width} />}
            <Lines lines={lines} columns={columns} width={width} lit={dimmed} />
          </div>
        </div>
      </div>
      <Says picture={picture} lines={lines} cell={cell} />
    </>
  )
}

const Band = ({
  kind,
  at,
  width,
}: {
  readonly kind: 'selected' | 'pointed'
  readonly at: number
  readonly width: number
}) => (
  <span
    className={`picture-band ${kind}`}
    style={{ insetInlineStart: at * width, width: Math.max(2, width) }}
  />
)

/** Tables first, as the picture has them. */
function inOrder(lines: PictureModel['lines'], order: Order): PictureModel['lines'] {
  if (order === 'as made') return lines
  const tables = lines.filter(({ sort }) => sort === 'table')
  const others = lines.filter(({ sort }) => sort !== 'table')
  const byName = tables.toSorted(
    (a, b) => a.schema.localeCompare(b.schema, 'en') || a.name.localeCompare(b.name, 'en'),
  )
  return [...byName, ...others]
}

/** How many pixels there are for the columns. */
function useRoom(box: React.RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(900)
  useLayoutEffect(() => {
    const { current } = box
    if (!current) return undefined
    const measure = () => setRoom(Math.max(120, current.clientWidth - NAME_WIDTH))
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    measure()
    return () => observer.disconnect()
  }, [box])
  return room
}

/** Scrolls the box, and nothing else, until the cell is seen. */
function intoSight(box: HTMLElement | null, { line, at }: Cell, width: number): void {
  if (!box) return
  const [left, right] = [at * width, (at + 1) * width]
  const roomAcross = box.clientWidth - NAME_WIDTH
  if (left < box.scrollLeft) box.scrollLeft = left - roomAcross / 4
  else if (right > box.scrollLeft + roomAcross) box.scrollLeft = right - (roomAcross * 3) / 4
  if (line < 0) return
  const [top, bottom] = [line * LINE_HEIGHT, (line + 1) * LINE_HEIGHT]
  const roomDown = box.clientHeight - AXIS_HEIGHT
  if (top < box.scrollTop) box.scrollTop = top
  else if (bottom > box.scrollTop + roomDown) box.scrollTop = bottom - roomDown
}

function Zoom({
  width,
  state,
  onChange,
}: {
  readonly width: number
  readonly state: 'whole' | 'part'
  readonly onChange: (width: number | 'whole') => void
}) {
  const [narrower, wider] = [nextWidth(width, 'narrower'), nextWidth(width, 'wider')]
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- No form asks for it.
    <span role="group" aria-label="Zoom" className="picture-zoom">
      <button
        type="button"
        aria-label="Narrower"
        disabled={narrower === undefined}
        onClick={() => narrower !== undefined && onChange(narrower)}
      >
        <ZoomOut size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label="Wider"
        disabled={wider === undefined}
        onClick={() => wider !== undefined && onChange(wider)}
      >
        <ZoomIn size={14} aria-hidden="true" />
      </button>
      <button type="button" aria-pressed={state === 'whole'} onClick={() => onChange('whole')}>
        Whole
      </button>
    </span>
  )
}

const Legend = () => (
  <ul className="picture-legend muted" aria-label="Marks">
    {(Object.keys(MARKS) as MarkName[]).map((mark) => (
      <li key={mark}>
        <svg width="14" height="14" aria-hidden="true">
          <path className={`mark-${mark}`} d={outlineOf(mark, 7, 7, MARK_RADIUS)} />
        </svg>
        {MARKS[mark]}
      </li>
    ))}
    <li>
      <span aria-hidden="true">○</span> nothing
    </li>
    <li>
      <span aria-hidden="true" className="picture-unknown-key" /> could not tell
    </li>
  </ul>
)

/** What it is that somebody points at, in words. */
const Says = ({
  picture,
  lines,
  cell,
}: {
  readonly picture: PictureModel
  readonly lines: PictureModel['lines']
  readonly cell: Cell | undefined
}) => (
  <p className="picture-says">
    {cell ? (
      <SaysCell picture={picture} lines={lines} cell={cell} />
    ) : (
      <span className="muted">
        Point at a mark to see what it is; click to open the migration.
        {picture.left > 0 && ` ${formatNumber(picture.left)} more tables are not drawn.`}
      </span>
    )}
  </p>
)

function SaysCell({
  picture,
  lines,
  cell,
}: {
  readonly picture: PictureModel
  readonly lines: PictureModel['lines']
  readonly cell: Cell
}): ReactNode {
  const column = picture.columns[cell.at]
  const line = lines[cell.line]
  const marks = marksAt(lines, cell)
  return (
    <>
      <strong>
        <NameText name={column?.name ?? ''} />
      </strong>
      {column && column.state !== 'told' && (
        <span className="muted"> {COLUMN_STATES[column.state]}</span>
      )}
      {line && (
        <>
          {' · '}
          <NameText name={calledOf(line)} />
          {marks.length > 0 && ': '}
          <CodeText text={marks.map(({ text }) => text).join('; ') || ' '} />
        </>
      )}
    </>
  )
}

const calledOf = ({ sort, schema, name, was }: PictureModel['lines'][number]): string =>
  sort === 'others' ? name : `${schema}.${name}${was.length > 0 ? `, once ${was.join(', ')}` : ''}`

function saysOf(picture: PictureModel, lines: PictureModel['lines'], cell: Cell): string {
  const line = lines[cell.line]
  const column = picture.columns[cell.at]
  const texts = marksAt(lines, cell).map(({ text }) => text)
  return `${line ? calledOf(line) : ''}, ${column?.name ?? ''}: ${texts.join('; ') || 'nothing'}`
}
