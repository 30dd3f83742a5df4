import { ErrorNotice } from './components/notice.tsx'
import { ReportScreen } from './features/report/report-screen.tsx'
import { useReport } from './lib/use-report.ts'

/** The page in each of its states: reading, locked, failed, shown. */
export function App() {
  const { state, reload } = useReport()
  if (state.status === 'shown') return <ReportScreen report={state.report} server={state.server} />
  return (
    <main className="lone">
      <h1>Rebaseline</h1>
      {state.status === 'loading' ? (
        <output>Reading the report…</output>
      ) : (
        <ErrorNotice error={state.error}>
          {state.status === 'failed' && (
            <p>
              <button type="button" onClick={reload}>
                Try again
              </button>
            </p>
          )}
        </ErrorNotice>
      )}
    </main>
  )
}
