import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { ApiError } from '../../shared/api.ts'
import { announce } from '../lib/announce.ts'
import { asApiError } from '../lib/server.ts'

/** An error as people read it: what happened, what helps, and what they can do here. */
export function ErrorNotice({
  error,
  children,
}: {
  readonly error: ApiError
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
      {rest.length > 0 && <code className="notice-rest">{rest.join('\n')}</code>}
      <p className="notice-help">{error.help}</p>
      <p className="muted">
        <code>{error.code}</code>
      </p>
      {children}
    </section>
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
