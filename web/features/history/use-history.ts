import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useMemo } from 'react'
import type { HistoryView } from '../../../shared/history-view.ts'
import { historySearchQuery } from '../../lib/queries.ts'
import type { HistorySearch } from '../../lib/screen-search.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { shownMigrations } from './migration-filter.ts'

const route = getRouteApi('/history')

/** The view that the address bar names, and how to change it. */
export function useView() {
  const view = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: Partial<HistorySearch>, history: 'push' | 'replace' = 'replace') =>
      void navigate({
        search: (now) => ({ ...now, ...next }),
        replace: history === 'replace',
        resetScroll: false,
      }),
    [navigate],
  )
  return { view, change }
}

/** The migrations that the filter lets through, in the order they ran. */
export function useShown(history: HistoryView, view: HistorySearch) {
  const { run } = useOverview()
  const find = useDeferredValue(view.find.trim())
  const search = useQuery({
    ...historySearchQuery(run, find),
    enabled: find !== '',
    placeholderData: keepPreviousData,
  })
  const found = find === '' ? undefined : search.data?.names
  const { show } = view
  return useMemo(
    () => ({
      shown: shownMigrations(history, show, found && new Set(found)),
      problem: search.error,
    }),
    [history, show, found, search.error],
  )
}
