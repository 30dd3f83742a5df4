import { useQuery } from '@tanstack/react-query'
import { ScanSearch } from 'lucide-react'
import type { DriftLook, DriftView } from '../../../shared/drift.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { CodeText, NameText } from '../../components/code-text.tsx'
import { JobLog } from '../../components/job-log.tsx'
import { Mark } from '../../components/mark.tsx'
import { ErrorNotice, Problem } from '../../components/notice.tsx'
import { OffScreen } from '../../components/off-screen.tsx'
import { driftQuery } from '../../lib/queries.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useConnection, useOverview } from '../../lib/use-overview.ts'
import { VERDICT_LOOKS } from '../../lib/verdicts.ts'
import { DriftFindings } from './drift-findings.tsx'
import './deployments.css'

/** The live database: what it holds that no migration explains, and the reverse. */
export function DeploymentsScreen() {
  const { way, job } = useOverview()
  const { data, error, refetch } = useQuery({
    ...driftQuery(`${job?.number} ${job?.state}`),
    enabled: way === 'project',
    placeholderData: (before: DriftView | undefined) => before,
    // The migrations may be other ones by now.
    refetchOnWindowFocus: 'always',
  })
  if (way !== 'project') return <OffScreen name="Deployments" way={way} />
  return (
    <div className="screen deployments">
      <div className="screen-head">
        <h2>Deployments</h2>
        {data && <LookButton view={data} />}
      </div>
      {error && <Problem thrown={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="empty">Reading which database is the live one…</p>}
      {data && <Live view={data} />}
      {job?.kind === 'drift' && job.state === 'failed' && job.error && (
        <ErrorNotice error={job.error}>
          <p className="muted">
            The live database was left as it is. <JobLog number={job.number} />
          </p>
        </ErrorNotice>
      )}
      {data?.look && <Found look={data.look} age={data.isOld ? 'old' : 'current'} />}
    </div>
  )
}

function LookButton({ view: { problem, look } }: { readonly view: DriftView }) {
  const start = useStartJob()
  const { job } = useOverview()
  const connection = useConnection()
  const isBusy = job?.state === 'running' || start.isPending
  const isOff = isBusy || problem !== null || connection !== 'there'
  return (
    <div className="actions">
      <button
        type="button"
        className={look ? '' : 'primary'}
        disabled={isOff}
        onClick={() => start.mutate('drift')}
      >
        <ScanSearch size={14} aria-hidden="true" />
        {look ? 'Look again' : 'Look for drift'}
      </button>
      {isBusy && <span className="muted">One job at a time: wait for it, or cancel it.</span>}
      {start.error && <Problem thrown={start.error} />}
    </div>
  )
}

function Live({ view: { variable, place, problem, look } }: { readonly view: DriftView }) {
  return (
    <section aria-label="The live database">
      <h3>The live database</h3>
      <p>
        {place === null ? (
          <>
            <Mark tone="not-compared" word="Not known" /> {problem}
          </>
        ) : (
          <>
            <code>
              <CodeText text={place} />
            </code>{' '}
            <span className="muted">
              by the environment variable {variable}, as the dashboard was started with it
            </span>
          </>
        )}
      </p>
      {place === null && (
        <p>
          Set {variable} to its URL where you start the dashboard, or name another variable with{' '}
          <code>databaseEnv</code> in the configuration. A URL is never typed here.
        </p>
      )}
      {look === null && (
        <p className="empty">
          Not looked at yet. Looking replays the migrations that its ledger names on a scratch
          database and compares the live one with that: what it holds that no migration explains,
          and what they build and it lacks. It is only read, none of its rows but the ledger’s.
        </p>
      )}
    </section>
  )
}

const UNEXPLAINED = { tone: 'changed', word: 'Not explained' } as const

function Found({ look, age }: { readonly look: DriftLook; readonly age: 'old' | 'current' }) {
  const { verdict, headline, coverage, ledger, isUnknown, notCompared } = look
  // As the command ends: what stands in the ledger and in no file is not explained, be the rest equal.
  const isHidden = isUnknown && (verdict === 'equal' || verdict === 'acceptable')
  const { tone, word } = isHidden ? UNEXPLAINED : VERDICT_LOOKS[verdict]
  return (
    <>
      <section className={`notice tone-${tone}`} aria-label="What was found">
        <p className="notice-title">
          <Mark tone={tone} word={`${word}:`} /> {headline}
        </p>
        <p>{coverage}</p>
        <p className="muted">
          <CodeText text={look.place} />, on {momentText(look.at)}
        </p>
        {age === 'old' && (
          <p>
            <Mark tone="stale" word="Not current:" /> the migrations changed since. Look again.
          </p>
        )}
      </section>
      <section aria-label="What its ledger says">
        <h3>What its ledger says</h3>
        {isUnknown && (
          <p>
            <Mark tone={UNEXPLAINED.tone} word={`${UNEXPLAINED.word}:`} /> it has run what no file
            stands for.
          </p>
        )}
        <ul className="plain">
          {[...new Set(ledger)].map((line) => (
            <li key={line}>
              <NameText name={line} />
            </li>
          ))}
        </ul>
      </section>
      <DriftFindings look={look} />
      <section aria-label="Not compared">
        <h3>Not compared</h3>
        {notCompared.length === 0 ? (
          <p className="muted">Nothing was left out.</p>
        ) : (
          <ul className="plain">
            {[...new Set(notCompared)].map((note) => (
              <li key={note}>
                <Mark tone="not-compared" word="Not compared" /> <NameText name={note} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
