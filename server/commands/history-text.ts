import type { Category, CategoryTable } from '../../shared/categories.ts'
import {
  HISTORY_FINDINGS,
  NO_EFFECT_REASONS,
  type History,
  type HistoryFindingKind,
  type MigrationHistory,
  type VolatileValue,
} from '../../shared/history.ts'
import { describeAddress } from '../../shared/model.ts'
import { counted, formatNumber } from '../../shared/report.ts'
import { visible } from './visible.ts'

/** A history for a terminal: each migration with what it did, then what is to be known of the folder. */
export function historyText(
  history: History,
  did: ReadonlyMap<string, string>,
  { categories, notes }: CategoryTable,
): string {
  const { migrations, volatile, ignored, ways, untried } = history
  const wayTexts = [ways.replay, ways.plain].flatMap(({ doing, refused }) =>
    refused.map((why) => `${doing}, since another way was refused: ${why}`),
  )
  const sections = [
    [`${counted(migrations.length, 'migration')}, replayed one at a time:`],
    migrations.flatMap((each) => migrationLines(each, did.get(each.name))),
    ...section('By category:', categories.map(categoryLine)),
    ...section('Categories in the configuration:', notes),
    ...section('To be known:', findingLines(history)),
    ...section('Made anew by each build:', volatile.map(volatileLine)),
    ...section(
      'Not run:',
      ignored.map(({ file, reason }) => `${file}: ${reason}`),
    ),
    ...section('How it was built:', wayTexts),
    ...section('Not tried:', untried),
  ]
  return sections.map((lines) => lines.join('\n')).join('\n\n')
}

const section = (title: string, lines: readonly string[]): string[][] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${visible(line)}`)]]

const MOST_EXAMPLES = 3

/** `Patches: 4, such as 021_user_soft_delete, 033_fix_missing_indexes, 051_forgotten_constraints` */
function categoryLine({ title, migrations }: Category): string {
  const examples = migrations.slice(0, MOST_EXAMPLES).join(', ')
  const such = migrations.length > MOST_EXAMPLES ? ', such as' : ':'
  return `${title}: ${formatNumber(migrations.length)}${such} ${examples}`
}

/** Nothing is told of one whose database could not be read after it: that is said, and is not taken for no effect. */
function migrationLines(
  { name, milliseconds, effects, noEffect, sent }: MigrationHistory,
  did: string | undefined,
): string[] {
  const facts = `${formatNumber(Math.round(milliseconds))} ms, ${counted(sent.count, 'statement')}`
  const what =
    effects === null || did === undefined
      ? 'could not tell what it did'
      : noEffect
        ? `no effect: ${NO_EFFECT_REASONS[noEffect.reason]} (${noEffect.evidence})`
        : did
  const doubt =
    effects !== null && effects.rows.notKnown !== null
      ? [`    of rows it is not known: ${visible(effects.rows.notKnown)}`]
      : []
  return [`  ${visible(name)} (${facts})`, `    ${visible(what)}`, ...doubt]
}

/** Told beside the migration or the file already. */
const TOLD_BEFORE: ReadonlySet<HistoryFindingKind> = new Set(['no-effect', 'not-run'])

/** In the order of what they are about. */
function findingLines({ findings }: History): string[] {
  const kinds = Object.keys(HISTORY_FINDINGS) as HistoryFindingKind[]
  return kinds
    .filter((kind) => !TOLD_BEFORE.has(kind))
    .flatMap((kind) => findings.filter((finding) => finding.kind === kind))
    .map(({ migrations, text }) => {
      const last = migrations.at(-1)
      return last === undefined || text.includes(last) ? text : `${last}: ${text}`
    })
}

const volatileLine = ({ address, attribute, cause }: VolatileValue): string =>
  `${describeAddress(address)}${attribute === null ? '' : `, its ${attribute}`}: ${cause ?? 'nothing says what makes it'}`
