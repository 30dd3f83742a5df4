import type { ReportedComparison } from '../../../shared/api.ts'
import { summarize } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { formatView } from '../../lib/address-bar.ts'
import { VERDICTS } from './tones.ts'

/** The comparisons of a report, each with its verdict. */
export function ComparisonNav({
  comparisons,
  current,
}: {
  readonly comparisons: readonly ReportedComparison[]
  readonly current: number
}) {
  return (
    <nav aria-label="Comparisons" className="comparisons">
      <ol>
        {comparisons.map((reported, index) => (
          <li key={reported.title}>
            <a
              href={formatView({ comparison: index + 1 })}
              {...(index + 1 === current && { 'aria-current': 'page' })}
            >
              <span>{reported.title}</span>
              <Outcome reported={reported} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Outcome({ reported }: { readonly reported: ReportedComparison }) {
  if (reported.status === 'failed') return <Mark {...VERDICTS.unknown} />
  return <Mark {...VERDICTS[summarize(reported.comparison).verdict]} />
}
