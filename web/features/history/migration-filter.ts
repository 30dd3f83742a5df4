import type { HistoryView, MigrationLine } from '../../../shared/history-view.ts'

/** A migration of the list with its place in the history, from 0. */
export interface PlacedMigration {
  readonly at: number
  readonly line: MigrationLine
}

type Check = (line: MigrationLine, history: HistoryView) => boolean

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['objects', ({ done }) => done !== null && Object.values(done).some((count) => count > 0)],
  // What is not known may be some.
  ['rows', ({ rows, done }) => done !== null && rows !== 0],
  ['nothing', ({ noEffect }) => noEffect !== null],
  ['not-known', ({ done, rows }) => done === null || rows === null],
  ['failures', ({ failures }) => failures > 0],
])

/** The migrations that are asked for, in the order they ran; `found`: names that a search gave, if one was made. */
export function shownMigrations(
  history: HistoryView,
  show: string,
  found: ReadonlySet<string> | undefined,
): readonly PlacedMigration[] {
  const named = new Set(history.findings.flatMap(({ migrations }) => migrations))
  const check: Check =
    show === 'findings' ? ({ name }) => named.has(name) : (CHECKS.get(show) ?? (() => true))
  return history.migrations
    .map((line, at) => ({ line, at }))
    .filter(({ line }) => check(line, history) && (found === undefined || found.has(line.name)))
}
