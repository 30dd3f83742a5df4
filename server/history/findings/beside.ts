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

/** Settings that a migration leaves to those after it, where all run in one session. */
export const settingsFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap(({ name, sent }): HistoryFinding[] => {
    const left = sent.leftSettings ?? []
    if (left.length === 0) return []
    const said = left.map((each) => `${each.name} = ${each.value === '' ? "''" : each.value}`)
    const text = `leaves ${said.join(', ')} behind in its session: those after it run with that, where the session is theirs too`
    return [{ kind: 'settings', migrations: [name], objects: [], text }]
  })

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
