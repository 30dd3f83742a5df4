import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { KyselyTypes } from '../../../shared/draft.ts'
import { kyselyTypesQuery } from '../../lib/queries.ts'
import type { MonacoState } from './use-monaco.ts'

/** Which Kysely's types the editor checks with; undefined as long as it has none. */
export function useKyselyTypes(loading: MonacoState): Omit<KyselyTypes, 'files'> | undefined {
  const { data } = useQuery(kyselyTypesQuery)
  const setTypes = loading.status === 'ready' ? loading.setKyselyTypes : undefined
  useEffect(() => {
    if (data) setTypes?.(data.files)
  }, [data, setTypes])
  return data && data.files.length > 0 ? data : undefined
}
