import { useQueries, useQuery } from '@tanstack/react-query'
import type { DraftName } from '../../../shared/draft.ts'
import { describeAddress } from '../../../shared/model.ts'
import type { FindingView } from '../../../shared/object.ts'
import { findingsQuery, placeQuery } from '../../lib/queries.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { findingLook } from '../../lib/verdicts.ts'
import { nameInOneLine } from '../../lib/visible-text.ts'
import type { LineMark } from './editor-marks.ts'

/** So many differences of each weight are marked in the editor; their list says when there are more. */
const MOST_MARKED = 100
const NONE: readonly FindingView[] = []

/** A difference that stands on a line of a draft. */
export interface PlacedFinding extends LineMark {
  readonly finding: FindingView
}

/** The differences of the last run that belong to a draft, where they stand in it, those that block first. */
export interface Marks {
  readonly placed: readonly PlacedFinding[]
  /** How many more there are than are marked. */
  readonly left: number
  /** Those that stand on no line of the draft. */
  readonly unplaced: readonly FindingView[]
}

export function useMarks(draft: DraftName, revision: number): Marks {
  const { run } = useOverview()
  const findings = useQuery(findingsQuery(run)).data?.findings ?? NONE
  const own = findings.filter(({ kind }) => draftOfKind(kind) === draft)
  const marked = [true, false].flatMap((isBlocking) =>
    own.filter(({ blocks }) => blocks === isBlocking).slice(0, MOST_MARKED),
  )
  return useQueries({
    // Lines move with every revision of the draft.
    queries: marked.map(({ id }) => {
      const query = placeQuery(run, id)
      return { ...query, queryKey: [...query.queryKey, revision] }
    }),
    combine: (answers) => ({
      left: own.length - marked.length,
      unplaced: marked.filter((_, index) => {
        const { data } = answers[index] ?? {}
        return data && (data.draft !== draft || data.line === null)
      }),
      placed: answers.flatMap(({ data }, index) => {
        const finding = marked[index]
        if (!finding || !data || data.draft !== draft || data.line === null) return []
        const text = `${findingLook(finding).word} ${nameInOneLine(describeAddress(finding.address))}`
        const weight = finding.blocks ? 'blocks' : 'acceptable'
        return [{ finding, line: data.line, text, weight }]
      }),
    }),
  })
}

const draftOfKind = (kind: string): DraftName =>
  kind === 'rows' || kind === 'sequence-state' ? 'seed' : 'baseline'
