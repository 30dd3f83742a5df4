import type { DraftName } from '../../../shared/draft.ts'
import type { DiskText } from './draft-buffer.ts'

/** By the project's id: another one of the same name may have been served from here before. */
const keyOf = (project: string, name: DraftName): string => `rebaseline-unsaved:${name}:${project}`

/** Keeps in the browser what could not be saved; undefined removes it. */
export function keepUnsaved(project: string, name: DraftName, unsaved: DiskText | undefined): void {
  const key = keyOf(project, name)
  if (unsaved === undefined) {
    localStorage.removeItem(key)
    return
  }
  try {
    localStorage.setItem(key, JSON.stringify([unsaved.version, unsaved.text]))
  } catch {
    // The browser's own room is full: the page asks before it is left.
  }
}

/** What an earlier page could not save. */
export function unsavedText(project: string, name: DraftName): DiskText | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(project, name)) ?? 'null')
    if (!Array.isArray(found)) return undefined
    const [version, text] = found as unknown[]
    return typeof version === 'string' && typeof text === 'string' ? { version, text } : undefined
  } catch {
    return undefined
  }
}
