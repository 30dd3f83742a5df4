import { useCallback, useEffect, useState } from 'react'
import type { ApiError, Report } from '../../shared/api.ts'
import { takeCode } from './address-bar.ts'
import { knock, openSession, readReport } from './server.ts'

const KNOCK_EVERY = 3_000

/** What the page has to show; once there is a report it stays, whatever becomes of the server. */
export type ReportState =
  | { readonly status: 'loading' }
  | { readonly status: 'locked' | 'failed'; readonly error: ApiError }
  | {
      readonly status: 'shown'
      readonly report: Report
      readonly server: 'there' | 'gone' | 'another'
    }

const GONE: ApiError = {
  code: 'server-gone',
  message: 'The server does not answer.',
  help: 'It may have been stopped. Start the command again and open its new link.',
}

/** Opens the session when the address brings a code; a code that was used before may still find its tab's token. */
async function load(): Promise<ReportState> {
  const code = takeCode()
  if (code !== undefined) await openSession(code)
  const answer = await readReport()
  if (answer.status === 'answered')
    return { status: 'shown', report: answer.value, server: 'there' }
  if (answer.status === 'gone') return { status: 'failed', error: GONE }
  return { status: answer.httpStatus === 401 ? 'locked' : 'failed', error: answer.error }
}

async function serverNow(): Promise<'there' | 'gone' | 'another'> {
  const answer = await knock()
  if (answer.status === 'answered') return 'there'
  return answer.status === 'gone' ? 'gone' : 'another'
}

/** Reads the report once and then watches whether the server is still there. */
export function useReport(): { readonly state: ReportState; readonly reload: () => void } {
  const [state, setState] = useState<ReportState>({ status: 'loading' })
  const reload = useCallback(() => {
    setState({ status: 'loading' })
    void load().then(setState)
  }, [])

  useEffect(() => {
    void load().then(setState)
    const onHashChange = () => {
      if (location.hash.includes('code=')) reload()
    }
    addEventListener('hashchange', onHashChange)
    return () => removeEventListener('hashchange', onHashChange)
  }, [reload])

  const shown = state.status === 'shown'
  useEffect(() => {
    if (!shown) return
    const timer = setInterval(async () => {
      const server = await serverNow()
      setState((now) =>
        now.status !== 'shown' || now.server === server ? now : { ...now, server },
      )
    }, KNOCK_EVERY)
    return () => clearInterval(timer)
  }, [shown])

  return { state, reload }
}
