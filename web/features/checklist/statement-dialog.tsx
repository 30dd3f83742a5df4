import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { Modal } from '../../components/modal.tsx'
import { Problem } from '../../components/notice.tsx'
import type { Statement } from './use-statements.ts'
import { useStatement } from './use-statements.ts'

/** The words are what the dialog was opened for. */
const focusOn = (element: HTMLTextAreaElement | null): void => element?.focus()

/** Asks for a few words and states something with them. */
export function StatementDialog({
  title,
  words,
  action,
  needed,
  make,
  onClose,
  children,
}: {
  readonly title: string
  /** What the words are called. */
  readonly words: string
  readonly action: string
  readonly needed: 'needed' | 'optional'
  readonly make: (words: string) => Statement
  readonly onClose: () => void
  readonly children?: ReactNode
}) {
  const id = useId()
  const [text, setText] = useState('')
  const statement = useStatement(onClose)
  const isMissing = needed === 'needed' && text.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isMissing || statement.isPending) return
    statement.mutate(make(text.trim()))
  }
  return (
    <Modal title={title} onClose={onClose}>
      <form className="statement" onSubmit={submit}>
        {children}
        <label htmlFor={id}>
          {words} {needed === 'optional' && <span className="muted">(may be empty)</span>}
        </label>
        <textarea
          id={id}
          ref={focusOn}
          rows={3}
          maxLength={4000}
          value={text}
          required={needed === 'needed'}
          onChange={(event) => setText(event.target.value)}
        />
        {statement.error && <Problem thrown={statement.error} />}
        <p className="actions">
          <button
            type="submit"
            className="primary"
            disabled={isMissing}
            aria-busy={statement.isPending}
          >
            {action}
          </button>
          {isMissing && <span className="muted">Say why first.</span>}
        </p>
      </form>
    </Modal>
  )
}
