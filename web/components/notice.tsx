import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { ApiError } from '../../shared/api.ts'
import { announce } from '../lib/announce.ts'
import { asApiError } from '../lib/server.ts'

/** An error as people read it: what happened, what helps, and what they can do here; its facts in place of all that was said, where they are known one by one. */
export function ErrorNotice({
  error,
  facts,
  children,
}: {
  readonly error: ApiError
  readonly facts?: ReactNode
  readonly children?: ReactNode
}) {
  useEffect(() => announce(error.message), [error.message])
  const [title = '', ...rest] = error.message.split('\n')
  return (
    <section className="notice tone-not-compared" aria-label="Problem">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          !
        </span>{' '}
        {title}
      </p>
      {facts}
      {rest.length > 0 && <Rest text={rest.join('\n')} folded={facts !== undefined} />}
      <p className="notice-help">{error.help}</p>
      <p className="muted">
        <code>{error.code}</code>
      </p>
      {children}
    </section>
  )
}

function Rest({ text, folded }: { readonly text: string; readonly folded: boolean }) {
  const rest = <code className="notice-rest">{text}</code>
  return folded ? (
    <details>
      <summary>All that was said</summary>
      {rest}
    </details>
  ) : (
    rest
  )
}

/** Whatever a call threw, as people read it. */
export const Problem = ({
  thrown,
  onRetry,
}: {
  readonly thrown: unknown
  readonly onRetry?: () => void
}) => (
  <ErrorNotice error={asApiError(thrown)}>
    {onRetry && (
      <p>
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    )}
  </ErrorNotice>
)
