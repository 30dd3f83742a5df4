import { useMemo, useSyncExternalStore } from 'react'
import type { TreeEntry } from '../../../shared/object.ts'

/** What somebody has looked at: private progress, which no one else sees and nothing depends on. */
export interface Viewed {
  readonly has: (entry: TreeEntry) => boolean
  readonly toggle: (entry: TreeEntry) => void
}

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** An object whose state changed since is to be looked at again. */
const stateOf = ({ status, blocking, acceptable }: TreeEntry): string =>
  `${status}/${blocking}/${acceptable}`

/** Progress as it was kept, object by object; nothing where it can't be read. */
export function parseViewed(text: string | null): ReadonlyMap<string, string> {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(kept)) return new Map()
    return new Map(kept.filter(isPair))
  } catch {
    return new Map()
  }
}

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')

/** The progress of a project, kept in this browser. */
export function useViewed(project: string): Viewed {
  const key = `rebaseline-viewed:${project}`
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key))
  return useMemo(() => {
    const viewed = parseViewed(text)
    const has = (entry: TreeEntry) => viewed.get(entry.id) === stateOf(entry)
    return {
      has,
      toggle: (entry) => {
        const next = new Map(viewed)
        if (has(entry)) next.delete(entry.id)
        else next.set(entry.id, stateOf(entry))
        localStorage.setItem(key, JSON.stringify([...next]))
        for (const listener of listeners) listener()
      },
    }
  }, [key, text])
}
