import { useEffect, useState } from 'react'
import type { monaco, setKyselyTypes } from './monaco.ts'

export type Monaco = typeof monaco

export type MonacoState =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready'
      readonly monaco: Monaco
      readonly setKyselyTypes: typeof setKyselyTypes
    }
  | { readonly status: 'failed' }

/** The editor’s code, loaded when it is first needed. */
export function useMonaco(): MonacoState {
  const [state, setState] = useState<MonacoState>({ status: 'loading' })
  useEffect(() => {
    let isHere = true
    import('./monaco.ts').then(
      (loaded) => isHere && setState({ status: 'ready', ...loaded }),
      () => isHere && setState({ status: 'failed' }),
    )
    return () => {
      isHere = false
    }
  }, [])
  return state
}
