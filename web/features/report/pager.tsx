import { counted, formatNumber } from '../../../shared/report.ts'
import { setView } from '../../lib/address-bar.ts'
import { PAGE_SIZE } from './select-findings.ts'

/** Turns the pages of a long list. */
export function Pager({
  page,
  pages,
  total,
}: {
  readonly page: number
  readonly pages: number
  readonly total: number
}) {
  if (pages === 1) return null
  const first = (page - 1) * PAGE_SIZE + 1
  const last = Math.min(page * PAGE_SIZE, total)
  return (
    <nav className="pager" aria-label="Pages of differences">
      <button type="button" disabled={page === 1} onClick={() => turnTo(page - 1)}>
        Previous page
      </button>
      <span>
        {formatNumber(first)}–{formatNumber(last)} of {counted(total, 'difference')}
      </span>
      <button type="button" disabled={page === pages} onClick={() => turnTo(page + 1)}>
        Next page
      </button>
    </nav>
  )
}

function turnTo(page: number): void {
  setView({ page })
  document.getElementById('differences')?.scrollIntoView()
}
