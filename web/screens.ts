import { lazyRouteComponent } from '@tanstack/react-router'
import type { FunctionComponent } from 'react'

// Their types are written out because the screens use the router, whose type would else depend on them.
const lazily = (load: () => Promise<FunctionComponent>): FunctionComponent =>
  lazyRouteComponent(async () => ({ default: await load() }))

/** Each screen is loaded when it is opened. */
export const Overview: FunctionComponent = lazily(
  async () => (await import('./features/overview/overview-screen.tsx')).OverviewScreen,
)

export const History: FunctionComponent = lazily(
  async () => (await import('./features/history/history-screen.tsx')).HistoryScreen,
)

export const Compare: FunctionComponent = lazily(
  async () => (await import('./features/compare/compare-screen.tsx')).CompareScreen,
)

export const Baseline: FunctionComponent = lazily(
  async () => (await import('./features/baseline/baseline-screen.tsx')).BaselineScreen,
)

export const Checklist: FunctionComponent = lazily(
  async () => (await import('./features/checklist/checklist-screen.tsx')).ChecklistScreen,
)

export const Export: FunctionComponent = lazily(
  async () => (await import('./features/export/export-screen.tsx')).ExportScreen,
)

export const Deployments: FunctionComponent = lazily(
  async () => (await import('./features/deployments/deployments-screen.tsx')).DeploymentsScreen,
)
