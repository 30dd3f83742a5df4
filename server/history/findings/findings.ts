import {
  HISTORY_FINDINGS,
  type HistoryFinding,
  type HistoryFindingKind,
  type MigrationHistory,
  type NotRunFile,
} from '../../../shared/history.ts'
import { noEffectFindings, notRunFindings, outputFindings, settingsFindings } from './beside.ts'
import { numberingFindings } from './numbering.ts'

/** What a person should know of a folder; sort by sort, each in the order the migrations ran. */
export function findingsIn({
  migrations,
  ignored,
}: {
  readonly migrations: readonly MigrationHistory[]
  readonly ignored: readonly NotRunFile[]
}): HistoryFinding[] {
  return [
    ...numberingFindings(migrations.map(({ name }) => name)),
    ...noEffectFindings(migrations),
    ...settingsFindings(migrations),
    ...outputFindings(migrations),
    ...notRunFindings(ignored),
  ].sort((a, b) => rankOf(a.kind) - rankOf(b.kind))
}

const ORDER = Object.keys(HISTORY_FINDINGS)

const rankOf = (kind: HistoryFindingKind): number => ORDER.indexOf(kind)
