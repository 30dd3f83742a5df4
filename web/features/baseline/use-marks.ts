import { useQueries, useQuery } from '@tanstack/react-query'
import type { DraftName } from '../../../shared/draft.ts'
import { describeAddress } from '../../../shared/model.ts'
import type { FindingView } from '../../../shared/object.ts'
import { findingsQuery, placeQuery } from '../../lib/queries.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { findingLook } from '../../lib/verdicts.ts'
import { nameInOneLine } from '../../lib/visible-text.ts'
import type { LineMark } from './editor-marks.ts'

/** So many differences are marked in the editor; their list says when there are more. */
const MOST_MARKED = 100
const NONE: readonly FindingView[] = []

/** A difference that stands on a line of a draft. */
export interface PlacedFinding extends LineMark {
  readonly finding: FindingView
}

/** The blocking differences of the last run that belong to a draft, where they stand in it. */
export function useMarks(
  draft: DraftName,
  revision: number,
): { readonly placed: readonly PlacedFinding[]; readonly left: number } {
  const { run } = useOverview()
  const findings = useQuery(findingsQuery(run)).data?.findings ?? NONE
  const blocking = findings.filter(({ blocks, kind }) => blocks && draftOfKind(kind) === draft)
  const marked = blocking.slice(0, MOST_MARKED)
  return useQueries({
    // Lines move with every revision of the draft.
    queries: marked.map(({ id }) => {
      const query = placeQuery(run, id)
      return { ...query, queryKey: [...query.queryKey, revision] }
    }),
    combine: (answers) => ({
      left: blocking.length - marked.length,
      placed: answers.flatMap(({ data }, index) => {
        const finding = marked[index]
        if (!finding || !data || data.draft !== draft || data.line === null) return []
        const text = `${findingLook(finding).word} ${nameInOneLine(describeAddress(finding.address))}`
        return [{ finding, line: data.line, text }]
      }),
    }),
  })
}

const draftOfKind = (kind: string): DraftName =>
  kind === 'rows' || kind === 'sequence-state' ? 'seed' : 'baseline'
