import type { ReactNode } from 'react'
import type { ApiError } from '../../shared/api.ts'

/** An error as people read it: what happened, what helps, and what they can do here. */
export function ErrorNotice({
  error,
  children,
}: {
  readonly error: ApiError
  readonly children?: ReactNode
}) {
  return (
    <div className="notice tone-not-compared" role="alert">
      <p className="notice-title">
        <span className="glyph" aria-hidden="true">
          !
        </span>{' '}
        {error.message}
      </p>
      <p>{error.help}</p>
      <p className="muted">
        <code>{error.code}</code>
      </p>
      {children}
    </div>
  )
}
