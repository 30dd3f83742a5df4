import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { FindingView } from '../../../shared/object.ts'
import { counted, formatNumber, plural } from '../../../shared/report.ts'
import { groupBy } from '../../../shared/group-by.ts'
import { kindName } from '../../lib/kind-names.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { FindingCard } from './finding-card.tsx'

/** Differences under their class and kind; the totals count those of other pages too. */
export function FindingsList({
  findings,
  all,
}: {
  readonly findings: readonly FindingView[]
  readonly all: readonly FindingView[]
}) {
  const { result } = useOverview()
  return [...groupBy(findings, (finding) => finding.class)].map(([name, ofClass]) => {
    const total = all.filter((finding) => finding.class === name)
    const known = result?.classes.find((each) => each.class === name)
    return (
      <section key={name} className="finding-class-group" aria-label={`Class ${name}`}>
        <h3>
          {name} <span className="count">{formatNumber(total.length)}</span>
          <span className="muted">
            {known?.means ?? ''}
            {known?.blocks === true && ' · blocks'}
          </span>
        </h3>
        {[...groupBy(ofClass, ({ kind }) => kind)].map(([kind, ofKind]) => (
          <Fragment key={kind}>
            <h4 className="muted">
              {plural(kindName(kind))}{' '}
              <span className="count">
                {formatNumber(total.filter((finding) => finding.kind === kind).length)}
              </span>
            </h4>
            {ofKind.map((finding) => (
              <FindingCard key={finding.id} finding={finding} />
            ))}
          </Fragment>
        ))}
      </section>
    )
  })
}

/** Acceptable differences in one line, with the rules that hide them, until somebody asks for them. */
export const FoldedAcceptable = ({ findings }: { readonly findings: readonly FindingView[] }) => (
  <p className="folded">
    {counted(findings.length, 'acceptable difference')} hidden by{' '}
    {[...groupBy(findings, (finding) => finding.class)]
      .map(([name, members]) => `${name} (${members.length})`)
      .join(', ')}{' '}
    ·{' '}
    <Link to="/compare" search={(now) => ({ ...now, acceptable: 'shown' })} replace>
      show
    </Link>
  </p>
)
