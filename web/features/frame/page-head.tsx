import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { Fragment } from 'react'
import { doubtsOf } from '../../../shared/doubts.ts'
import type { Overview, Result, Screen, SideFacts } from '../../../shared/overview.ts'
import { counted } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { revisionText } from '../../lib/revision-text.ts'
import { SCREEN_PATHS } from '../../lib/screens.ts'
import { OUTCOME_LOOKS, VERDICT_LOOKS } from '../../lib/verdicts.ts'

/** Which databases these are, what their comparison came to, and the one next step. */
export function PageHead({ overview }: { readonly overview: Overview }) {
  const { result, run, elsewhere } = overview
  const behind = revisionText(overview.revisions)
  return (
    <header className="page-head" ref={tellHeight}>
      <div className="page-head-line">
        <p className="product">Rebaseline</p>
        <h1>{overview.project}</h1>
        <p className="run muted">{run === 0 ? 'no run yet' : `run ${run}`}</p>
        {result && (
          <p className="verdict-short">
            <Mark {...VERDICT_LOOKS[result.verdict]} /> {result.headline}
            <Doubts {...result} />
          </p>
        )}
        <NextStep {...overview.next} />
      </div>
      {result && (
        <dl className="sides">
          <SideOf name="Old" side={result.sides.old} />
          <SideOf name="Rebuilt" side={result.sides.rebuilt} />
        </dl>
      )}
      {elsewhere !== null && (
        <p className="behind">
          <Mark tone="stale" word="Not the last run" /> Another dashboard of this project made run{' '}
          {elsewhere} since; the checklist and the export go by that one. Verify again to see what
          stands there now.
        </p>
      )}
      {behind !== undefined && (
        <p className="behind">
          <Mark tone="stale" word="Not current" /> {behind}
        </p>
      )}
    </header>
  )
}

/** What a verdict that looks well does not speak for; the overview says it in full. */
function Doubts({ verdict, proofs }: Pick<Result, 'verdict' | 'proofs'>) {
  const doubts = doubtsOf(verdict, proofs)
  return (['fails', 'unknown'] as const).map((outcome) => {
    const { length } = doubts.filter((each) => each.outcome === outcome)
    const look = OUTCOME_LOOKS[outcome]
    return (
      length > 0 && (
        <Fragment key={outcome}>
          {', '}
          <Mark tone={look.tone} word={`${look.word}:`} /> {counted(length, 'proof')}
        </Fragment>
      )
    )
  })
}

/** What stays in sight below the head needs to know how high it is. */
function tellHeight(head: HTMLElement | null): (() => void) | undefined {
  if (!head) return undefined
  const observer = new ResizeObserver(() =>
    document.documentElement.style.setProperty('--head-height', `${head.offsetHeight}px`),
  )
  observer.observe(head)
  return () => observer.disconnect()
}

const NextStep = ({ text, screen }: { readonly text: string; readonly screen: Screen }) => (
  <p className="next-step">
    <span className="muted">Next: </span>
    <Link to={SCREEN_PATHS[screen]}>
      {text}
      <ArrowRight size={14} aria-hidden="true" />
    </Link>
  </p>
)

const SideOf = ({ name, side }: { readonly name: string; readonly side: SideFacts }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code>{side.database}</code> on <code>{side.host}</code>, PostgreSQL {side.serverVersion}
      {side.live && <strong className="live">live: only read</strong>}
      <span className="origin muted">{side.origin}</span>
    </dd>
  </div>
)
