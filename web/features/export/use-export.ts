import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { API } from '../../../shared/api.ts'
import type { Exported, TakenBack } from '../../../shared/export-plan.ts'
import { counted } from '../../../shared/report.ts'
import { announce } from '../../lib/announce.ts'
import { checklistQuery, exportPlanQuery, overviewQuery } from '../../lib/queries.ts'
import { send } from '../../lib/server.ts'

/** Applies the plan with this hash and no other. */
export function useExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (hash: string) => send<Exported>(API.applyExport, { hash }),
    onSuccess: ({ steps }) => announce(`Exported in ${counted(steps, 'step')}.`),
    onSettled: () => lookAgain(client),
  })
}

/** Takes the export back that stands in the project, or that was interrupted. */
export function useUndoExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => send<TakenBack>(API.undoExport, {}),
    onSuccess: ({ steps, later = [] }) =>
      announce(
        [`The export was taken back: ${counted(steps, 'step')}`, ...later, ''].join('. ').trim(),
      ),
    onSettled: () => lookAgain(client),
  })
}

const lookAgain = (client: QueryClient): Promise<unknown> =>
  Promise.all(
    [exportPlanQuery, overviewQuery, checklistQuery].map(({ queryKey }) =>
      client.invalidateQueries({ queryKey }),
    ),
  )
