import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { API } from '../../../shared/api.ts'
import type { Draft, DraftList } from '../../../shared/draft.ts'
import { Problem } from '../../components/notice.tsx'
import { announce } from '../../lib/announce.ts'
import { draftsQuery, exportPlanQuery, overviewQuery } from '../../lib/queries.ts'
import { addressOf, send } from '../../lib/server.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { desk } from './desk.ts'

/** Changes the drafts on the server, once all that was typed is saved. */
function useChange(change: () => Promise<DraftList>, said: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      await desk.flush()
      return change()
    },
    onSuccess: async (list) => {
      announce(said)
      client.setQueryData(draftsQuery.queryKey, list)
      await Promise.all(
        [overviewQuery, exportPlanQuery].map(({ queryKey }) =>
          client.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
}

/** The error of a call, as long as that is still how it is. */
function useStillHolds(error: Error | null): Error | null {
  const holds = useSyncExternalStore(desk.subscribe, () => desk.stillHolds(error))
  return holds ? error : null
}

/** What can be done with the drafts as a whole. */
export function DraftActions({ draft }: { readonly draft: Draft }) {
  const { job } = useOverview()
  const canChange = useCanChange()
  const start = useStartJob()
  const regenerate = useChange(
    () => send<DraftList>(addressOf(API.regenerate, { name: draft.name }), {}),
    `${draft.file} was written anew from what was generated.`,
  )
  const isOff = !canChange || job?.state === 'running' || start.isPending
  const thrown = useStillHolds(start.error ?? regenerate.error)
  return (
    <>
      <div className="actions">
        <button
          type="button"
          disabled={isOff || regenerate.isPending || draft.generated === null}
          onClick={() => regenerate.mutate()}
        >
          Regenerate {draft.file}
        </button>
        <button type="button" disabled={isOff} onClick={() => start.mutate('generate')}>
          Regenerate both and verify
        </button>
        <button
          type="button"
          className="primary"
          disabled={isOff}
          onClick={() => start.mutate('verify')}
        >
          <RotateCcw size={14} aria-hidden="true" />
          Verify again <span className="key-hint">Ctrl+Enter</span>
        </button>
      </div>
      {thrown && <Problem thrown={thrown} />}
    </>
  )
}

/** What was done to the drafts, newest first; the newest can be taken back. */
export function UndoList({ undo }: { readonly undo: readonly string[] }) {
  const canChange = useCanChange()
  const back = useChange(() => send<DraftList>(API.undo, {}), `Taken back: ${undo[0] ?? 'nothing'}`)
  const thrown = useStillHolds(back.error)
  if (undo.length === 0) return <p className="muted">Nothing was changed here yet.</p>
  return (
    <>
      <ol className="undo">
        {undo.map((title, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- Titles repeat; a place in the stack is what they are.
          <li key={undo.length - index}>{title}</li>
        ))}
      </ol>
      <p>
        <button type="button" disabled={!canChange || back.isPending} onClick={() => back.mutate()}>
          Take the newest back
        </button>
      </p>
      {thrown && <Problem thrown={thrown} />}
    </>
  )
}
