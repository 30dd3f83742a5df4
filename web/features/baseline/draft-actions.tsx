import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { API } from '../../../shared/api.ts'
import type { Draft, DraftList, UndoDrafts } from '../../../shared/draft.ts'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { announce } from '../../lib/announce.ts'
import { addressOf, send } from '../../lib/server.ts'
import { takeDrafts } from '../../lib/take-drafts.ts'
import { useStartJob } from '../../lib/use-jobs.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { desk } from './desk.ts'

/** Changes the drafts on the server, once all that was typed is saved. */
function useChange<How = void>(change: (how: How) => Promise<DraftList>, said: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (how: How) => {
      await desk.flush()
      return change(how)
    },
    onSuccess: async (list) => {
      announce(said)
      await takeDrafts(client, list)
    },
  })
}

/** The error of a call, as long as that is still how it is. */
function useStillHolds(error: Error | null): Error | null {
  const holds = useSyncExternalStore(desk.subscribe, () => desk.stillHolds(error))
  return holds ? error : null
}

/** Makes a draft what was generated for it. */
export const useRegenerate = ({ name, file }: Pick<Draft, 'name' | 'file'>) =>
  useChange(
    () => send<DraftList>(addressOf(API.regenerate, { name }), {}),
    `${file} was written anew from what was generated.`,
  )

/** What can be done with the drafts as a whole. */
export function DraftActions({ draft }: { readonly draft: Draft }) {
  const { job } = useOverview()
  const canChange = useCanChange()
  const start = useStartJob()
  const regenerate = useRegenerate(draft)
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
export function UndoList({ undo, undoTrouble }: Pick<DraftList, 'undo' | 'undoTrouble'>) {
  const canChange = useCanChange()
  const back = useChange(
    (over: UndoDrafts['over']) => send<DraftList>(API.undo, { over }),
    `Taken back: ${undo[0] ?? 'nothing'}`,
  )
  const isOff = !canChange || back.isPending
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
      {undoTrouble === null ? (
        <p>
          <button type="button" disabled={isOff} onClick={() => back.mutate('nothing')}>
            Take the newest back
          </button>
        </p>
      ) : (
        <div className="undo-trouble">
          <p>
            <Mark tone="stale" word="Not as it was left:" /> {undoTrouble}. Taking the newest back
            puts the text there that stood before it. What stands there now becomes the newest
            change, so that it can be brought back.
          </p>
          <p>
            <button type="button" disabled={isOff} onClick={() => back.mutate('another program')}>
              Take it back all the same
            </button>
          </p>
        </div>
      )}
      {thrown && <Problem thrown={thrown} />}
    </>
  )
}
