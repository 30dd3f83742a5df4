import { Play, RotateCcw } from 'lucide-react'
import type { Overview } from '../../../shared/overview.ts'
import { Problem } from '../../components/notice.tsx'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useCanChange } from '../../lib/use-overview.ts'

/** Starts the run, or repeats it in whole or in part. */
export function RunActions({ overview }: { readonly overview: Overview }) {
  const start = useStartJob()
  const canChange = useCanChange()
  const { result, way, job, revisions } = overview
  const isBusy = job?.state === 'running' || start.isPending
  const disabled = isBusy || !canChange
  return (
    <div className="actions">
      {way === 'project' && revisions !== null && result && (
        <button type="button" disabled={disabled} onClick={() => start.mutate('verify')}>
          <RotateCcw size={14} aria-hidden="true" />
          Verify the drafts again
        </button>
      )}
      <button
        type="button"
        className={result ? undefined : 'primary'}
        disabled={disabled}
        onClick={() => start.mutate('prove')}
      >
        <Play size={14} aria-hidden="true" />
        {result ? 'Repeat the whole run' : 'Start the run'}
      </button>
      {isBusy && <span className="muted">One job at a time: wait for it, or cancel it.</span>}
      {start.error && <Problem thrown={start.error} />}
    </div>
  )
}
