import { Link } from '@tanstack/react-router'
import type { FindingView } from '../../../shared/object.ts'
import { counted } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { describeAddress } from '../../../shared/model.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { mendedText, useMend } from '../../lib/use-mend.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { useSelection } from './selection.tsx'

/** What can be done with all findings that were picked, and what the last mend came to. */
export function SelectionBar({ findings }: { readonly findings: readonly FindingView[] }) {
  const { way } = useOverview()
  const { ids, clear } = useSelection()
  const mend = useMend()
  const canChange = useCanChange()
  if (way === 'databases') return null
  const picked = findings.filter(({ id }) => ids.has(id))
  const mendable = picked.filter(({ remedy }) => remedy === 'statements')
  return (
    <>
      {picked.length > 0 && (
        <section className="selection" aria-label="Picked differences">
          <strong>{counted(picked.length, 'difference')} picked</strong>
          <button
            type="button"
            className="primary"
            disabled={mend.isPending || mendable.length === 0 || !canChange}
            onClick={() =>
              mend.mutate(
                mendable.map(({ id }) => id),
                { onSuccess: clear },
              )
            }
          >
            Add {mendable.length === picked.length ? 'them' : mendable.length} to the baseline
          </button>
          <button type="button" onClick={clear}>
            Pick none
          </button>
          {mendable.length < picked.length && (
            <span className="muted">
              {counted(picked.length - mendable.length, 'difference')} of them: no statement is
              known that mends it
            </span>
          )}
        </section>
      )}
      <MendOutcome mend={mend} findings={findings} />
    </>
  )
}

/** What a mend did, what it left to a person, and what comes next. */
export function MendOutcome({
  mend,
  findings,
}: {
  readonly mend: ReturnType<typeof useMend>
  readonly findings: readonly FindingView[]
}) {
  const start = useStartJob()
  const canChange = useCanChange()
  const { run } = useOverview()
  if (mend.error) return <Problem thrown={mend.error} />
  if (!mend.data || mend.data.run !== run) return null
  const { left } = mend.data
  const names = new Map(findings.map(({ id, address }) => [id, describeAddress(address)]))
  return (
    <section className="outcome" aria-label="Added to the baseline">
      <p>
        <Mark tone="proven" word={mendedText(mend.data)} />
      </p>
      {left.length > 0 && (
        <ul>
          {left.map(({ finding, why }) => (
            <li key={finding}>
              <code>{names.get(finding) ?? finding}</code>: {why}
            </li>
          ))}
        </ul>
      )}
      <p className="actions">
        <button
          type="button"
          disabled={start.isPending || !canChange}
          onClick={() => start.mutate('verify')}
        >
          Verify again
        </button>
        <Link to="/baseline">Look at the drafts</Link>
        <button type="button" className="link" onClick={() => mend.reset()}>
          Close
        </button>
      </p>
      {start.error && <Problem thrown={start.error} />}
    </section>
  )
}
