import type { RefObject } from 'react'
import { useLayoutEffect, useRef } from 'react'

/** Where what had the focus goes with a change of `moment`, an element around it takes the focus. */
export function useKeptFocus<Holder extends HTMLElement>(
  moment: unknown,
): RefObject<Holder | null> {
  const holder = useRef<Holder>(null)
  const seen = useRef(moment)
  useLayoutEffect(() => {
    if (seen.current === moment) return
    seen.current = moment
    const keep = () => {
      if (isLost()) holder.current?.focus()
    }
    keep()
    // A dialog that closes meanwhile gives the focus back a frame later, perhaps to what is gone.
    requestAnimationFrame(() => requestAnimationFrame(keep))
  }, [moment])
  return holder
}

function isLost(): boolean {
  const { activeElement } = document
  return !activeElement || activeElement === document.body || activeElement.matches(':disabled')
}
