import { useMemo } from 'react'
import { counted, formatNumber } from '../../../shared/report.ts'
import { announce } from '../../lib/announce.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { FindingsList, FoldedAcceptable } from './findings-list.tsx'
import { inReadingOrder } from './order-findings.ts'
import { useSelection } from './selection.tsx'
import type { Compared } from './use-compare.ts'
import { useView } from './use-compare.ts'
import { useDifferenceKeys } from './use-difference-keys.ts'

const PAGE = 50

/** Every difference that the filter lets through, a page at a time. */
export function AllDifferences({ compared }: { readonly compared: Compared }) {
  const { result, way } = useOverview()
  const { view, change } = useView()
  const { set } = useSelection()
  const ordered = useMemo(
    () => inReadingOrder(compared.findings, result?.classes ?? []),
    [compared.findings, result],
  )
  const acceptable = ordered.filter(({ blocks }) => !blocks)
  const isFolded =
    view.acceptable === 'folded' && view.class === '' && view.status === '' && acceptable.length > 0
  const listed = isFolded ? ordered.filter(({ blocks }) => blocks) : ordered
  const shown = listed.slice(view.offset, view.offset + PAGE)
  useDifferenceKeys('', (step) => {
    const offset = view.offset + step * PAGE
    if (offset >= 0 && offset < listed.length) change({ offset })
    else announce('No further difference this way.')
  })
  const hidden = compared.allFindings.length - compared.findings.length
  return (
    <section className="all-differences" aria-label="All differences">
      <div className="screen-head">
        <h2>Differences</h2>
        <span className="muted">
          {compared.isReading ? 'Reading them…' : counted(compared.findings.length, 'difference')}
          {hidden > 0 && `, ${formatNumber(hidden)} more hidden by the filter`}
        </span>
        {way === 'project' && listed.length > 0 && (
          <button
            type="button"
            onClick={() =>
              set(
                listed.map(({ id }) => id),
                true,
              )
            }
          >
            Pick all {formatNumber(listed.length)}
          </button>
        )}
      </div>
      {!compared.isReading && !compared.problem && compared.findings.length === 0 && (
        <p className="empty">
          {hidden > 0
            ? 'No difference matches this filter.'
            : `No differences: ${result?.headline ?? ''}. ${result?.coverage ?? ''}`}
        </p>
      )}
      <FindingsList findings={shown} all={listed} />
      <Pager
        offset={view.offset}
        page={PAGE}
        total={listed.length}
        what="differences"
        onTurn={(offset) => change({ offset })}
      />
      {isFolded && <FoldedAcceptable findings={acceptable} />}
    </section>
  )
}

/** Where in a long list this page is, and the way to the others. */
export function Pager({
  offset,
  page,
  total,
  what,
  onTurn,
}: {
  readonly offset: number
  readonly page: number
  readonly total: number
  readonly what: string
  readonly onTurn: (offset: number) => void
}) {
  if (total <= page && offset === 0) return null
  const last = Math.min(total, offset + page)
  return (
    <nav className="pager" aria-label={`Pages of ${what}`}>
      <button
        type="button"
        disabled={offset === 0}
        onClick={() => onTurn(Math.max(0, offset - page))}
      >
        Previous page
      </button>
      <span>
        {formatNumber(Math.min(offset + 1, total))}–{formatNumber(last)} of {formatNumber(total)}{' '}
        {what}
      </span>
      <button type="button" disabled={last >= total} onClick={() => onTurn(offset + page)}>
        Next page
      </button>
    </nav>
  )
}
