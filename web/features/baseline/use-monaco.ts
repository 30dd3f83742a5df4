import { useEffect, useState } from 'react'
import type { countProblems, monaco, onTypesChange, setKyselyTypes } from './monaco.ts'

export type Monaco = typeof monaco

/** The editor, and what is asked of its TypeScript. */
export interface Editor {
  readonly monaco: Monaco
  readonly setKyselyTypes: typeof setKyselyTypes
  readonly countProblems: typeof countProblems
  readonly onTypesChange: typeof onTypesChange
}

export type MonacoState =
  | { readonly status: 'loading' }
  | ({ readonly status: 'ready' } & Editor)
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
