import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Overview } from '../../shared/overview.ts'
import { overviewQuery } from './queries.ts'
import type { ApiError } from '../../shared/api.ts'
import { CallRefused } from './server.ts'

/** The project as the server told last; only below the frame, which waits for the first answer. */
export const useOverview = (): Overview => useSuspenseQuery(overviewQuery).data

/** Whether the server that this page belongs to still answers; `refusing`: it does, and can't say how the project stands. */
export type Connection = 'there' | 'refusing' | 'gone' | 'another'

export function useConnection(): Connection {
  const { error } = useQuery(overviewQuery)
  if (!error) return 'there'
  if (!(error instanceof CallRefused)) return 'gone'
  return error.httpStatus === 401 ? 'another' : 'refusing'
}

/** What the server said when it could not say how the project stands. */
export function useRefusal(): ApiError | undefined {
  const { error } = useQuery(overviewQuery)
  return error instanceof CallRefused ? error.error : undefined
}

/** Whether anything can be run, saved or signed now; what keeps it off is said above every screen. */
export function useCanChange(): boolean {
  const connection = useConnection()
  return useOverview().unwritable === null && connection === 'there'
}
