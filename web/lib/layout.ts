import { useSyncExternalStore } from 'react'
import type { Preference } from './preference.ts'
import { preference } from './preference.ts'

/** Height of rows: 24, 28 or 36 px. */
export const DENSITY = preference('rebaseline-density', ['normal', 'compact', 'comfortable'])
export const RAIL = preference('rebaseline-rail', ['shown', 'folded'])
export const TREE = preference('rebaseline-tree', ['shown', 'folded'])
export const PICTURE = preference('rebaseline-picture', ['shown', 'folded'])

export const ROW_HEIGHTS = { compact: 24, normal: 28, comfortable: 36 } as const

/** A choice that the page follows as soon as it changes. */
export const usePreference = <Word extends string>(chosen: Preference<Word>): Word =>
  useSyncExternalStore(chosen.subscribe, chosen.current)

/** Folds what is shown and shows what is folded. */
export const toggleFold = (chosen: Preference<'shown' | 'folded'>): void =>
  chosen.set(chosen.current() === 'shown' ? 'folded' : 'shown')
