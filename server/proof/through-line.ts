import { namedRoles } from '../baseline/write.ts'
import { baselineNames, whyLate } from '../baseline/names.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { comparisonOf } from '../compare/classify.ts'
import { RebaselineError } from '../errors.ts'
import { runSettingsIn, type RunSettings } from '../history/run-settings.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'
import { keyOf } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { compareSides } from './compare-sides.ts'
import { originBeside } from './database-facts.ts'
import type { OldSide, WholeSide } from './old-side.ts'
import type { RebuiltSide, RebuildOptions } from './rebuild.ts'
import type { Workspace } from './workspace.ts'

/** What was compared at the squash line, and how the baseline is built once more. */
export interface AtLine {
  readonly rebuilt: Pick<RebuiltSide, 'model'>
  readonly comparison: Comparison
  /** Builds a database from the baseline and the files that these options name after it. */
  readonly build: (options: RebuildOptions) => Promise<RebuiltSide>
}

/** The comparison of both places, and what the baseline and the later files built; null where none stay. */
export interface ThroughLine {
  readonly comparison: Comparison
  /** Stays until the workspace closes. */
  readonly end: RebuiltSide | null
}

/**
 * Where later files stay: whether they run after the baseline, and come to the same as after the old migrations. What
 * is found there is added to what was found at the line, which stays: nothing that is lost at the line is made good by
 * a later file that drops it, since a database may stand there, and a later file may ask for it first.
 */
export async function throughLine(
  workspace: Workspace,
  old: OldSide,
  { rebuilt: atLine, comparison, build }: AtLine,
  options: RunSettings & { readonly ledger: Ledger; readonly seed: SeedSelection },
): Promise<ThroughLine> {
  const { whole } = old
  if (!whole) return { comparison, end: null }
  const { side } = whole
  const { ledger, seed } = options
  const named = [...new Set([...namedRoles(old.model), ...namedRoles(side.model)])]
  const rebuilt = await build({
    ledger,
    seed,
    ...runSettingsIn(options),
    followedBy: whole.later,
    roles: { named, before: [...new Set([...old.roles.given, ...side.roles.given])] },
  }).catch((error: unknown) => {
    throw asLater(error)
  })
  workspace.progress('Comparing old and rebuilt after the later files')
  const atEnd = await compareSides(workspace, side, rebuilt, {
    ledger,
    seed,
    volatile: side.volatile,
    volatileRows: side.volatileRows,
    roles: { old: side.roles, rebuilt: rebuilt.roles },
    databases: originBeside(side),
  })
  const models = { old: old.model, rebuilt: atLine.model }
  return { comparison: joined(comparison, atEnd, models), end: rebuilt }
}

/** The baseline alone was built before: it is a later file that does not run after it. */
function asLater(error: unknown): unknown {
  if (!(error instanceof RebaselineError) || error.code !== 'migration-failed') return error
  return new RebaselineError('later-file-failed', {
    doing: 'run the later files after the baseline',
    happened: error.happened,
    cause: error,
  })
}

/** Refuses files of a baseline that would run after one that stays; says which names fit. */
export function refuseLate(
  names: readonly string[],
  old: OldSide,
  whole: WholeSide,
  archived: readonly string[] = [],
): void {
  const why = whyLate(names, whole.names)
  if (why === undefined) return
  throw new RebaselineError('baseline-sorts-late', {
    doing: 'run the later files after the baseline',
    happened: why,
    help: `Rename them: ${baselineNames(old.migrations, whole.names, archived).join(' and ')} sort before all that stay.`,
  })
}

/** Both comparisons as one; what is only found at the end says so. */
export function joined(
  atLine: Comparison,
  atEnd: Comparison,
  models: { readonly old: OldSide['model']; readonly rebuilt: OldSide['model'] },
): Comparison {
  // In the end nothing may be left to compare.
  if (atEnd.verdict === 'unknown') return atLine
  const known = new Set(atLine.findings.map(factOf))
  const notes = atEnd.notCompared.filter((note) => !atLine.notCompared.includes(note))
  const added = atEnd.findings.filter((finding) => !known.has(factOf(finding))).map(asAtEnd)
  const { rows, 'sequence-state': states } = atLine.counts
  const both = comparisonOf(models.old, models.rebuilt, [...atLine.findings, ...added], {
    notCompared: [...atLine.notCompared, ...notes.map((note) => `after the later files: ${note}`)],
    ...opinionOf(atLine, atEnd),
    counts: { ...(rows ? { rows } : {}), ...(states ? { 'sequence-state': states } : {}) },
  })
  return atLine.verdict === 'unknown' ? { ...both, verdict: 'unknown' } : both
}

const factOf = ({ class: name, kind, address, change, attributes }: Finding): string =>
  JSON.stringify([name, kind, keyOf(address), change, attributes.map((each) => each.name)])

/** No statement mends it: the baseline builds what it should at the line. */
const asAtEnd = ({ sql: _, note, ...finding }: Finding): Finding => ({
  ...finding,
  note: `Found after the later files, not at the squash line.${note === undefined ? '' : ` ${note}`}`,
  at: 'the end',
})

function opinionOf(
  atLine: Comparison,
  atEnd: Comparison,
): Pick<Comparison, 'secondOpinion'> | undefined {
  const [line, end] = [atLine.secondOpinion, atEnd.secondOpinion]
  if (!line || !end) return line && { secondOpinion: line }
  if (line.outcome !== 'agrees') return { secondOpinion: line }
  const detail = `${line.detail}; after the later files: ${end.detail}`
  return { secondOpinion: { outcome: end.outcome, detail } }
}
