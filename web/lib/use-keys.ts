import { useLayoutEffect, useSyncExternalStore } from 'react'
import { preference } from './preference.ts'

const SWITCH = preference('rebaseline-keys', ['on', 'off'])

/** Whether single keys do something; a person may turn them off (WCAG 2.1.4). */
export const useKeySwitch = (): 'on' | 'off' =>
  useSyncExternalStore(SWITCH.subscribe, SWITCH.current)
export const turnKeys = (state: 'on' | 'off'): void => SWITCH.set(state)

/** Runs an action for a single key, except where text is typed, a dialog is open or a modifier is held. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  // Before the page is painted: a key acts on what its person sees.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = new Map(Object.entries(actions)).get(event.key)
      if (!action || event.defaultPrevented || SWITCH.current() === 'off') return
      if (hasModifier(event) || isTakenElsewhere(event)) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
}

/** Runs an action for Ctrl+Enter (Cmd+Enter), wherever the focus is; nobody else gets that key: Monaco would add a line. */
export function useVerifyKey(action: () => void): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      event.stopPropagation()
      if (!event.repeat) action()
    }
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  })
}

const hasModifier = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey

const isTakenElsewhere = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type=checkbox]), select, textarea, [contenteditable], .monaco-editor, [role=dialog], [role=menu]',
  ) !== null
