import { ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useFollowedJob } from '../lib/job-store.ts'
import { Modal } from './modal.tsx'

const SHOWN = 2_000

/** Opens the log of a job, which grows while it runs. */
export function JobLog({ number }: { readonly number: number }) {
  const [state, setState] = useState<'open' | 'closed'>('closed')
  return (
    <>
      <button type="button" onClick={() => setState('open')}>
        <ScrollText size={14} aria-hidden="true" />
        Log
      </button>
      {state === 'open' && (
        <Modal title="Log of the last job" onClose={() => setState('closed')}>
          <LogLines number={number} />
        </Modal>
      )}
    </>
  )
}

function LogLines({ number }: { readonly number: number }) {
  const { log } = useFollowedJob(number)
  if (log.length === 0) return <p className="empty">It has said nothing so far.</p>
  const lines = log.slice(-SHOWN).map(({ at, text }) => `${at.slice(11, 19)}  ${text}`)
  return (
    <>
      {log.length > SHOWN && (
        <p className="muted">
          The last {SHOWN} of {log.length} lines:
        </p>
      )}
      <textarea
        className="log"
        aria-label="Lines of the log"
        readOnly
        rows={24}
        value={lines.join('\n')}
        ref={scrollToEnd}
      />
    </>
  )
}

function scrollToEnd(box: HTMLTextAreaElement | null): void {
  if (box) box.scrollTop = box.scrollHeight
}
