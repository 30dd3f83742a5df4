/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows that are drawn as far as they are seen can't be a select's. */
/* oxlint-disable react/incompatible-library -- The virtualizer is read anew at every drawing. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { NO_EFFECT_REASONS } from '../../../shared/history.ts'
import type { ColumnState, Picture } from '../../../shared/history-picture.ts'
import type { MigrationLine } from '../../../shared/history-view.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { NameText } from '../../components/code-text.tsx'
import { millisecondsText } from '../../lib/duration.ts'
import { DENSITY, ROW_HEIGHTS, usePreference } from '../../lib/layout.ts'
import type { PlacedMigration } from './migration-filter.ts'

/** The migrations in the order they ran, drawn as far as they are seen. One takes the focus; arrows move it. */
export function MigrationList({
  shown,
  selected,
  picture,
  onOpen,
}: {
  readonly shown: readonly PlacedMigration[]
  readonly selected: number
  readonly picture: Picture
  readonly onOpen: (migration: string) => void
}) {
  const [focusAt, setFocusAt] = useState(selected)
  const box = useRef<HTMLDivElement>(null)
  const wanted = useRef<number>(undefined)
  const height = ROW_HEIGHTS[usePreference(DENSITY)]
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 360, height: 800 },
  })
  useEffect(() => list.measure(), [list, height])
  const selectedRow = shown.findIndex(({ at }) => at === selected)
  useEffect(() => {
    if (selectedRow >= 0) list.scrollToIndex(selectedRow)
  }, [list, selectedRow])
  const focused = Math.max(
    0,
    shown.findIndex(({ at }) => at === focusAt),
  )
  // The row may come into being only by being scrolled to.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return
    const row = box.current?.querySelector<HTMLElement>(`[aria-posinset="${wanted.current + 1}"]`)
    if (!row) return
    wanted.current = undefined
    row.focus()
  })
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = shown[focused]
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      if (row) onOpen(row.line.name)
      return
    }
    const target = STEPS.get(event.key)?.(focused, shown.length - 1)
    const next = target === undefined ? undefined : shown[clamp(target, shown.length)]
    if (!next) return
    event.preventDefault()
    setFocusAt(next.at)
    wanted.current = shown.indexOf(next)
    list.scrollToIndex(wanted.current)
  }
  return (
    <div className="migrations" ref={box}>
      {shown.length === 0 ? (
        <p className="empty">No migration matches this filter.</p>
      ) : (
        <div
          role="listbox"
          aria-label="Migrations"
          tabIndex={-1}
          style={{ height: list.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {list.getVirtualItems().map(({ index, start }) => {
            const row = shown[index]
            return (
              row && (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- The list takes the keys of all its rows.
                <div
                  key={row.at}
                  role="option"
                  className="migration-row"
                  aria-selected={row.at === selected}
                  aria-posinset={index + 1}
                  aria-setsize={shown.length}
                  tabIndex={index === focused ? 0 : -1}
                  style={{ transform: `translateY(${start}px)`, height }}
                  onClick={() => {
                    setFocusAt(row.at)
                    onOpen(row.line.name)
                  }}
                >
                  <Cells line={row.line} state={picture.columns[row.at]?.state ?? 'not-known'} />
                </div>
              )
            )
          })}
        </div>
      )}
    </div>
  )
}

const PAGE = 20

type Step = (at: number, last: number) => number
const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['ArrowDown', (at) => at + 1],
  ['ArrowUp', (at) => at - 1],
  ['PageDown', (at) => at + PAGE],
  ['PageUp', (at) => at - PAGE],
  ['Home', () => 0],
  ['End', (_, last) => last],
])

const clamp = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index))

const Cells = ({ line, state }: { readonly line: MigrationLine; readonly state: ColumnState }) => (
  <>
    <span className="migration-name">
      <NameText name={line.name} />
    </span>
    <span className="migration-done">
      {state === 'not-known' && <Count tone="not-compared" glyph="!" words="could not tell" />}
      {line.noEffect && (
        <span className="muted" title={NO_EFFECT_REASONS[line.noEffect]}>
          nothing<span className="hidden">: {NO_EFFECT_REASONS[line.noEffect]}</span>
        </span>
      )}
      {line.done && <Done done={line.done} />}
      {line.rows !== 0 && line.done && (
        <span className="muted">
          <span aria-hidden="true">≡</span>
          {line.rows === null ? '?' : formatNumber(line.rows)}
          <span className="hidden">
            {line.rows === null ? ' rows, not all known' : ` ${line.rows === 1 ? 'row' : 'rows'}`}
          </span>
        </span>
      )}
      {state === 'partly' && <Count tone="stale" glyph="…" words="more than could be told" />}
      {line.failures > 0 && (
        <Count
          tone="not-compared"
          glyph="!"
          words={`${counted(line.failures, 'statement')} failed`}
          number={line.failures}
        />
      )}
    </span>
    <span className="migration-time muted">{millisecondsText(line.milliseconds)}</span>
  </>
)

const LOOKS = [
  ['created', 'added', '+', 'created'],
  ['altered', 'changed', '◆', 'altered'],
  ['renamed', 'stale', '▶', 'renamed'],
  ['rebuilt', 'same', '▣', 'made anew'],
  ['dropped', 'missing', '×', 'dropped'],
] as const

const Done = ({ done }: { readonly done: NonNullable<MigrationLine['done']> }) =>
  LOOKS.map(
    ([change, tone, glyph, word]) =>
      done[change] > 0 && (
        <Count key={change} tone={tone} glyph={glyph} words={word} number={done[change]} />
      ),
  )

const Count = ({
  tone,
  glyph,
  words,
  number,
}: {
  readonly tone: string
  readonly glyph: string
  readonly words: string
  readonly number?: number
}) => (
  <span className={`done tone-${tone}`} title={words}>
    <span aria-hidden="true">{glyph}</span>
    {number === undefined ? '' : formatNumber(number)}
    <span className="hidden"> {words}, </span>
  </span>
)
