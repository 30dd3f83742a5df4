import { dirname } from 'node:path'
import { isAllSeen } from '../history/all-seen.ts'
import { BUILDS, REPLAYS, type Attempt } from '../history/attempts.ts'
import { readsClockInText } from '../history/clock-words.ts'
import { DAYS_LATER, type MovedClock } from '../history/findings/clock.ts'
import type { ExtensionsBefore } from '../history/findings/environment.ts'
import type { OwnSessions } from '../history/findings/beside.ts'
import type { MigrationRun, RunOptions } from '../history/run.ts'
import type { Server } from '../postgres/engine.ts'
import { moveDatabaseClock } from '../postgres/moved-clock.ts'
import type { ScratchDatabase } from '../postgres/scratch.ts'
import { describeAddress, keyOf } from '../../shared/model.ts'
import { nearestAbove } from '../machine/nearest-above.ts'
import { tryExtensionsBefore } from './extensions-before.ts'
import { CLOCK_MOVED_BY, tryMovedClock } from './moved-clock.ts'
import { tryOwnSessions } from './own-sessions.ts'
import type { Side } from './read-side.ts'
import { TrialStopped, type UsualBuilds } from './trial.ts'

/** How a folder is built once more, in a database that is read and dropped at once. */
export interface Otherwise {
  readonly purpose: string
  readonly doing: string
  readonly attempts: readonly Attempt[]
  readonly options: Pick<RunOptions, 'sessions' | 'clockMovedBy'>
  /** Done to the empty database. */
  readonly prepare?: (database: ScratchDatabase) => Promise<void>
}

/** What came of builds that were made otherwise on purpose. */
export interface Trials {
  readonly ownSessions: OwnSessions
  readonly movedClock: MovedClock
  readonly extensionsBefore: ExtensionsBefore
  /** Whether the clock could be moved for all that asks it. */
  readonly isClockWhole: boolean
  /** What could not be tried, each with the reason. */
  readonly untried: readonly string[]
}

/** Where nobody asked. */
export const NO_TRIALS: Trials = {
  ownSessions: null,
  movedClock: null,
  extensionsBefore: null,
  isClockWhole: false,
  untried: [],
}

/** Builds a folder otherwise, to see what it depends on. */
export async function tryOtherwise(
  { folder, migrations }: MigrationRun,
  usual: UsualBuilds,
  server: Server,
  build: (otherwise: Otherwise) => Promise<Side>,
): Promise<Trials> {
  const stopped: string[] = []
  const ownSessions = await unlessStopped('a new session for each migration', stopped, () =>
    tryOwnSessions(migrations, usual, () =>
      build({
        purpose: 'sessions',
        doing: 'Building it with a new session for each migration',
        attempts: REPLAYS,
        options: { sessions: 'new for each' },
      }),
    ),
  )
  const project = nearestAbove(folder, 'package.json') ?? dirname(folder)
  const extensions = await unlessStopped('the extensions of its dump before', stopped, () =>
    tryExtensionsBefore({ project, migrations: folder }, usual, server, (prepare) =>
      build({
        purpose: 'extensions',
        doing: 'Building it where the extensions of its dump are there before',
        attempts: BUILDS,
        options: {},
        prepare,
      }),
    ),
  )
  const { extensionsBefore, untried: lacking } = extensions ?? NO_TRIALS
  if (server.kind === 'foreign') {
    const untried = [NOT_OURS, ...lacking, ...stopped]
    return { ...NO_TRIALS, ownSessions, extensionsBefore, untried }
  }
  const { runId } = server
  const movedClock = await unlessStopped('another day', stopped, () =>
    tryMovedClock(usual, () =>
      build({
        purpose: 'clock',
        doing: `Building it as on another day, ${DAYS_LATER} days later`,
        attempts: BUILDS,
        options: { clockMovedBy: CLOCK_MOVED_BY },
        prepare: ({ url }) => moveDatabaseClock(url, CLOCK_MOVED_BY, { runId }),
      }),
    ),
  )
  const reading = migrations.filter(
    ({ sent }) =>
      sent?.clockGiven === true || sent?.statements.some(({ sql }) => readsClockInText(sql)),
  )
  const unseen = migrations.filter(({ sent }) => !sent || !isAllSeen(sent))
  const isClockWhole = reading.length === 0 && unseen.length === 0
  const untried = [
    ...(reading.length === 0 ? [] : [inTexts(reading)]),
    ...(unseen.length === 0 ? [] : [notSeen(unseen)]),
    ...lacking,
    ...stopped,
  ]
  return { ownSessions, movedClock, extensionsBefore, isClockWhole, untried }
}

/** What a trial tells; null where it was stopped from outside, which is told of it. */
async function unlessStopped<T>(
  what: string,
  stopped: string[],
  attempt: () => Promise<T>,
): Promise<T | null> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof TrialStopped)) throw error
    stopped.push(
      `a build with ${what}: ${error.message}, which may be for want of time or memory on this machine`,
    )
    return null
  }
}

const MOST_TOLD = 10

/** What a build on another day showed; it is all there is only where the clock could be moved for all that asks it. */
export interface AnotherDay {
  readonly told: readonly string[]
  /** Keys of what is told, those beyond the most as well. */
  readonly keys: ReadonlySet<string>
  readonly isAll: boolean
}

/** What another day gives. */
export function onAnotherDay({ movedClock, isClockWhole }: Trials): AnotherDay {
  if (movedClock?.outcome !== 'built') return { told: [], keys: new Set(), isAll: false }
  const { found } = movedClock
  const told = found
    .slice(0, MOST_TOLD)
    .map(({ address, text }) => `what another day gives: ${describeAddress(address)} ${text}`)
  const more = found.length - told.length
  return {
    told: more > 0 ? [...told, `the same of ${more} more`] : told,
    keys: new Set(found.map(({ address }) => keyOf(address))),
    isAll: isClockWhole,
  }
}

const NOT_OURS =
  'a build on another day: the clock can only be moved on a server that Rebaseline starts itself, and this one was named (--server, or REBASELINE_SERVER_URL)'

type Named = readonly { readonly name: string }[]

const namesOf = (migrations: Named): string => migrations.map(({ name }) => name).join(', ')

const notSeen = (unseen: Named): string =>
  `whether texts ask for another day by 'now' or 'today' in what was sent beyond the texts that are kept, or where a secret stood: there Postgres reads its own clock (${namesOf(unseen)})`

const inTexts = (reading: Named): string =>
  `what texts come to on another day that say 'now', 'today', 'tomorrow' or 'yesterday', or hold a word such as CURRENT_DATE and are run later: Postgres reads them by its own clock (${namesOf(reading)})`
