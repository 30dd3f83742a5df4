import { useMutation, useQueryClient } from '@tanstack/react-query'
import { API } from '../../../shared/api.ts'
import type { Exported } from '../../../shared/export-plan.ts'
import { counted } from '../../../shared/report.ts'
import { announce } from '../../lib/announce.ts'
import { exportPlanQuery, overviewQuery } from '../../lib/queries.ts'
import { send } from '../../lib/server.ts'

/** Applies the plan with this hash and no other. */
export function useExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (hash: string) => send<Exported>(API.applyExport, { hash }),
    onSuccess: ({ steps }) => announce(`Exported in ${counted(steps, 'step')}.`),
    onSettled: () =>
      Promise.all(
        [exportPlanQuery, overviewQuery].map(({ queryKey }) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
