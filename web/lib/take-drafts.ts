import type { QueryClient } from '@tanstack/react-query'
import type { DraftList } from '../../shared/draft.ts'
import { draftsQuery, exportPlanQuery, overviewQuery } from './queries.ts'

/** Puts what a change answered in place of the drafts that were read before; resolves once what depends on them is read. */
export async function takeDrafts(client: QueryClient, list: DraftList): Promise<void> {
  await client.cancelQueries({ queryKey: draftsQuery.queryKey })
  client.setQueryData(draftsQuery.queryKey, list)
  // The reading that was called off may have been of what another program wrote after this change.
  const told = client.getQueryData(overviewQuery.queryKey)?.revisions?.draft ?? 0
  const old = told > list.revision ? [draftsQuery] : []
  await Promise.all(
    [...old, overviewQuery, exportPlanQuery].map(({ queryKey }) =>
      client.invalidateQueries({ queryKey }),
    ),
  )
}
