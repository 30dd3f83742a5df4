import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { CallRefused } from '../../lib/server.ts'
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
  return (
    <Mark
      tone={state.status === 'conflict' ? 'stale' : 'not-compared'}
      word={state.status === 'conflict' ? 'Changed by another program' : 'Not saved'}
    />
  )
}

/** What keeps a draft from being saved, and what the person can do. */
export function SaveTrouble({
  draft: { state, buffer },
  file,
}: {
  readonly draft: OpenDraft
  readonly file: string
}) {
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
        editing. Nothing is saved until you choose.
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
