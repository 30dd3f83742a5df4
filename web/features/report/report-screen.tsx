import { useEffect } from 'react'
import type { Report, ReportedComparison } from '../../../shared/api.ts'
import { ErrorNotice } from '../../components/notice.tsx'
import { useView } from '../../lib/address-bar.ts'
import { ComparisonNav } from './comparison-nav.tsx'
import { CountsTable } from './counts-table.tsx'
import { Differences } from './differences.tsx'
import { ServerBanner } from './server-banner.tsx'
import { Sides } from './sides.tsx'
import { VerdictPanel } from './verdict-panel.tsx'

interface Props {
  readonly report: Report
  readonly server: 'there' | 'gone' | 'another'
}

/** The report of one run: its comparisons, and one of them in full. */
export function ReportScreen({ report, server }: Props) {
  const view = useView()
  const current = Math.min(view.comparison, report.comparisons.length)
  const reported = report.comparisons[current - 1]
  useEffect(() => {
    document.title = `${report.project} · Rebaseline`
  }, [report.project])
  return (
    <>
      <ServerBanner server={server} finishedAt={report.finishedAt} />
      <header className="page-head">
        <p className="product">Rebaseline</p>
        <h1>{report.project}</h1>
        <p className="muted">
          Read {new Date(report.finishedAt).toLocaleString()}, took {duration(report)}
        </p>
        {reported?.status === 'compared' && <Sides {...reported.sides} />}
      </header>
      <div className="columns">
        <aside className="rail" aria-label="Overview">
          <ComparisonNav comparisons={report.comparisons} current={current} />
          {reported?.status === 'compared' && <CountsTable comparison={reported.comparison} />}
        </aside>
        <main>
          {reported ? (
            <Comparison key={current} reported={reported} />
          ) : (
            <p className="empty">This run has compared nothing.</p>
          )}
        </main>
      </div>
    </>
  )
}

function Comparison({ reported }: { readonly reported: ReportedComparison }) {
  return (
    <>
      <h2>{reported.title}</h2>
      {reported.status === 'failed' ? (
        <ErrorNotice error={reported.error} />
      ) : (
        <>
          <VerdictPanel comparison={reported.comparison} proofs={reported.proofs ?? []} />
          <Differences findings={reported.comparison.findings} />
        </>
      )}
    </>
  )
}

function duration({ startedAt, finishedAt }: Report): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
