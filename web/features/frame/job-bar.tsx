import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Job } from '../../../shared/job.ts'
import { formatNumber } from '../../../shared/report.ts'
import { Link, useLocation } from '@tanstack/react-router'
import { JobLog } from '../../components/job-log.tsx'
import { Mark } from '../../components/mark.tsx'
import { announce } from '../../lib/announce.ts'
import { elapsed } from '../../lib/duration.ts'
import { useFollowedJob } from '../../lib/job-store.ts'
import { overviewQuery } from '../../lib/queries.ts'
import { SCREEN_PATHS } from '../../lib/screens.ts'
import { useCancelJob } from '../../lib/use-jobs.ts'
import type { Connection } from '../../lib/use-overview.ts'
import { useNow } from '../../lib/use-now.ts'

const NAMES = {
  prove: 'The run',
  verify: 'Verifying',
  generate: 'Generating',
  plant: 'Planting faults',
  drift: 'Looking at the live database',
} as const

/** The long work that goes on, or how it ended where that was not well. */
export function JobBar({
  job: known,
  connection,
}: {
  readonly job: Job | null
  readonly connection: Connection
}) {
  const { job: told } = useFollowedJob(known?.number)
  const job = told && told.number === known?.number ? told : known
  useJobNews(job)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const place = job?.kind === 'drift' ? SCREEN_PATHS.deployments : SCREEN_PATHS.overview
  if (!job || job.state === 'done') return null
  if (job.state === 'running') return <RunningJob job={job} connection={connection} />
  // Its screen says it in full.
  if (path === place) return null
  return (
    <section className="job" aria-label="Job">
      <Mark tone="not-compared" word={job.state === 'failed' ? 'Failed' : 'Cancelled'} />
      <span className="job-doing">
        {job.error?.message.split('\n', 1)[0] ?? `${NAMES[job.kind]} was called off.`}
      </span>
      <Link to={place}>What happened</Link>
      <JobLog number={job.number} />
    </section>
  )
}

function RunningJob({ job, connection }: { readonly job: Job; readonly connection: Connection }) {
  const cancel = useCancelJob()
  const now = useNow()
  return (
    <section className="job" aria-label="Job">
      <strong>{NAMES[job.kind]}</strong>
      <span className="job-doing">{job.doing}</span>
      {job.of !== null && (
        <>
          <progress aria-label={job.doing} value={job.done ?? 0} max={job.of} />
          <span>
            {formatNumber(job.done ?? 0)} of {formatNumber(job.of)}
          </span>
        </>
      )}
      {connection === 'there' && <span className="muted">{elapsed(job.startedAt, now)}</span>}
      <button
        type="button"
        disabled={cancel.isPending || connection === 'gone' || connection === 'another'}
        onClick={() => cancel.mutate(job.number)}
      >
        {cancel.isPending ? 'Cancelling…' : 'Cancel'}
      </button>
      <JobLog number={job.number} />
    </section>
  )
}

/** Tells listeners how far a job is, and the rest of the page when it is over. */
function useJobNews(job: Job | null): void {
  const client = useQueryClient()
  const state = job?.state
  const doing =
    job?.state === 'running'
      ? `${job.doing}${job.of === null ? '' : `, ${job.done ?? 0} of ${job.of}`}`
      : undefined
  useEffect(() => {
    if (doing !== undefined) announce(doing)
  }, [doing])
  useEffect(() => {
    if (state === undefined || state === 'running') return
    void client.invalidateQueries({ queryKey: overviewQuery.queryKey })
  }, [client, state])
}
