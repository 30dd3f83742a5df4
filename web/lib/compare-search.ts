import { DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import { KIND_NAMES } from '../../shared/kinds.ts'
import type { RawSearch } from './search-params.ts'
import { countIn, textIn, wordIn, wordOrNone } from './search-params.ts'
import { STATUS_LOOKS } from './verdicts.ts'

export const TABS = ['parts', 'definition', 'rows', 'differences', 'origin'] as const
export type Tab = (typeof TABS)[number]

/** What the objects of one difference are put under. */
export const GROUPINGS = ['kind', 'schema', 'domain'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What the Compare screen shows: the whole view stands in its address. */
export interface CompareSearch {
  /** Id of the object; empty for all differences. */
  readonly object: string
  readonly tab: Tab
  readonly find: string
  /** A status, a kind and a class that objects must have; empty for any. */
  readonly status: string
  readonly kind: string
  readonly class: string
  readonly group: Grouping
  readonly layout: 'side' | 'unified'
  readonly offset: number
  /** Whether the acceptable differences of an object are unfolded. */
  readonly acceptable: 'folded' | 'shown'
}

export const compareSearch = (search: RawSearch): CompareSearch => ({
  object: textIn(search, 'object'),
  tab: wordIn(search, 'tab', TABS),
  find: textIn(search, 'find'),
  status: wordOrNone(search, 'status', Object.keys(STATUS_LOOKS)),
  kind: wordOrNone(search, 'kind', Object.keys(KIND_NAMES)),
  class: wordOrNone(search, 'class', Object.keys(DIFFERENCE_CLASSES)),
  group: wordIn(search, 'group', GROUPINGS),
  layout: wordIn(search, 'layout', ['side', 'unified']),
  offset: countIn(search, 'offset'),
  acceptable: wordIn(search, 'acceptable', ['folded', 'shown']),
})

/** The view that a bare address opens. */
export const COMPARE_START = compareSearch({})
