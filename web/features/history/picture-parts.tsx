import { memo } from 'react'
import type { Picture } from '../../../shared/history-picture.ts'
import { labelled, outlinesOf, reachOf, shortName } from '../../../shared/history-shapes.ts'
import { NameText } from '../../components/code-text.tsx'
import { AXIS_HEIGHT, LINE_HEIGHT } from './picture-grid.ts'

/** The migrations across: what their names begin with, and what is known of each as a whole. */
export const Axis = memo(function Axis({
  columns,
  width,
  selected,
  pointed,
}: {
  readonly columns: Picture['columns']
  readonly width: number
  readonly selected: number
  readonly pointed: number | undefined
}) {
  return (
    <svg
      className="picture-axis"
      width={columns.length * width}
      height={AXIS_HEIGHT}
      aria-hidden="true"
    >
      {pointed !== undefined && (
        <rect
          className="pointed"
          x={pointed * width}
          width={Math.max(2, width)}
          height={AXIS_HEIGHT}
        />
      )}
      {selected >= 0 && (
        <rect
          className="selected"
          x={selected * width}
          width={Math.max(2, width)}
          height={AXIS_HEIGHT}
        />
      )}
      {labelled(columns.length, width).map((at) => (
        <text key={at} x={at * width + 2} y={16}>
          {shortName(columns[at]?.name ?? '')}
        </text>
      ))}
      {columns.map(({ name, state }, at) => {
        const x = (at + 0.5) * width
        if (state === 'nothing') {
          return (
            <ellipse
              key={name}
              className="nothing"
              cx={x}
              cy={30}
              rx={Math.min(4, width / 2)}
              ry={4}
            />
          )
        }
        if (state === 'told') return null
        return (
          <text key={name} className={state} x={x} y={35} textAnchor="middle">
            {state === 'partly' ? '…' : '!'}
          </text>
        )
      })}
    </svg>
  )
})

/** The names down; where all tables are in one schema it is not said. */
export const Names = memo(function Names({
  lines,
  pointed,
}: {
  readonly lines: Picture['lines']
  readonly pointed: number | undefined
}) {
  const schemas = new Set(lines.filter(({ sort }) => sort === 'table').map(({ schema }) => schema))
  return (
    <div className="picture-names" aria-hidden="true">
      {lines.map((line, index) => (
        <span
          key={`${line.schema} ${line.name} ${line.from}`}
          className={`picture-name ${line.sort}${line.until === null ? '' : ' gone'}${index === pointed ? ' pointed' : ''}`}
          style={{ height: LINE_HEIGHT }}
        >
          {schemas.size > 1 && line.schema !== '' && (
            <span className="muted">
              <NameText name={line.schema} />.
            </span>
          )}
          <NameText name={line.name} />
        </span>
      ))}
    </div>
  )
})

/** The lines with their marks; migrations that the filter hides are paler. */
export const Lines = memo(function Lines({
  lines,
  columns,
  width,
  lit,
}: {
  readonly lines: Picture['lines']
  readonly columns: Picture['columns']
  readonly width: number
  readonly lit: ReadonlySet<number> | undefined
}) {
  const across = columns.length * width
  const down = lines.length * LINE_HEIGHT
  return (
    <svg width={across} height={down} aria-hidden="true">
      <defs>
        <pattern id="picture-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
          <path className="hatch" d="M0 6L6 0M-1 1L1 -1M5 7L7 5" />
        </pattern>
      </defs>
      {columns.map(
        ({ name, state }, at) =>
          state === 'not-known' && (
            <rect
              key={name}
              className="unknown"
              x={at * width}
              width={width}
              height={down}
              fill="url(#picture-hatch)"
            />
          ),
      )}
      {lines.map((line, index) => {
        const y = (index + 0.5) * LINE_HEIGHT
        const { start, end, beginning } = reachOf(line, columns.length, width)
        return (
          <g key={`${line.schema} ${line.name} ${line.from}`}>
            <path className={`life ${line.sort} ${beginning}`} d={`M${start} ${y}H${end}`} />
            {[...outlinesOf(line.marks, y, width)].map(([mark, outline]) => (
              <path key={mark} className={`mark-${mark}`} d={outline} />
            ))}
          </g>
        )
      })}
      {lit &&
        columns.map(
          ({ name }, at) =>
            !lit.has(at) && (
              <rect key={name} className="veil" x={at * width} width={width} height={down} />
            ),
        )}
    </svg>
  )
})
