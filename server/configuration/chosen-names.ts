import type { ChosenNames } from '../../shared/domains.ts'
import { findConfiguration } from './configuration.ts'

/** What people put together by a setting of the configuration, or why it could not be read. */
export interface Chosen {
  readonly chosen: ChosenNames
  readonly refused: string | null
}

/** What people say of domains or categories, as it stands now: who edits the file sees it at the next look. */
export function chosenNames(folder: string | undefined, setting: 'domains' | 'categories'): Chosen {
  if (folder === undefined) return { chosen: {}, refused: null }
  try {
    return { chosen: findConfiguration(folder)?.values[setting] ?? {}, refused: null }
  } catch (error) {
    return { chosen: {}, refused: error instanceof Error ? error.message : String(error) }
  }
}
