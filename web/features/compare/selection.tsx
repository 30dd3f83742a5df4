import type { ReactNode } from 'react'
import { createContext, useContext, useMemo, useState } from 'react'

/** The findings that somebody picked, to do one thing with all of them. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly set: (ids: readonly string[], picked: boolean) => void
  readonly clear: () => void
}

const Context = createContext<Selection>({ ids: new Set(), set: () => {}, clear: () => {} })

interface Picked {
  readonly run: number
  readonly ids: ReadonlySet<string>
}

/** Holds the selection of one run: another run has other findings. */
export function SelectionProvider({
  run,
  children,
}: {
  readonly run: number
  readonly children: ReactNode
}) {
  const [picked, setPicked] = useState<Picked>({ run, ids: new Set() })
  const selection = useMemo((): Selection => {
    const ids = picked.run === run ? picked.ids : new Set<string>()
    return {
      ids,
      set: (changed, isPicked) => {
        const next = new Set(ids)
        for (const id of changed)
          if (isPicked) next.add(id)
          else next.delete(id)
        setPicked({ run, ids: next })
      },
      clear: () => setPicked({ run, ids: new Set() }),
    }
  }, [picked, run])
  return <Context value={selection}>{children}</Context>
}

export const useSelection = (): Selection => useContext(Context)
