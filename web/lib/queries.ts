import { queryOptions } from '@tanstack/react-query'
import { API } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { DraftList, GeneratedObjects, KyselyTypes, Place } from '../../shared/draft.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import type { FoundMigrations, HistoryAnswer, MigrationView } from '../../shared/history-view.ts'
import type { DriftView } from '../../shared/drift.ts'
import type { LineView } from '../../shared/line-choice.ts'
import type {
  Findings,
  ObjectDetail,
  RowsPage,
  SearchResult,
  Statements,
  Tree,
} from '../../shared/object.ts'
import type { Overview } from '../../shared/overview.ts'
import { addressOf, read } from './server.ts'

const OVERVIEW_EVERY = 3_000

/** Where the project stands. Read again and again: it also tells whether the server is still there. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => read<Overview>(API.overview, signal),
  refetchInterval: OVERVIEW_EVERY,
  refetchIntervalInBackground: true,
  staleTime: 0,
})

/** What belongs to one run never changes, so the run's number is part of its key. */
const ofRun = <T>(run: number, name: string, path: string) =>
  queryOptions({
    queryKey: ['run', run, name, path],
    queryFn: ({ signal }) => read<T>(path, signal),
    enabled: run > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const treeQuery = (run: number) => ofRun<Tree>(run, 'tree', API.tree)
export const findingsQuery = (run: number) => ofRun<Findings>(run, 'findings', API.findings)

export const historyQuery = (run: number) => ofRun<HistoryAnswer>(run, 'history', API.history)

/** By its place in the history, counted from 1. */
export const migrationQuery = (run: number, number: number) => ({
  ...ofRun<MigrationView>(run, 'migration', addressOf(API.migration, { number })),
  enabled: number > 0,
  // Its file may be another one by now.
  staleTime: 0,
})

export const historySearchQuery = (run: number, words: string) =>
  ofRun<FoundMigrations>(run, 'history-search', addressOf(API.historySearch, { words }))

export const objectQuery = (run: number, id: string) =>
  ofRun<ObjectDetail>(run, 'object', addressOf(API.object, { id }))

export const rowsQuery = (run: number, id: string, offset: number) =>
  ofRun<RowsPage>(run, 'rows', addressOf(API.rows, { id, offset }))

export const generatedObjectsQuery = (run: number) =>
  ofRun<GeneratedObjects>(run, 'generated-objects', API.generatedObjects)

export const searchQuery = (run: number, words: string) =>
  ofRun<SearchResult>(run, 'search', addressOf(API.search, { words }))

export const placeQuery = (run: number, id: string) =>
  ofRun<Place>(run, 'place', addressOf(API.place, { id }))

export const statementsQuery = (run: number, id: string) =>
  ofRun<Statements>(run, 'statements', addressOf(API.statements, { id }))

/** Follow the drafts, which other programs may change too. */
export const draftsQuery = queryOptions({
  queryKey: ['drafts'],
  queryFn: ({ signal }) => read<DraftList>(API.drafts, signal),
})

/** Read once, and kept: about a megabyte. */
export const kyselyTypesQuery = queryOptions({
  queryKey: ['kysely-types'],
  queryFn: ({ signal }) => read<KyselyTypes>(API.kyselyTypes, signal),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

export const checklistQuery = queryOptions({
  queryKey: ['checklist'],
  queryFn: ({ signal }) => read<Checklist>(API.checklist, signal),
})

export const exportPlanQuery = queryOptions({
  queryKey: ['export-plan'],
  queryFn: ({ signal }) => read<ExportPlan>(API.exportPlan, signal),
})

/** Another one after each job. */
export const driftQuery = (job: string) =>
  queryOptions({
    queryKey: ['drift', job],
    queryFn: ({ signal }) => read<DriftView>(API.drift, signal),
  })

export const lineQuery = queryOptions({
  queryKey: ['line'],
  queryFn: ({ signal }) => read<LineView>(API.line, signal),
})
