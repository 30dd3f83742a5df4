import type { ApiError } from '../../shared/api.ts'
import { API, TOKEN_HEADER } from '../../shared/api.ts'

const TOKEN = 'rebaseline-token'

/** The server refused a call, in its own words. */
export class CallRefused extends Error {
  readonly httpStatus: number
  readonly error: ApiError

  constructor(httpStatus: number, error: ApiError) {
    super(error.message)
    this.httpStatus = httpStatus
    this.error = error
  }
}

/** No server answered at all. */
export class ServerGone extends Error {
  override readonly message = GONE.message
}

const GONE: ApiError = {
  code: 'server-gone',
  message: 'The server does not answer.',
  help: 'It may have been stopped. Start the command again and open its new link.',
}

const UNREADABLE: ApiError = {
  code: 'unreadable-answer',
  message: 'The server answered something that this page does not understand.',
  help: 'Reload the page: it may be older than the server.',
}

/** What went wrong in a call, as people read it. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof CallRefused) return thrown.error
  return thrown instanceof ServerGone ? GONE : UNREADABLE
}

/** Puts values into an address of `API`: `:name` parts first, everything else as its query. */
export function addressOf(path: string, values: Readonly<Record<string, string | number>>): string {
  const rest = new Map(Object.entries(values))
  const filled = path.replace(/:([a-z]+)/g, (_, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)]))
  return query.size === 0 ? filled : `${filled}?${query.toString()}`
}

async function request(path: string, init: RequestInit): Promise<Response> {
  const headers = { ...init.headers, [TOKEN_HEADER]: sessionStorage.getItem(TOKEN) ?? '' }
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ServerGone()
  })
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => undefined)
  const error = isRecord(body) && isRecord(body['error']) ? errorOf(body['error']) : UNREADABLE
  throw new CallRefused(response.status, error)
}

async function bodyOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return null as T
  const text = await response.text().catch(() => {
    throw new ServerGone()
  })
  try {
    return JSON.parse(text) as T
  } catch {
    throw new CallRefused(response.status, UNREADABLE)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const errorOf = ({ code, message, help }: Record<string, unknown>): ApiError => ({
  code: String(code),
  message: String(message),
  help: String(help),
})

/** Reads what stands at an address. Throws CallRefused or ServerGone. */
export const read = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  bodyOf<T>(await request(path, signal ? { signal } : {}))

/** Sends a JSON body. Throws CallRefused or ServerGone. */
export const send = async <T>(
  path: string,
  body: unknown,
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> =>
  bodyOf<T>(
    await request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

/** Reads a stream of JSON lines until it ends or is called off; half a line at the end of a cut stream is left out. */
export async function readLines<T>(
  path: string,
  { signal, onLine }: { readonly signal: AbortSignal; readonly onLine: (line: T) => void },
): Promise<void> {
  const { body } = await request(path, { signal })
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') onLine(JSON.parse(line) as T)
  }
}

/** Exchanges a one-time code for a token, which lives as long as this tab. */
export async function openSession(code: string): Promise<void> {
  const { token } = await send<{ token: string }>(API.session, { code })
  sessionStorage.setItem(TOKEN, token)
}
