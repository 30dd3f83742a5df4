import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { API } from '../../../shared/api.ts'
import type {
  Answers,
  AnswersPreview,
  BeginProject,
  Begun,
  Questions,
} from '../../../shared/first-run.ts'
import { announce } from '../../lib/announce.ts'
import { overviewQuery } from '../../lib/queries.ts'
import { read, send } from '../../lib/server.ts'

/** How long typing rests before it is looked at. */
const SETTLE = 250

/** What is asked; looked at anew each time, since files come and go. */
export const useQuestions = () =>
  useQuery({
    queryKey: ['first-run', 'questions'],
    queryFn: ({ signal }) => read<Questions>(API.firstRun, signal),
    gcTime: 0,
  })

/** What the answers would come to, once typing rests; the one before stays until then. */
export function usePreview(answers: Answers) {
  const [settled, setSettled] = useState(answers)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(answers), SETTLE)
    return () => clearTimeout(timer)
  }, [answers])
  const query = useQuery({
    queryKey: ['first-run', 'preview', settled],
    queryFn: () => send<AnswersPreview>(API.firstRunPreview, settled),
    placeholderData: (before) => before,
    gcTime: 0,
  })
  return { ...query, isBehind: settled !== answers || query.isPlaceholderData }
}

/** Goes on with the answers; what could not be taken of them is given back. */
export function useBegin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: BeginProject) => send<Begun>(API.beginProject, request),
    // What stood in the way may be what the preview does not know yet.
    onError: () => client.invalidateQueries({ queryKey: ['first-run', 'preview'] }),
    onSuccess: async ({ problems }, { configuration }) => {
      const [first] = problems
      if (first) return announce(first.text)
      announce(configuration === 'written' ? 'The configuration is written.' : 'It is begun.')
      await client.invalidateQueries({ queryKey: overviewQuery.queryKey })
      // Another project may have runs of the same number.
      client.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== overviewQuery.queryKey[0],
      })
    },
  })
}
