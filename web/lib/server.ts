import type { ApiError, Report } from '../../shared/api.ts'
import { API, TOKEN_HEADER } from '../../shared/api.ts'

const TOKEN = 'rebaseline-token'

/** What a call came to; `gone` means that no server answered. */
export type Answer<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'refused'; readonly httpStatus: number; readonly error: ApiError }
  | { readonly status: 'gone' }

const UNREADABLE: ApiError = {
  code: 'unreadable-answer',
  message: 'The server answered something that this page does not understand.',
  help: 'Reload the page: it may be older than the server.',
}

async function call<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(path, init).catch(() => undefined)
  if (response === undefined) return { status: 'gone' }
  const body: unknown =
    response.status === 204 ? null : await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return { status: 'answered', value: body as T }
  const error = isRecord(body) && isRecord(body['error']) ? asError(body['error']) : UNREADABLE
  return { status: 'refused', httpStatus: response.status, error }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const asError = ({ code, message, help }: Record<string, unknown>): ApiError => ({
  code: String(code),
  message: String(message),
  help: String(help),
})

const callWithToken = <T>(path: string): Promise<Answer<T>> =>
  call<T>(path, { headers: { [TOKEN_HEADER]: sessionStorage.getItem(TOKEN) ?? '' } })

/** Exchanges a one-time code for a token, which lives as long as this tab. */
export async function openSession(code: string): Promise<Answer<null>> {
  const answer = await call<{ token: string }>(API.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  if (answer.status !== 'answered') return answer
  sessionStorage.setItem(TOKEN, answer.value.token)
  return { status: 'answered', value: null }
}

export const readReport = (): Promise<Answer<Report>> => callWithToken<Report>(API.report)

/** Whether the server still runs and still knows this session. */
export const knock = (): Promise<Answer<null>> => callWithToken<null>(API.alive)
