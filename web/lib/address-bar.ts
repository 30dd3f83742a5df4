import { useSyncExternalStore } from 'react'

/** Where the page is: kept in the fragment, so that a reload or a link opens the same view and no server reads it. */
export interface View {
  readonly comparison: number
  readonly find: string
  readonly class: string
  readonly page: number
}

const START: View = { comparison: 1, find: '', class: '', page: 1 }
const listeners = new Set<() => void>()

const wholeNumber = (text: string | null): number => {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : 1
}

/** The view that a fragment names. */
export function parseView(hash: string): View {
  const parts = new URLSearchParams(hash.replace(/^#/, ''))
  return {
    comparison: wholeNumber(parts.get('comparison')),
    find: parts.get('find') ?? '',
    class: parts.get('class') ?? '',
    page: wholeNumber(parts.get('page')),
  }
}

/** The fragment of a view, without what is as at the start. */
export function formatView(view: Partial<View>): string {
  const parts = Object.entries({ ...START, ...view })
    .filter(([name, value]) => value !== START[name as keyof View])
    .map(([name, value]) => [name, String(value)])
  return `#${new URLSearchParams(parts).toString()}`
}

/** Changes the view in place: typing a filter must not fill the browser's history. */
export function setView(change: Partial<View>): void {
  const view = { ...parseView(location.hash), page: 1, ...change }
  history.replaceState(null, '', formatView(view))
  for (const listener of listeners) listener()
}

/** Takes a one-time code out of the address bar, at most once. */
export function takeCode(): string | undefined {
  const parts = new URLSearchParams(location.hash.replace(/^#/, ''))
  const code = parts.get('code')
  if (code === null) return undefined
  history.replaceState(null, '', formatView(parseView(location.hash)))
  return code
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('hashchange', listener)
  }
}

/** The view the address bar names now. */
export const useView = (): View => parseView(useSyncExternalStore(subscribe, () => location.hash))
