import { useOverview } from '../../lib/use-overview.ts'
import { ConfigurationOffer } from './configuration-offer.tsx'
import { CountsTable } from './counts-table.tsx'
import { FirstRunForm } from './first-run-form.tsx'
import { LastJob } from './last-job.tsx'
import { NotCompared } from './not-compared.tsx'
import { PlantedFaults } from './planted-faults.tsx'
import { Proofs } from './proofs.tsx'
import { RunActions } from './run-actions.tsx'
import { SquashLine } from './squash-line.tsx'
import { VerdictPanel } from './verdict-panel.tsx'
import { WhatDiffers } from './what-differs.tsx'
import './overview.css'
import './first-run.css'

/** Where the project stands, what blocks, and what is next. */
export function OverviewScreen() {
  const overview = useOverview()
  const { result, job, notice, way, configurable, exported } = overview
  if (way === 'first-run') return <Beginning />
  return (
    <div className="screen overview">
      <div className="screen-head">
        <h2>Overview</h2>
        <RunActions overview={overview} />
      </div>
      {job && <LastJob job={job} />}
      {way === 'project' && exported === null && <SquashLine />}
      {!result && <FirstRun notice={notice} />}
      {result && (
        <>
          <VerdictPanel result={result} />
          <div className="overview-columns">
            <div>
              <WhatDiffers result={result} />
              <Proofs proofs={result.proofs} />
              {way === 'project' && <PlantedFaults planted={result.planted} job={job} />}
              <NotCompared reasons={result.notCompared} />
            </div>
            <CountsTable counts={result.counts} />
          </div>
        </>
      )}
      {configurable && <ConfigurationOffer />}
    </div>
  )
}

/** Nothing is worked on before a few things are said. */
const Beginning = () => (
  <div className="screen overview">
    <div className="screen-head">
      <h2>Overview</h2>
    </div>
    <p>
      This project has no configuration that says where its migrations are. Three answers are enough
      to begin; what the project shows is filled in.
    </p>
    <FirstRunForm mode="asked" />
  </div>
)

/** What the first run will create, before anything is. */
const FirstRun = ({ notice }: { readonly notice: readonly string[] }) => (
  <section className="first-run" aria-label="Before the first run">
    <h3>Before the first run</h3>
    <ol>
      {notice.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  </section>
)
