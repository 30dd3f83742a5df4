import { Link } from '@tanstack/react-router'
import type { Job } from '../../../shared/job.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { JobLog } from '../../components/job-log.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import { elapsed } from '../../lib/duration.ts'
import { FailedMigration } from './failed-migration.tsx'

const DID = {
  prove: 'The whole run',
  verify: 'Verifying the drafts',
  generate: 'Generating the drafts',
  plant: 'Planting faults',
  drift: 'Looking at the live database',
} as const

/** How the last job ended: a failed one with all that Postgres said. */
export function LastJob({ job }: { readonly job: Job }) {
  if (job.state === 'running' || job.finishedAt === null) return null
  const took = elapsed(job.startedAt, Date.parse(job.finishedAt))
  if (job.state === 'failed' && job.error) {
    const { migration } = job.error
    return (
      <div className="failed-job">
        <ErrorNotice
          error={job.error}
          {...(migration &&
            !job.error.place && { facts: <FailedMigration migration={migration} /> })}
        >
          {job.error.place && (
            <p>
              <Link to="/baseline" search={job.error.place}>
                Open line {job.error.place.line} in the editor
              </Link>
            </p>
          )}
          <p className="muted">
            {DID[job.kind]} failed after {took}. <JobLog number={job.number} />
          </p>
        </ErrorNotice>
      </div>
    )
  }
  return (
    <p className="last-job muted">
      {DID[job.kind]} {job.state === 'done' ? `took ${took}` : `was called off after ${took}`}, on{' '}
      <time dateTime={job.finishedAt}>{momentText(job.finishedAt)}</time>.{' '}
      <JobLog number={job.number} />
    </p>
  )
}
