import type { Comparison } from './finding.ts'

/** The header that carries the session's token on every call. */
export const TOKEN_HEADER = 'x-rebaseline-token'

/** Every address the page calls. */
export const API = {
  session: '/api/session',
  report: '/api/report',
  alive: '/api/alive',
  overview: '/api/overview',
  /** POST starts one. */
  jobs: '/api/jobs',
  jobEvents: '/api/jobs/:number/events',
  cancelJob: '/api/jobs/:number/cancel',
  tree: '/api/tree',
  findings: '/api/findings',
  search: '/api/search',
  object: '/api/objects/:id',
  rows: '/api/objects/:id/rows',
  drafts: '/api/drafts',
  /** PUT saves it. */
  draft: '/api/drafts/:name',
  regenerate: '/api/drafts/:name/regenerate',
  mend: '/api/mend',
  undo: '/api/undo',
  place: '/api/findings/:id/place',
  checklist: '/api/checklist',
  sign: '/api/checklist/sign',
  withdraw: '/api/checklist/withdraw',
  acknowledge: '/api/checklist/acknowledge',
  exportPlan: '/api/export',
  applyExport: '/api/export/apply',
} as const

/** An error as people read it: what happened, and what helps. */
export interface ApiError {
  readonly code: string
  readonly message: string
  readonly help: string
}

/** One database of a comparison, without any secret. */
export interface SideFacts {
  /** Where it came from: `replayed from examples/studio/migrations`. */
  readonly origin: string
  readonly host: string
  readonly database: string
  /** As Postgres prints it: `18.4`. */
  readonly serverVersion: string
  /** True for a database that is in use, and not one that we created. */
  readonly live: boolean
}

/** Something else that was tried, such as a second build of the old folder. */
export interface Proof {
  readonly title: string
  readonly outcome: 'holds' | 'fails' | 'unknown'
  readonly detail: string
}

interface Sides {
  readonly old: SideFacts
  readonly rebuilt: SideFacts
}

/** One comparison of two databases, or why there is none. */
export type ReportedComparison =
  | {
      readonly status: 'compared'
      readonly title: string
      readonly sides: Sides
      readonly comparison: Comparison
      readonly proofs?: readonly Proof[]
    }
  | { readonly status: 'failed'; readonly title: string; readonly error: ApiError }

/** Everything the page shows. Times are ISO 8601. */
export interface Report {
  readonly project: string
  readonly comparisons: readonly ReportedComparison[]
  readonly startedAt: string
  readonly finishedAt: string
}
