import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  stripSearchParams,
} from '@tanstack/react-router'
import { Problem } from './components/notice.tsx'
import { Frame } from './features/frame/frame.tsx'
import { NotFound } from './features/frame/not-found.tsx'
import { COMPARE_START, compareSearch } from './lib/compare-search.ts'
import {
  BASELINE_START,
  baselineSearch,
  CHECKLIST_START,
  checklistSearch,
  EXPORT_START,
  exportSearch,
} from './lib/screen-search.ts'
import { formatSearch, parseSearch } from './lib/search-params.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

/** Each screen is loaded when it is opened. */
const screens = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(
      () => import('./features/overview/overview-screen.tsx'),
      'OverviewScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/compare',
    validateSearch: compareSearch,
    search: { middlewares: [stripSearchParams(COMPARE_START)] },
    component: lazyRouteComponent(
      () => import('./features/compare/compare-screen.tsx'),
      'CompareScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/baseline',
    validateSearch: baselineSearch,
    search: { middlewares: [stripSearchParams(BASELINE_START)] },
    component: lazyRouteComponent(
      () => import('./features/baseline/baseline-screen.tsx'),
      'BaselineScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/checklist',
    validateSearch: checklistSearch,
    search: { middlewares: [stripSearchParams(CHECKLIST_START)] },
    component: lazyRouteComponent(
      () => import('./features/checklist/checklist-screen.tsx'),
      'ChecklistScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/export',
    validateSearch: exportSearch,
    search: { middlewares: [stripSearchParams(EXPORT_START)] },
    component: lazyRouteComponent(
      () => import('./features/export/export-screen.tsx'),
      'ExportScreen',
    ),
  }),
])

/** Where the page is stands in the fragment, which no server reads. Made once the one-time code has left it. */
export const createPageRouter = () =>
  createRouter({
    routeTree: screens,
    history: createHashHistory(),
    parseSearch,
    stringifySearch: formatSearch,
    defaultErrorComponent: ({ error }) => <Problem thrown={error} />,
    defaultPreload: 'intent',
    scrollRestoration: false,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
