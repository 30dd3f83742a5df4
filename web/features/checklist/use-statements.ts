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

/** Sends what a person states; the answer is the checklist as it is then. */
export function useStatement() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ to, body }: Statement) => send<Checklist>(API[to], body),
    onSuccess: (checklist, { to }) => {
      announce(SAID[to])
      client.setQueryData(checklistQuery.queryKey, checklist)
    },
    // A refusal may come of something that changed meanwhile.
    onError: () => client.invalidateQueries({ queryKey: checklistQuery.queryKey }),
    onSettled: () =>
      Promise.all(
        [overviewQuery, exportPlanQuery].map(({ queryKey }) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
