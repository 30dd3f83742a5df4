import { RebaselineError, type ErrorDetails } from './errors.ts'

/** Where in what was sent an error is. */
export interface StatementPlace {
  /** How many statements were done before. */
  readonly completed: number
  /** The character, counted from 1, where Postgres names one. */
  readonly position?: number
}

/** The server found no space left on its device. */
export const NO_ROOM = '53100'

/** Names that Postgres says of what a statement met, such as the constraint that refused its row. */
export interface RefusedBy {
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly constraint?: string | undefined
  /** The domain, where its constraint refused a value. */
  readonly type?: string | undefined
}

/** A statement that Postgres refused, with what Postgres said about it. */
export class QueryFailed extends RebaselineError {
  /** SQLSTATE, such as 42P01; empty when the connection was lost. */
  readonly sqlState: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  /** The statement as it was sent, or several at once. */
  readonly statement: string
  readonly place: StatementPlace
  /** What the statement met. */
  readonly about: RefusedBy

  constructor(
    details: ErrorDetails & {
      sqlState: string
      detail?: string | undefined
      hint?: string | undefined
      statement: string
      place?: StatementPlace
      about?: RefusedBy
    },
  ) {
    super(details.sqlState === NO_ROOM ? 'disk-full' : 'query-failed', details)
    this.name = 'QueryFailed'
    this.sqlState = details.sqlState
    this.detail = details.detail
    this.hint = details.hint
    this.statement = details.statement
    this.place = details.place ?? { completed: 0 }
    this.about = details.about ?? {}
  }
}

/**
 * True where Postgres refused a statement. A lost connection, a full disk or a server that stops says nothing about the
 * statement.
 */
export const isRefused = (error: unknown): error is QueryFailed =>
  error instanceof QueryFailed && /^(?!08|53|57|58)./.test(error.sqlState)

/** True where the server may be gone: it can't be reached, or closed the connection. */
export const isLost = (error: unknown): boolean =>
  error instanceof QueryFailed
    ? /^(?:|08...|57P0.)$/.test(error.sqlState)
    : error instanceof RebaselineError && error.code === 'server-unreachable'
