import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import type { Overview, Screen, SideFacts } from '../../../shared/overview.ts'
import { Mark } from '../../components/mark.tsx'
import { revisionText } from '../../lib/revision-text.ts'
import { SCREEN_PATHS } from '../../lib/screens.ts'
import { VERDICT_LOOKS } from '../../lib/verdicts.ts'

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
