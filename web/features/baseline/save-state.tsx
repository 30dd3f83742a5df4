import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { CallRefused } from '../../lib/server.ts'
import type { Draft } from '../../../shared/draft.ts'
import { useCanChange } from '../../lib/use-overview.ts'
import { useRegenerate } from './draft-actions.tsx'
import type { DraftBuffer } from './draft-buffer.ts'
import type { OpenDraft } from './use-draft.ts'

/** Whether what is in the editor stands on disk. */
export function SaveState({
  state,
  file,
}: {
  readonly state: OpenDraft['state']
  readonly file: string
}) {
  if (state.status === 'saved') return <span className="muted">Saved as {file}</span>
  if (state.status === 'unsaved') return <span className="muted">Saving…</span>
  return <Mark {...TROUBLES[state.status]} />
}

const TROUBLES = {
  conflict: { tone: 'stale', word: 'Changed by another program' },
  deleted: { tone: 'stale', word: 'Deleted on disk' },
  failed: { tone: 'not-compared', word: 'Not saved' },
} as const

/** What keeps a draft from being saved, and what the person can do. */
export function SaveTrouble({
  open: { state, buffer },
  draft,
}: {
  readonly open: OpenDraft
  readonly draft: Draft
}) {
  const { file } = draft
  if (state.status === 'deleted') return <Deleted draft={draft} buffer={buffer} />
  if (state.status === 'failed') {
    return (
      <div className="save-trouble">
        <Problem thrown={new CallRefused(409, state.error)} onRetry={() => void buffer.flush()} />
        <p>
          Your text is safe here: it is kept in this browser, and saved as soon as that is possible.
        </p>
      </div>
    )
  }
  if (state.status !== 'conflict') return null
  return (
    <section className="notice tone-stale save-trouble" aria-label="Two texts">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          ↻
        </span>{' '}
        {file} was changed by another program while you were editing it.
      </p>
      <p>
        Both texts are kept: on the left the one on disk, on the right yours, which you can go on
        editing. Until you choose, nothing is saved, and no other text is shown beside yours.
      </p>
      <p className="actions">
        <button type="button" onClick={() => void buffer.keepMine()}>
          Save mine over it
        </button>
        <button type="button" onClick={buffer.takeTheirs}>
          Take the one on disk
        </button>
        <span className="muted">Ctrl+Z in the editor brings yours back.</span>
      </p>
    </section>
  )
}

/** The file of a draft is gone: it is there again only once somebody says so. */
function Deleted({ draft, buffer }: { readonly draft: Draft; readonly buffer: DraftBuffer }) {
  const { file, generated } = draft
  const regenerate = useRegenerate(draft)
  const isOff = !useCanChange() || regenerate.isPending
  const isKnown = buffer.text !== ''
  return (
    <section className="notice tone-stale save-trouble" aria-label="Deleted on disk">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          ↻
        </span>{' '}
        {file} was deleted on disk by another program.
      </p>
      <p>
        {isKnown
          ? 'The editor still holds its text, and keeps it. Nothing is written, and nothing can be verified, until you choose.'
          : 'This page never had its text: regenerate it, or put the file back into .rebaseline/drafts yourself.'}
      </p>
      <p className="actions">
        {isKnown && (
          <button type="button" disabled={isOff} onClick={() => void buffer.writeBack()}>
            Write it back
          </button>
        )}
        <button
          type="button"
          disabled={isOff || generated === null}
          onClick={() => regenerate.mutate()}
        >
          Regenerate it
        </button>
        {generated === null && (
          <span className="muted">Nothing was generated yet: “Regenerate both” does so.</span>
        )}
      </p>
      {regenerate.error && <Problem thrown={regenerate.error} />}
    </section>
  )
}
