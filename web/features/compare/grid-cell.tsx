import type { Grid, Status } from '../../../shared/object.ts'
import { Value } from '../../components/attributes-table.tsx'
import { attributeTexts, textOf } from '../../lib/attribute-text.ts'
import { differingStretches } from '../../lib/visible-text.ts'

type Cell = Grid['lines'][number]['cells'][number]

/** One value where both sides agree; else both, old first, with what differs marked. */
export function GridCellText({
  cell,
  status,
}: {
  readonly cell: Cell | undefined
  readonly status: Status
}) {
  if (!cell) return null
  if (status === 'missing') return <Value text={textOf(cell.old)} absent="–" />
  if (status === 'added') return <Value text={textOf(cell.rebuilt)} absent="–" />
  if (cell.status === 'same') return <Value text={textOf(cell.old)} absent="–" />
  const [old, rebuilt] = attributeTexts(cell.old, cell.rebuilt)
  const [inOld, inRebuilt] = differingStretches(old ?? '', rebuilt ?? '')
  return (
    <span className={`pair pair-${cell.status}`}>
      <span className="pair-old">
        <span className="side-word">old </span>
        <Value text={old} differs={inOld} absent="none" />
      </span>
      <span className="pair-rebuilt">
        <span className="side-word">rebuilt </span>
        <Value text={rebuilt} differs={inRebuilt} absent="none" />
      </span>
    </span>
  )
}
