import type { FindingView } from '../../../shared/object.ts'
import { describeAddress } from '../../../shared/model.ts'
import { kindOrder } from '../../lib/kind-names.ts'

/** What blocks first, then by class, kind and name. */
export function inReadingOrder(
  findings: readonly FindingView[],
  classes: readonly { readonly class: string }[],
): readonly FindingView[] {
  const ranks = new Map(classes.map(({ class: name }, rank) => [name, rank]))
  const rank = ({ class: name }: FindingView) => ranks.get(name) ?? ranks.size
  return findings
    .map((finding) => ({ finding, name: describeAddress(finding.address) }))
    .toSorted(
      (first, second) =>
        Number(second.finding.blocks) - Number(first.finding.blocks) ||
        rank(first.finding) - rank(second.finding) ||
        kindOrder(first.finding.kind, second.finding.kind) ||
        first.name.localeCompare(second.name, 'en', { numeric: true }),
    )
    .map(({ finding }) => finding)
}
