import { useMutation, useQueryClient } from '@tanstack/react-query'
import { API } from '../../shared/api.ts'
import type { Job, JobKind } from '../../shared/job.ts'
import { overviewQuery } from './queries.ts'
import { addressOf, send } from './server.ts'

type Save = () => Promise<void>
const savers = new Set<Save>()

/** Has something saved before any job starts: a job reads the drafts from disk. Gives what ends that. */
export function saveBeforeJobs(save: Save): () => void {
  savers.add(save)
  return () => savers.delete(save)
}

/** Starts a job once all is saved; the overview knows it at once. */
export function useStartJob() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (kind: JobKind) => {
      await Promise.all([...savers].map((save) => save()))
      return send<Job>(API.jobs, { kind })
    },
    onSettled: () => client.invalidateQueries({ queryKey: overviewQuery.queryKey }),
  })
}

/** Calls a running job off. */
export function useCancelJob() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (number: number) => send<Job>(addressOf(API.cancelJob, { number }), {}),
    onSettled: () => client.invalidateQueries({ queryKey: overviewQuery.queryKey }),
  })
}
