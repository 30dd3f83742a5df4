import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PackageCheck, RefreshCw, Undo2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ExportPlan } from '../../../shared/export-plan.ts'
import { squashLineText } from '../../../shared/line.ts'
import { counted } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { OffScreen } from '../../components/off-screen.tsx'
import { exportPlanQuery } from '../../lib/queries.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { useConnection, useOverview } from '../../lib/use-overview.ts'
import { Commands } from './commands.tsx'
import { planText } from './plan-text.ts'
import { PlanSteps } from './plan-steps.tsx'
import { Team } from './team.tsx'
import { useExport, useUndoExport } from './use-export.ts'
import './export.css'

/** What the export will do, why it is refused, and what it did. */
export function ExportScreen() {
  const { way } = useOverview()
  const query = useQuery({
    ...exportPlanQuery,
    enabled: way === 'project',
    // Files of the project change in other windows.
    refetchOnWindowFocus: 'always',
  })
  const { data, error, refetch, isFetching, isFetchedAfterMount } = query
  if (way !== 'project') return <OffScreen name="Export" way={way} />
  if (data) {
    return (
      <Plan
        plan={data}
        error={error}
        moment={isFetchedAfterMount ? 'now' : 'before'}
        reading={isFetching ? 'reading' : 'read'}
        onRead={async () => {
          const { data: newest, isSuccess } = await refetch()
          return isSuccess ? newest.hash : undefined
        }}
      />
    )
  }
  return (
    <section className="screen">
      <h2>Export</h2>
      {error ? (
        <Problem thrown={error} onRetry={() => void refetch()} />
      ) : (
        <p className="empty">Making the plan…</p>
      )}
    </section>
  )
}

function Plan({
  plan,
  error,
  moment,
  reading,
  onRead,
}: {
  readonly plan: ExportPlan
  readonly error: Error | null
  /** Whether the plan was read since the screen was opened. */
  readonly moment: 'now' | 'before'
  readonly reading: 'reading' | 'read'
  /** Reads it anew; gives the hash of the plan that is shown then. */
  readonly onRead: () => Promise<string | undefined>
}) {
  const exporting = useExport()
  const back = useUndoExport()
  const { exported } = useOverview()
  const [seen, setSeen] = useState<string>()
  if (seen === undefined && moment === 'now') setSeen(plan.hash)
  const isOther = seen !== undefined && seen !== plan.hash && !plan.applied
  const look = async () => {
    const hash = await onRead()
    if (hash !== undefined) setSeen(hash)
  }
  const off = useWhyOff()
  const isWorking = exporting.isPending || back.isPending
  return (
    <div className="screen export">
      <div className="screen-head">
        <h2>Export</h2>
        <p>{plan.applied ? <Mark tone="signed" word="Exported" /> : planText(plan.steps)}</p>
        <div className="actions">
          <button type="button" disabled={reading === 'reading'} onClick={() => void look()}>
            <RefreshCw size={14} aria-hidden="true" />
            Look again
          </button>
          {(plan.applied || plan.interrupted || exported) && (
            <Act why={isWorking ? WORKING : off} onAct={() => back.mutate()}>
              <Undo2 size={14} aria-hidden="true" />
              Take the export back
            </Act>
          )}
          {!plan.applied && plan.interrupted !== 'undoing' && (
            <Act
              look="primary"
              why={
                isWorking
                  ? WORKING
                  : (whyRefused(plan) ?? whyNotSeen(moment, isOther, error) ?? off)
              }
              onAct={() => exporting.mutate(plan.hash)}
            >
              <PackageCheck size={14} aria-hidden="true" />
              {plan.interrupted ? 'Finish the export' : 'Export'}
            </Act>
          )}
        </div>
      </div>
      {error && <Problem thrown={error} />}
      {exporting.error && <Problem thrown={exporting.error} />}
      {back.error && <Problem thrown={back.error} />}
      {isOther && (
        <section className="notice tone-stale" aria-label="The plan changed">
          <p className="notice-title">
            <span className="glyph" aria-hidden="true">
              ↻
            </span>{' '}
            The plan is another one than the one you opened.
          </p>
          <p>Something that it goes by has changed. Below is the new plan: look at it again.</p>
          <p>
            <button type="button" onClick={() => setSeen(plan.hash)}>
              I have looked at the new plan
            </button>
          </p>
        </section>
      )}
      {plan.applied ? <Done plan={plan} at={exported?.at} /> : <Refusals plan={plan} />}
      {plan.line && <p className="line-words">{squashLineText(plan.line)}</p>}
      <Warnings warnings={plan.warnings} />
      {plan.team && <Team team={plan.team} />}
      <PlanSteps steps={plan.steps} />
      {!plan.applied && plan.steps.length > 0 && (
        <div className="export-columns">
          {!plan.interrupted && <CommitCommands plan={plan} />}
          <UndoCommands plan={plan} />
        </div>
      )}
    </div>
  )
}

const WORKING = 'Off while the export is at work.'

/** What keeps everything on this screen off; undefined where nothing does. */
function useWhyOff(): string | undefined {
  const connection = useConnection()
  const { job } = useOverview()
  if (connection === 'refusing') return 'Off: the project can’t be read.'
  if (connection !== 'there') return 'Off: the server does not answer.'
  return job?.state === 'running' ? 'Off while a job runs.' : undefined
}

function whyRefused({ interrupted, refusals }: ExportPlan): string | undefined {
  if (interrupted || refusals.length === 0) return undefined
  return `Off for ${counted(refusals.length, 'reason')}, below.`
}

/** Only that plan is applied which somebody has seen. */
function whyNotSeen(
  moment: 'now' | 'before',
  isOther: boolean,
  error: Error | null,
): string | undefined {
  if (isOther) return 'Off: the plan changed since you opened it. Look at the new one, below.'
  if (error) return 'Off: the plan could not be read anew.'
  return moment === 'now' ? undefined : 'Off while the plan is read.'
}

/** A button that always says why it is off. */
function Act({
  why,
  look = '',
  onAct,
  children,
}: {
  readonly why: string | undefined
  readonly look?: 'primary' | ''
  readonly onAct: () => void
  readonly children: ReactNode
}) {
  return (
    <>
      <button type="button" className={look} disabled={why !== undefined} onClick={onAct}>
        {children}
      </button>
      {why !== undefined && <span className="muted">{why}</span>}
    </>
  )
}

function Refusals({ plan: { refusals, interrupted } }: { readonly plan: ExportPlan }) {
  if (refusals.length === 0) {
    return (
      <p>
        <Mark tone="proven" word="Allowed" /> Nothing blocks, and every item is signed for what it
        is now. Only the files below are touched; nothing is committed.
      </p>
    )
  }
  return (
    <section className="notice tone-not-compared" aria-label="Why the export is refused">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          !
        </span>{' '}
        {interrupted
          ? 'An export was interrupted, and is to be finished or taken back first:'
          : `The export is refused for ${counted(refusals.length, 'reason')}:`}
      </p>
      <ul className="refusals">
        {refusals.map((refusal) => (
          <li key={refusal}>{refusal}</li>
        ))}
      </ul>
      {interrupted ? (
        <p>A button above does the same.</p>
      ) : (
        <p>
          <Link to="/compare">What differs</Link> ·{' '}
          <Link to="/checklist">What is to be signed</Link>
        </p>
      )}
    </section>
  )
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <section className="notice tone-stale" aria-label="To look at first">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          !
        </span>{' '}
        Look at this first:
      </p>
      <ul className="refusals">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </section>
  )
}

const Done = ({ plan, at }: { readonly plan: ExportPlan; readonly at: string | undefined }) => (
  <section className="notice tone-signed" aria-label="Exported">
    <p className="notice-title">
      <span className="glyph" aria-hidden="true">
        ✓
      </span>{' '}
      The export is done: {planText(plan.steps)}
      {at !== undefined && `, on ${momentText(at)}`}.
    </p>
    <p>
      {plan.commands.length > 0
        ? 'It commits nothing itself. Look at it with git, then commit it; or take it back.'
        : 'Git does not keep this project here: there is nothing to commit. It can be taken back.'}
    </p>
    <p>
      A database that has run the archived migrations does not take the new ones. Before the next
      deploy, rebuild it where it is disposable; else its ledger is moved over to the baseline.
    </p>
    <div className="export-columns">
      <CommitCommands plan={plan} />
      <UndoCommands plan={plan} />
    </div>
  </section>
)

const CommitCommands = ({ plan }: { readonly plan: ExportPlan }) =>
  plan.commands.length > 0 && (
    <Commands title="To look at it and commit it" commands={plan.commands}>
      In a terminal, in the project’s folder, after the export.
    </Commands>
  )

const UndoCommands = ({ plan }: { readonly plan: ExportPlan }) => (
  <Commands title="To take it back" commands={plan.undo}>
    {`Everything is put back as it was; ${
      plan.applied || plan.interrupted
        ? 'the button above does'
        : 'once it is done, a button above does'
    } the same as the ${plan.undo.length > 1 ? 'first command' : 'command'}.`}
  </Commands>
)
