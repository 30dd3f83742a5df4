import type { Screen } from '../../shared/overview.ts'

/** Where each screen stands in the address bar. */
export const SCREEN_PATHS = {
  overview: '/',
  history: '/history',
  compare: '/compare',
  baseline: '/baseline',
  checklist: '/checklist',
  export: '/export',
  deployments: '/deployments',
} as const satisfies Record<Screen, string>

export const SCREEN_NAMES = {
  overview: 'Overview',
  history: 'History',
  compare: 'Compare',
  baseline: 'Baseline',
  checklist: 'Checklist',
  export: 'Export',
  deployments: 'Deployments',
} as const satisfies Record<Screen, string>
