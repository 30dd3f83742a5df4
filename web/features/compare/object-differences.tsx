import type { FindingView } from '../../../shared/object.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { FindingsList, FoldedAcceptable } from './findings-list.tsx'
import { inReadingOrder } from './order-findings.ts'
import { useSelection } from './selection.tsx'
import { useView } from './use-compare.ts'

/** The differences of one object and its parts. */
export function ObjectDifferences({ findings }: { readonly findings: readonly FindingView[] }) {
  const { result, way } = useOverview()
  const { view } = useView()
  const { set } = useSelection()
  const ordered = inReadingOrder(findings, result?.classes ?? [])
  const blocking = ordered.filter(({ blocks }) => blocks)
  const acceptable = ordered.filter(({ blocks }) => !blocks)
  // Where nothing blocks, folding would leave an empty page.
  const isFolded = view.acceptable === 'folded' && acceptable.length > 0 && blocking.length > 0
  if (findings.length === 0) {
    return <p className="empty">No differences: the object and all its parts are the same.</p>
  }
  return (
    <>
      {way === 'project' && blocking.length > 1 && (
        <button
          type="button"
          className="pick-all"
          onClick={() =>
            set(
              blocking.map(({ id }) => id),
              true,
            )
          }
        >
          Pick all {blocking.length} that block
        </button>
      )}
      <FindingsList findings={isFolded ? blocking : ordered} all={ordered} />
      {isFolded && <FoldedAcceptable findings={acceptable} />}
    </>
  )
}
