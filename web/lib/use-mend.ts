import { useMutation, useQueryClient } from '@tanstack/react-query'
import { API } from '../../shared/api.ts'
import type { Mended } from '../../shared/draft.ts'
import { counted } from '../../shared/report.ts'
import { announce } from './announce.ts'
import { overviewQuery } from './queries.ts'
import { send } from './server.ts'
import { takeDrafts } from './take-drafts.ts'

/** What a mend came to, in one sentence. */
export function mendedText({ mended, left }: Mended): string {
  const done = `Statements for ${counted(mended.length, 'finding')} were added to the drafts`
  return left.length === 0
    ? `${done}.`
    : `${done}; ${counted(left.length, 'finding')} must be mended by hand.`
}

/** Adds to the drafts what mends these findings, which are those of the present run: the next one has others. */
export function useMend() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (findings: readonly string[]) => {
      const run = client.getQueryData(overviewQuery.queryKey)?.run
      return { ...(await send<Mended>(API.mend, { findings })), run }
    },
    onSuccess: async (mended) => {
      announce(mendedText(mended))
      await takeDrafts(client, mended.drafts)
    },
  })
}
