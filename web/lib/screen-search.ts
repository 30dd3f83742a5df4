import { HISTORY_FINDINGS } from '../../shared/history.ts'
import type { RawSearch } from './search-params.ts'
import { countIn, textIn, wordIn, wordOrNone } from './search-params.ts'

/** Which migrations are listed: those that touched objects, or rows, or nothing, that could not be told, or that a finding is about. */
export const MIGRATION_SHOWS = {
  objects: 'touched objects',
  rows: 'touched rows',
  nothing: 'did nothing',
  'not-known': 'could not tell',
  findings: 'with a finding',
  failures: 'with a failed statement',
} as const

export const MIGRATION_PARTS = ['effects', 'statements', 'source', 'output'] as const
export type MigrationPart = (typeof MIGRATION_PARTS)[number]

/** What the History screen shows: a migration by its name, or all findings; and which migrations are listed. */
export interface HistorySearch {
  readonly migration: string
  readonly part: MigrationPart
  readonly find: string
  readonly show: string
  /** A kind of finding; empty for any. */
  readonly finding: string
}

export const historySearch = (search: RawSearch): HistorySearch => ({
  migration: textIn(search, 'migration'),
  part: wordIn(search, 'part', MIGRATION_PARTS),
  find: textIn(search, 'find'),
  show: wordOrNone(search, 'show', Object.keys(MIGRATION_SHOWS)),
  finding: wordOrNone(search, 'finding', Object.keys(HISTORY_FINDINGS)),
})

export const HISTORY_START = historySearch({})

/** A draft alone, beside what was generated for it, or beside the text that was signed. */
export const DRAFT_VIEWS = ['edit', 'compare', 'signed'] as const
export type DraftView = (typeof DRAFT_VIEWS)[number]

/** What the Baseline screen shows: a draft, a line of it (0: none), and a finding to mend there. */
export interface BaselineSearch {
  readonly draft: 'baseline' | 'seed'
  readonly line: number
  readonly finding: string
  readonly view: DraftView
}

export const baselineSearch = (search: RawSearch): BaselineSearch => ({
  draft: wordIn(search, 'draft', ['baseline', 'seed']),
  line: countIn(search, 'line'),
  finding: textIn(search, 'finding'),
  view: wordIn(search, 'view', DRAFT_VIEWS),
})

export const BASELINE_START = baselineSearch({})

/** What the Checklist screen shows: the item, or the class of acceptable differences, that was asked for. */
export interface ChecklistSearch {
  readonly item: string
  readonly class: string
}

export const checklistSearch = (search: RawSearch): ChecklistSearch => ({
  item: textIn(search, 'item'),
  class: textIn(search, 'class'),
})

export const CHECKLIST_START = checklistSearch({})

/** What the Export screen shows: the step of the plan that is unfolded, counted from 1; 0 for none. */
export interface ExportSearch {
  readonly step: number
}

export const exportSearch = (search: RawSearch): ExportSearch => ({ step: countIn(search, 'step') })

export const EXPORT_START = exportSearch({})
