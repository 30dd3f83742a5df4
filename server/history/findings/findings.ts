import {
  HISTORY_FINDINGS,
  type HistoryFinding,
  type HistoryFindingKind,
  type MigrationHistory,
  type NotRunFile,
  type VolatileValue,
} from '../../../shared/history.ts'
import {
  noEffectFindings,
  notRunFindings,
  outputFindings,
  settingsFindings,
  type OwnSessions,
} from './beside.ts'
import { clockFindings, type MovedClock } from './clock.ts'
import { dataRenameFindings, frozenDefaultFindings } from './data.ts'
import { environmentFindings, extensionFindings, type ExtensionsBefore } from './environment.ts'
import { numberingFindings } from './numbering.ts'
import { pairFindings } from './pairs.ts'
import { patchFindings } from './patches.ts'
import { renameFindings } from './renames.ts'

/** What a person should know of a folder; sort by sort, each in the order the migrations ran. */
export function findingsIn({
  migrations,
  ignored,
  volatile,
  ownSessions,
  movedClock,
  extensionsBefore,
}: {
  readonly migrations: readonly MigrationHistory[]
  readonly ignored: readonly NotRunFile[]
  readonly volatile: readonly VolatileValue[]
  readonly ownSessions: OwnSessions
  readonly movedClock: MovedClock
  readonly extensionsBefore: ExtensionsBefore
}): HistoryFinding[] {
  return [
    ...numberingFindings(migrations.map(({ name }) => name)),
    ...noEffectFindings(migrations),
    ...pairFindings(migrations),
    ...renameFindings(migrations),
    ...patchFindings(migrations),
    ...dataRenameFindings(migrations),
    ...environmentFindings(migrations),
    ...extensionFindings(migrations, extensionsBefore),
    ...frozenDefaultFindings(migrations, volatile),
    ...clockFindings(migrations, movedClock),
    ...settingsFindings(migrations, ownSessions),
    ...outputFindings(migrations),
    ...notRunFindings(ignored),
  ].sort((a, b) => rankOf(a.kind) - rankOf(b.kind))
}

const ORDER = Object.keys(HISTORY_FINDINGS)

const rankOf = (kind: HistoryFindingKind): number => ORDER.indexOf(kind)
