import type { OwnSessions } from '../history/findings/beside.ts'
import type { MigrationStep } from '../history/run.ts'
import type { Side } from './read-side.ts'
import { differingText, onlyInTrial, tryBuild, type UsualBuilds } from './trial.ts'

/** Whether what migrations leave in their session matters to those after them; null where none after one was run. */
export async function tryOwnSessions(
  migrations: readonly Pick<MigrationStep, 'sent'>[],
  usual: UsualBuilds,
  build: () => Promise<Side>,
): Promise<OwnSessions> {
  if (!migrations.slice(0, -1).some(({ sent }) => sent?.leftSettings?.length)) return null
  const trial = await tryBuild(build)
  if (trial.outcome === 'failed') return { outcome: 'failed', what: trial.what }
  const found = onlyInTrial(usual, trial.side)
  return found.length === 0 ? { outcome: 'same' } : { outcome: 'other', what: differingText(found) }
}
