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
    onSuccess: (checklist, { to }) => {
      announce(SAID[to])
      onDone()
      client.setQueryData(checklistQuery.queryKey, checklist)
    },
    // A refusal may come of something that changed meanwhile.
    onError: () => client.invalidateQueries({ queryKey: checklistQuery.queryKey }),
    // Nobody waits for what else changes by it.
    onSettled: () => {
      for (const { queryKey } of [overviewQuery, exportPlanQuery])
        void client.invalidateQueries({ queryKey })
    },
  })
}
