import { doubtsText, type Imported } from '../project/imported.ts'
import type { Project } from '../project/project.ts'

/** Said of a run whose migrations nobody can watch; null where they can be, or an export says it. */
export function unwatchedNote({ provider }: Project, imported: Imported): string | null {
  const [doubts] = provider ? doubtsText(imported) : []
  if (doubts === undefined) return null
  return `Whether the old migrations have changed since can’t be told: ${doubts}. Each run builds them anew: verify again before you rest on this one.`
}
