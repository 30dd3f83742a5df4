import { useState } from 'react'
import type { CommandResult, Sent, SentStatement } from '../../../shared/history.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { millisecondsText } from '../../lib/duration.ts'

const PAGE = 50

/** What a migration sent to the server, in order, and what came back. */
export function StatementList({ sent }: { readonly sent: Sent }) {
  const [most, setMost] = useState(PAGE)
  const shown = sent.statements.slice(0, most)
  const left = sent.statements.length - shown.length
  const notKept = sent.count - sent.statements.length
  if (sent.count === 0) return <p className="empty">It sent no statement.</p>
  return (
    <>
      <p className="muted">
        {counted(sent.count, 'statement')}
        {sent.failures > 0 && `, ${formatNumber(sent.failures)} of them failed`}
        {sent.results.length > 0 && `: ${sent.results.map(resultText).join(', ')}`}
      </p>
      <ol className="sent">
        {shown.map((statement, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- They never move.
          <li key={index}>
            <Statement statement={statement} />
          </li>
        ))}
      </ol>
      {left > 0 && (
        <button type="button" onClick={() => setMost(most + PAGE)}>
          Show {formatNumber(Math.min(PAGE, left))} more of {formatNumber(left)}
        </button>
      )}
      {notKept > 0 && (
        <p className="muted">
          {counted(notKept, 'more statement')}: only counted, their texts were not kept.
        </p>
      )}
    </>
  )
}

const Statement = ({
  statement: { sql, results, milliseconds, failed },
}: {
  readonly statement: SentStatement
}) => (
  <>
    <CodeText text={sql} />
    <p className="sent-facts muted">
      {millisecondsText(milliseconds)}
      {results.length > 0 && ` · ${results.map(resultText).join(', ')}`}
    </p>
    {failed && (
      <p>
        <Mark tone="not-compared" word="Failed, and it went on" />{' '}
        <CodeText text={`${failed.code === null ? '' : `${failed.code}: `}${failed.message}`} />
      </p>
    )}
  </>
)

/** `INSERT 3 times, 12 rows` */
const resultText = ({ command, times, rows }: CommandResult): string =>
  [
    times === 1 ? command : `${command} ${formatNumber(times)} times`,
    ...(rows === null ? [] : [counted(rows, 'row')]),
  ].join(' ')
