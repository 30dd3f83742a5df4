import { useState } from 'react'
import type { Grid } from '../../../shared/object.ts'
import { formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'
import { GridCellText } from './grid-cell.tsx'
import { emptyHeadings, firstLines } from './grid-model.ts'

/** The parts of an object, one table a kind: columns first. */
export const Grids = ({ grids }: { readonly grids: readonly Grid[] }) =>
  grids.length === 0 ? (
    <p className="empty">It has no parts that are compared one by one; see its definition.</p>
  ) : (
    grids.map((grid) => <GridTable key={grid.kind} grid={grid} />)
  )

function GridTable({ grid }: { readonly grid: Grid }) {
  const [extent, setExtent] = useState<'whole' | 'clipped'>('clipped')
  const empty = emptyHeadings(grid)
  const lines = extent === 'whole' ? grid.lines : firstLines(grid.lines)
  const differing = grid.lines.filter(({ status }) => status !== 'same').length
  const indexes = grid.headings.map((_, index) => index).filter((index) => !empty.has(index))
  return (
    <section className="grid" aria-label={grid.title}>
      <h3>
        {grid.title} <span className="count">{formatNumber(grid.lines.length)}</span>
        <span className="muted">
          {differing === 0
            ? 'all the same'
            : `${formatNumber(differing)} ${differing === 1 ? 'differs' : 'differ'}`}
          {empty.size > 0 &&
            ` · no values in ${[...empty].map((index) => grid.headings[index]).join(', ')}`}
        </span>
      </h3>
      <ScrollBox label={grid.title}>
        <table>
          <caption className="hidden">{grid.title}, old beside rebuilt</caption>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Name</th>
              {indexes.map((index) => (
                <th scope="col" key={index}>
                  {grid.headings[index]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <GridRow key={line.name} line={line} indexes={indexes} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {lines.length < grid.lines.length && (
        <p className="clipped">
          {formatNumber(lines.length)} of {formatNumber(grid.lines.length)} shown, those that differ
          first ·{' '}
          <button type="button" className="link" onClick={() => setExtent('whole')}>
            show all
          </button>
        </p>
      )}
    </section>
  )
}

function GridRow({
  line,
  indexes,
}: {
  readonly line: Grid['lines'][number]
  readonly indexes: readonly number[]
}) {
  const { tone, word } = STATUS_LOOKS[line.status]
  const differs = line.status !== 'same'
  return (
    <tr className={`tone-${tone}`} {...(differs && { tabIndex: -1, 'data-difference': line.name })}>
      <td className="state">
        <Mark tone={tone} word={word} />
      </td>
      <th scope="row" className="object-name" title={line.name}>
        <CodeText text={line.name} />
      </th>
      {indexes.map((index) => (
        <td key={index}>
          <GridCellText cell={line.cells[index]} status={line.status} />
        </td>
      ))}
    </tr>
  )
}
