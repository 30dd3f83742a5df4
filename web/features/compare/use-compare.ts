import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useMemo } from 'react'
import type { FindingView } from '../../../shared/object.ts'
import type { CompareSearch } from '../../lib/compare-search.ts'
import { findingsQuery, searchQuery, treeQuery } from '../../lib/queries.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { entriesInOrder, filterEntries, filterFindings, treeOf } from './tree-model.ts'

const route = getRouteApi('/compare')

/** The view that the address bar names, and how to change it. */
export function useView() {
  const view = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: Partial<CompareSearch>, history: 'push' | 'replace' = 'replace') =>
      void navigate({
        search: (now) => ({ ...now, offset: 0, ...next }),
        replace: history === 'replace',
      }),
    [navigate],
  )
  return { view, change }
}

const NONE: readonly FindingView[] = []

/** The objects and findings of the present run, and those that the filter lets through. */
export function useCompared(view: CompareSearch) {
  const { run } = useOverview()
  const { data: tree } = useSuspenseQuery(treeQuery(run))
  const all = useQuery(findingsQuery(run))
  const findings = all.data?.findings ?? NONE
  const find = useDeferredValue(view.find.trim())
  const search = useQuery({
    ...searchQuery(run, find),
    enabled: find !== '',
    placeholderData: keepPreviousData,
  })
  const ids = find === '' ? undefined : search.data?.ids
  const { status, kind, class: name, group } = view
  return useMemo(() => {
    const filter = { status, kind, class: name, find, found: ids && new Set(ids) }
    const shown = filterEntries(tree.entries, findings, filter)
    const branches = treeOf(shown, group)
    return {
      run,
      isReading: all.isPending,
      entries: tree.entries,
      domainNotes: tree.domainNotes,
      shown,
      branches,
      ordered: entriesInOrder(branches),
      allFindings: findings,
      findings: filterFindings(findings, new Map(shown.map((entry) => [entry.id, entry])), filter),
      problem: all.error ?? search.error,
    }
  }, [
    run,
    tree,
    findings,
    status,
    kind,
    name,
    find,
    ids,
    group,
    all.error,
    all.isPending,
    search.error,
  ])
}

export type Compared = ReturnType<typeof useCompared>
