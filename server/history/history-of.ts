import type {
  History,
  MigrationHistory,
  NotRunFile,
  RunWays,
  VolatileValue,
} from '../../shared/history.ts'
import { clockValues, type MovedClock } from './findings/clock.ts'
import type { OwnSessions } from './findings/beside.ts'
import type { ExtensionsBefore } from './findings/environment.ts'
import { findingsIn } from './findings/findings.ts'
import { noEffectOf } from './no-effect.ts'
import { provenanceOf } from './provenance.ts'
import type { MigrationStep } from './run.ts'
import { Standing } from './standing.ts'

/** A migration that was run by itself, and what is known of what it did. */
export interface RanStep {
  readonly step: MigrationStep
  readonly effects: MigrationHistory['effects']
}

/** All that is known of a folder once it was built twice. */
export interface Replayed {
  /** In the order they ran. */
  readonly steps: readonly RanStep[]
  readonly ignored: readonly NotRunFile[]
  readonly volatile: readonly VolatileValue[]
  readonly ways: RunWays
  readonly ownSessions: OwnSessions
  readonly movedClock: MovedClock
  readonly extensionsBefore: ExtensionsBefore
  readonly untried: readonly string[]
}

/** What a folder of migrations did, one by one, and what is to be known of it. */
export function historyOf({ steps, ways, untried, ...known }: Replayed): History {
  const standing = new Standing()
  const migrations = steps.map((ran) => {
    const migration = migrationOf(ran, standing)
    standing.take(migration)
    return migration
  })
  const { ignored, volatile, movedClock } = known
  return {
    migrations,
    findings: findingsIn({ migrations, ...known }),
    provenance: provenanceOf(migrations),
    volatile: [...volatile, ...clockValues(movedClock)],
    untried: [...untried],
    ignored: ignored.map(({ file, reason }) => ({ file, reason })),
    ways,
  }
}

function migrationOf({ step, effects }: RanStep, standing: Standing): MigrationHistory {
  const { name, file, milliseconds, output, droppedOutputBytes, sent } = step
  if (!sent) throw new Error(`what ${name} sent was not kept`)
  return {
    name,
    file,
    milliseconds,
    output,
    droppedOutputBytes,
    sent,
    effects,
    noEffect: noEffectOf({ sent, effects }, standing),
  }
}
