import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  stripSearchParams,
} from '@tanstack/react-router'
import type { ErrorRouteComponent, SearchSchemaInput } from '@tanstack/react-router'
import type { FunctionComponent } from 'react'
import { Problem } from './components/notice.tsx'
import { Frame } from './features/frame/frame.tsx'
import { NotFound } from './features/frame/not-found.tsx'
import type { CompareSearch } from './lib/compare-search.ts'
import { COMPARE_START, compareSearch } from './lib/compare-search.ts'
import type {
  BaselineSearch,
  ChecklistSearch,
  ExportSearch,
  HistorySearch,
} from './lib/screen-search.ts'
import {
  BASELINE_START,
  baselineSearch,
  CHECKLIST_START,
  checklistSearch,
  EXPORT_START,
  exportSearch,
  HISTORY_START,
  historySearch,
} from './lib/screen-search.ts'
import { formatSearch, parseSearch } from './lib/search-params.ts'
import { Baseline, Checklist, Compare, Deployments, Export, History, Overview } from './screens.ts'

/** A link names only what is not as at the start. */
type Given<Search> = Partial<Search> & SearchSchemaInput

// Typed by hand: what they draw uses the router, whose type would else depend on them.
const frame: FunctionComponent = Frame
const notFound: FunctionComponent = NotFound
const failed: ErrorRouteComponent = ({ error }) => <Problem thrown={error} />

const root = createRootRoute({ component: frame, notFoundComponent: notFound })

// Each in a constant of its own: inside of a list they would lose their types.
const overview = createRoute({ getParentRoute: () => root, path: '/', component: Overview })
const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: (search: Given<HistorySearch>) => historySearch(search),
  search: { middlewares: [stripSearchParams(HISTORY_START)] },
  component: History,
})
const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (search: Given<CompareSearch>) => compareSearch(search),
  search: { middlewares: [stripSearchParams(COMPARE_START)] },
  component: Compare,
})
const baseline = createRoute({
  getParentRoute: () => root,
  path: '/baseline',
  validateSearch: (search: Given<BaselineSearch>) => baselineSearch(search),
  search: { middlewares: [stripSearchParams(BASELINE_START)] },
  component: Baseline,
})
const checklist = createRoute({
  getParentRoute: () => root,
  path: '/checklist',
  validateSearch: (search: Given<ChecklistSearch>) => checklistSearch(search),
  search: { middlewares: [stripSearchParams(CHECKLIST_START)] },
  component: Checklist,
})
const exporting = createRoute({
  getParentRoute: () => root,
  path: '/export',
  validateSearch: (search: Given<ExportSearch>) => exportSearch(search),
  search: { middlewares: [stripSearchParams(EXPORT_START)] },
  component: Export,
})
const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  component: Deployments,
})
const screens = root.addChildren([
  overview,
  history,
  compare,
  baseline,
  checklist,
  exporting,
  deployments,
])

/** Where the page is stands in the fragment, which no server reads. Made once the one-time code has left it. */
export const createPageRouter = () =>
  createRouter({
    routeTree: screens,
    history: createHashHistory(),
    parseSearch,
    stringifySearch: formatSearch,
    defaultErrorComponent: failed,
    defaultPreload: 'intent',
    scrollRestoration: false,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
