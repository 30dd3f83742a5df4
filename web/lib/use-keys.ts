import { useEffect } from 'react'

const SWITCH = 'rebaseline-keys'

/** Whether single keys do something; a person may turn them off (WCAG 2.1.4). */
export const keysAreOn = (): boolean => localStorage.getItem(SWITCH) !== 'off'
export const turnKeys = (state: 'on' | 'off'): void => localStorage.setItem(SWITCH, state)

/** Runs an action for a single key, except where text is typed or a modifier is held. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = new Map(Object.entries(actions)).get(event.key)
      if (!action || !keysAreOn() || isTyping(event) || hasModifier(event)) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
}

const hasModifier = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]')
