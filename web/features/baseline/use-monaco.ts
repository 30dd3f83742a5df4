import { useEffect, useState } from 'react'
import type { monaco } from './monaco.ts'

export type Monaco = typeof monaco

export type MonacoState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly monaco: Monaco }
  | { readonly status: 'failed' }

/** The editor’s code, loaded when it is first needed. */
export function useMonaco(): MonacoState {
  const [state, setState] = useState<MonacoState>({ status: 'loading' })
  useEffect(() => {
    let isHere = true
    import('./monaco.ts').then(
      ({ monaco }) => isHere && setState({ status: 'ready', monaco }),
      () => isHere && setState({ status: 'failed' }),
    )
    return () => {
      isHere = false
    }
  }, [])
  return state
}
