import type { ChosenNames } from '../../shared/domains.ts'
import { findConfiguration } from './configuration.ts'

/** The domains that the configuration gives, or why it could not be read. */
export interface ChosenDomains {
  readonly chosen: ChosenNames
  readonly refused: string | null
}

/** What people say of domains, as it stands now: who edits the file sees it at the next look. */
export function chosenDomains(folder: string | undefined): ChosenDomains {
  if (folder === undefined) return { chosen: {}, refused: null }
  try {
    return { chosen: findConfiguration(folder)?.values.domains ?? {}, refused: null }
  } catch (error) {
    return { chosen: {}, refused: error instanceof Error ? error.message : String(error) }
  }
}
