import type { ChosenNames } from '../../shared/domains.ts'
import { findConfiguration } from './configuration.ts'

/** Names that the configuration gives, or why it could not be read. */
export interface FoundNames {
  readonly chosen: ChosenNames
  readonly refused: string | null
}

/** What people say of domains or categories, as it stands now: who edits the file sees it at the next look. */
export function chosenNames(folder: string | undefined, setting: 'domains'): FoundNames {
  if (folder === undefined) return { chosen: {}, refused: null }
  try {
    return { chosen: findConfiguration(folder)?.values[setting] ?? {}, refused: null }
  } catch (error) {
    return { chosen: {}, refused: error instanceof Error ? error.message : String(error) }
  }
}
