import type { History } from '../../shared/history.ts'
import { HOSTILE } from './hostile-text.ts'
import { countsOf, HOSTILE_HISTORY, historyOf, longHistory, TOLD } from './history-data.ts'
import type { Scene } from './scene.ts'
import { OVERVIEW, studio } from './studio.ts'

const sceneOf = (history: History | null): Scene => ({
  ...studio,
  history,
  overview: { ...OVERVIEW, history: history && countsOf(history) },
})

export const told = sceneOf(TOLD)
export const fifty = sceneOf(longHistory(50))
export const fiveHundred = sceneOf(longHistory(500))
/** A comparison that was made without a replay. */
export const notKept = sceneOf(null)
export const noMigrations = sceneOf(historyOf([], []))

export const hostileHistory: Scene = {
  ...sceneOf(HOSTILE_HISTORY),
  chosenCategories: {
    chosen: { [HOSTILE]: ['*'], Nothing: [`${HOSTILE} gone`] },
    refused: HOSTILE,
  },
}
