import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Overview } from '../../shared/overview.ts'
import { overviewQuery } from './queries.ts'
import { CallRefused } from './server.ts'

/** The project as the server told last; only below the frame, which waits for the first answer. */
export const useOverview = (): Overview => useSuspenseQuery(overviewQuery).data

/** Whether the server that this page belongs to still answers. */
export type Connection = 'there' | 'gone' | 'another'

export function useConnection(): Connection {
  const { error } = useQuery(overviewQuery)
  if (!error) return 'there'
  return error instanceof CallRefused && error.httpStatus === 401 ? 'another' : 'gone'
}

/** Whether anything can be run, saved or signed now; what keeps it off is said above every screen. */
export function useCanChange(): boolean {
  const connection = useConnection()
  return useOverview().unwritable === null && connection === 'there'
}
