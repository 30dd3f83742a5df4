/** The header that carries the session's token on every call. */
export const TOKEN_HEADER = 'x-rebaseline-token'

/** Every address the page calls. */
export const API = {
  session: '/api/session',
  alive: '/api/alive',
  overview: '/api/overview',
  firstRun: '/api/first-run',
  firstRunPreview: '/api/first-run/preview',
  beginProject: '/api/first-run/begin',
  /** POST starts one. */
  jobs: '/api/jobs',
  jobEvents: '/api/jobs/:number/events',
  cancelJob: '/api/jobs/:number/cancel',
  line: '/api/line',
  chooseLine: '/api/line/choose',
  drift: '/api/drift',
  tree: '/api/tree',
  findings: '/api/findings',
  search: '/api/search',
  object: '/api/objects/:id',
  regenerateObject: '/api/objects/:id/regenerate',
  rows: '/api/objects/:id/rows',
  history: '/api/history',
  historySearch: '/api/history/search',
  migration: '/api/history/migrations/:number',
  drafts: '/api/drafts',
  /** PUT saves it. */
  draft: '/api/drafts/:name',
  regenerate: '/api/drafts/:name/regenerate',
  generatedObjects: '/api/generated-objects',
  mend: '/api/mend',
  undo: '/api/undo',
  kyselyTypes: '/api/kysely-types',
  place: '/api/findings/:id/place',
  statements: '/api/findings/:id/statements',
  checklist: '/api/checklist',
  sign: '/api/checklist/sign',
  withdraw: '/api/checklist/withdraw',
  acknowledge: '/api/checklist/acknowledge',
  exportPlan: '/api/export',
  applyExport: '/api/export/apply',
  undoExport: '/api/export/undo',
} as const

/** An error as people read it: what happened, and what helps. */
export interface ApiError {
  readonly code: string
  readonly message: string
  readonly help: string
}
