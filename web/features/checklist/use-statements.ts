import { useMutation, useQueryClient } from '@tanstack/react-query'
import { API } from '../../../shared/api.ts'
import type {
  AcknowledgeClass,
  Checklist,
  SignItems,
  WithdrawItem,
} from '../../../shared/checklist.ts'
import { announce } from '../../lib/announce.ts'
import { checklistQuery, exportPlanQuery, overviewQuery } from '../../lib/queries.ts'
import { send } from '../../lib/server.ts'

/** Something that a person states, ready to be sent. */
export type Statement =
  | { readonly to: 'sign'; readonly body: SignItems }
  | { readonly to: 'withdraw'; readonly body: WithdrawItem }
  | { readonly to: 'acknowledge'; readonly body: AcknowledgeClass }

const SAID = { sign: 'Signed.', withdraw: 'Withdrawn.', acknowledge: 'Acknowledged.' } as const

/** Sends what a person states; the answer is the checklist as it is then, which is seen once `onDone` was called. */
export function useStatement(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ to, body }: Statement) => send<Checklist>(API[to], body),
    onSuccess: async (checklist, { to }) => {
      announce(SAID[to])
      onDone()
      // A reading that is under way may be from before the statement, and would come after it.
      await client.cancelQueries({ queryKey: checklistQuery.queryKey })
      client.setQueryData(checklistQuery.queryKey, checklist)
    },
    // Nobody waits for what else changes by it; a refusal, or the reading that was called off, may be about what others stated.
    onSettled: () => {
      for (const { queryKey } of [checklistQuery, overviewQuery, exportPlanQuery])
        void client.invalidateQueries({ queryKey })
    },
  })
}
