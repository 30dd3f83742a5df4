import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { RowsPage } from '../../../shared/object.ts'
import { counted } from '../../../shared/report.ts'
import { ROWS_A_PAGE } from '../../../shared/rows.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { rowsQuery } from '../../lib/queries.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'
import { differingStretches } from '../../lib/visible-text.ts'
import { Pager } from './all-differences.tsx'
import { useView } from './use-compare.ts'

/** Seed rows, old beside rebuilt, those that differ first. */
export function Rows({ run, id }: { readonly run: number; readonly id: string }) {
  const { view, change } = useView()
  const { data, error, refetch } = useQuery({
    ...rowsQuery(run, id, view.offset),
    placeholderData: keepPreviousData,
  })
  if (error) return <Problem thrown={error} onRetry={() => void refetch()} />
  if (!data) return <p className="empty">Reading the rows…</p>
  return (
    <section className="grid" aria-label="Seed rows">
      <h3>
        Seed rows{' '}
        <span className="muted">
          {counted(data.total, 'row')},{' '}
          {data.total === 0
            ? 'none on either side'
            : data.differing === 0
              ? 'all the same'
              : `${data.differing} ${data.differing === 1 ? 'differs' : 'differ'}`}
        </span>
      </h3>
      {data.pairs.length > 0 && <RowsTable page={data} />}
      <Pager
        offset={view.offset}
        page={ROWS_A_PAGE}
        total={data.total}
        what="rows"
        onTurn={(offset) => change({ offset })}
      />
    </section>
  )
}

const RowsTable = ({ page: { columns, pairs, offset } }: { readonly page: RowsPage }) => (
  <ScrollBox label="Seed rows">
    <table>
      <caption className="hidden">Seed rows, old beside rebuilt</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Row</th>
          {columns.map((column) => (
            <th scope="col" key={column}>
              <CodeText text={column} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- Rows have no name but their place.
          <RowLine key={offset + index} pair={pair} number={offset + index + 1} columns={columns} />
        ))}
      </tbody>
    </table>
  </ScrollBox>
)

function RowLine({
  pair,
  number,
  columns,
}: {
  readonly pair: RowsPage['pairs'][number]
  readonly number: number
  readonly columns: readonly string[]
}) {
  const { tone, word } = STATUS_LOOKS[pair.status]
  const differs = pair.status !== 'same'
  return (
    <tr className={`tone-${tone}`} {...(differs && { tabIndex: -1, 'data-difference': number })}>
      <td className="state">
        <Mark tone={tone} word={word} />
      </td>
      <th scope="row" className="muted">
        {number}
      </th>
      {columns.map((column, index) => (
        <td key={column}>
          <RowCell pair={pair} index={index} />
        </td>
      ))}
    </tr>
  )
}

function RowCell({
  pair: { old, rebuilt, differs },
  index,
}: {
  readonly pair: RowsPage['pairs'][number]
  readonly index: number
}) {
  if (!old || !rebuilt) return <Cell text={(old ?? rebuilt)?.[index] ?? null} />
  const texts = [old[index] ?? null, rebuilt[index] ?? null] as const
  if (!differs.includes(index)) return <Cell text={texts[0]} />
  const [inOld, inRebuilt] = differingStretches(texts[0] ?? '', texts[1] ?? '')
  return (
    <span className="pair pair-changed">
      <span className="pair-old">
        <span className="side-word">old </span>
        <Cell text={texts[0]} differs={inOld} />
      </span>
      <span className="pair-rebuilt">
        <span className="side-word">rebuilt </span>
        <Cell text={texts[1]} differs={inRebuilt} />
      </span>
    </span>
  )
}

const Cell = ({
  text,
  differs,
}: {
  readonly text: string | null
  readonly differs?: { readonly start: number; readonly end: number }
}) =>
  text === null ? (
    <span className="no-value">null</span>
  ) : (
    <CodeText text={text} {...(differs && { differs })} />
  )
