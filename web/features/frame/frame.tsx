import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { LiveRegion } from '../../components/live-region.tsx'
import { ErrorNotice, Problem } from '../../components/notice.tsx'
import { DENSITY, RAIL, TREE, toggleFold, usePreference } from '../../lib/layout.ts'
import {
  checklistQuery,
  draftsQuery,
  lineQuery,
  exportPlanQuery,
  overviewQuery,
} from '../../lib/queries.ts'
import { CallRefused } from '../../lib/server.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useKeys, useVerifyKey } from '../../lib/use-keys.ts'
import { useConnection, useOverview, useRefusal } from '../../lib/use-overview.ts'
import { JobBar } from './job-bar.tsx'
import { PageHead } from './page-head.tsx'
import { Rail } from './rail.tsx'
import { ServerBanner, UnwritableBanner } from './server-banner.tsx'

/** What stands around every screen. Once the server has told something it stays readable, whatever becomes of the server. */
export function Frame() {
  const { data, error, refetch } = useQuery(overviewQuery)
  const density = usePreference(DENSITY)
  return (
    <div className="page" data-density={density}>
      <LiveRegion />
      {data ? <Shell /> : <Lone error={error} onRetry={() => void refetch()} />}
    </div>
  )
}

function Lone({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  return (
    <main className="lone">
      <h1>Rebaseline</h1>
      {error === null && <p className="muted">Reading the project…</p>}
      {error instanceof CallRefused && error.httpStatus === 401 && (
        <ErrorNotice error={error.error} />
      )}
      {error !== null && !(error instanceof CallRefused && error.httpStatus === 401) && (
        <Problem thrown={error} onRetry={onRetry} />
      )}
    </main>
  )
}

function Shell() {
  const overview = useOverview()
  const connection = useConnection()
  const refusal = useRefusal()
  const rail = usePreference(RAIL)
  useFreshness()
  useFrameKeys()
  useEffect(() => {
    document.title = `${overview.project} · Rebaseline`
  }, [overview.project])
  return (
    <>
      <a className="skip" href="#screen" onClick={skipToScreen}>
        Skip to the screen
      </a>
      <ServerBanner connection={connection} refusal={refusal} />
      {connection === 'there' && <UnwritableBanner why={overview.unwritable} />}
      <PageHead overview={overview} />
      <div className="columns" data-rail={rail}>
        {rail === 'shown' && <Rail overview={overview} />}
        <main id="screen" tabIndex={-1}>
          <JobBar job={overview.job} connection={connection} />
          <Suspense fallback={<p className="empty">Loading…</p>}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </>
  )
}

/** The fragment is the router's, so a link into the page moves the focus itself. */
function skipToScreen(event: React.MouseEvent): void {
  event.preventDefault()
  document.getElementById('screen')?.focus()
}

/** A new run, a changed draft, an export and what was stated elsewhere make what depends on them old. */
function useFreshness(): void {
  const overview = useOverview()
  const client = useQueryClient()
  const moment = JSON.stringify([overview.run, overview.revisions?.draft, overview.moment])
  const seen = useRef(moment)
  useEffect(() => {
    if (seen.current === moment) return
    seen.current = moment
    for (const { queryKey } of [checklistQuery, exportPlanQuery, draftsQuery, lineQuery]) {
      void client.invalidateQueries({ queryKey })
    }
    // With whatever job it was asked after.
    void client.invalidateQueries({ queryKey: ['drift'] })
  }, [client, moment])
}

function useFrameKeys(): void {
  const { way, job } = useOverview()
  const start = useStartJob()
  useKeys({ '[': () => toggleFold(TREE), ']': () => toggleFold(RAIL) })
  useVerifyKey(() => {
    if (way === 'project' && job?.state !== 'running') start.mutate('verify')
  })
}
