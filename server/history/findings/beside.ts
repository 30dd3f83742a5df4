import {
  NO_EFFECT_REASONS,
  type HistoryFinding,
  type MigrationHistory,
  type NotRunFile,
} from '../../../shared/history.ts'

/** Migrations that leave every object and every row as it was. */
export const noEffectFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap(({ name, noEffect }): HistoryFinding[] =>
    noEffect
      ? [
          {
            kind: 'no-effect',
            migrations: [name],
            objects: [],
            text: `${NO_EFFECT_REASONS[noEffect.reason]} (${noEffect.evidence})`,
          },
        ]
      : [],
  )

/** What came of one more build in which each migration began with a new session; null: none was needed. */
export type OwnSessions =
  | { readonly outcome: 'same' }
  | { readonly outcome: 'other' | 'failed'; readonly what: string }
  | null

/** Settings that a migration leaves to those after it, where all run in one session, and whether they matter to them. */
export function settingsFindings(
  migrations: readonly MigrationHistory[],
  ownSessions: OwnSessions,
): HistoryFinding[] {
  const leaving = migrations.filter(({ sent }) => (sent.leftSettings ?? []).length > 0)
  const last = migrations.at(-1)
  return leaving.map((migration) => {
    const { name, sent } = migration
    const said = (sent.leftSettings ?? []).map(
      (each) => `${each.name} = ${each.value === '' ? "''" : each.value}`,
    )
    const what =
      migration === last
        ? 'those that are added after it run with that, where the session is theirs too'
        : `those after it run with that, where the session is theirs too. ${matterOf(ownSessions, leaving.length)}`
    const text = `leaves ${said.join(', ')} behind in its session: ${what}`
    return { kind: 'settings', migrations: [name], objects: [], text }
  })
}

function matterOf(ownSessions: OwnSessions, leaving: number): string {
  if (!ownSessions) return 'Whether it matters to them could not be told'
  const all = leaving > 1 ? ', whichever of those that leave some is the cause' : ''
  switch (ownSessions.outcome) {
    case 'same':
      return 'It does not matter to them: built with a new session for each migration, the database is the same'
    case 'other':
      return `It matters${all}: built with a new session for each migration, the database is another one (${ownSessions.what})`
    case 'failed':
      return `It matters${all}: with a new session for each migration the folder can not be built (${ownSessions.what})`
  }
}

const LONGEST = 120

/** What migrations print. */
export const outputFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap(({ name, output, droppedOutputBytes }): HistoryFinding[] => {
    if (output.trim() === '' && droppedOutputBytes === 0) return []
    const lines = output.trim().split('\n')
    const first = (lines[0] ?? '').slice(0, LONGEST)
    const more = lines.length - 1
    const text = `prints ${JSON.stringify(first)}${more > 0 ? ` and ${more === 1 ? 'one more line' : `${more} more lines`}` : ''}`
    return [{ kind: 'output', migrations: [name], objects: [], text }]
  })

/** Files of the folder that were not run. */
export const notRunFindings = (ignored: readonly NotRunFile[]): HistoryFinding[] =>
  ignored.map(({ file, reason }) => ({
    kind: 'not-run',
    migrations: [],
    objects: [],
    text: `${file}: ${reason}`,
  }))
