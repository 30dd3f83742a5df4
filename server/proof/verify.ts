import { namedRoles } from '../baseline/write.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { findMigrations } from '../history/folder.ts'
import type { RunSettings } from '../history/run-settings.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { originBeside } from './database-facts.ts'
import { compareSides, type CompareOptions } from './compare-sides.ts'
import type { OldSide } from './old-side.ts'
import { rebuild, type RebuildOptions, type RebuiltSide } from './rebuild.ts'
import { refuseLate, throughLine } from './through-line.ts'
import type { Workspace } from './workspace.ts'

/** A comparison, and the database that was built for it. */
export interface Verification {
  readonly comparison: Comparison
  readonly rebuilt: RebuiltSide
  /** What the baseline and the files behind the squash line build; null where none stay. */
  readonly end: RebuiltSide | null
  readonly rules: CompareOptions
}

/** Rebuilds from a baseline folder and compares; the rebuilt database stays until the workspace closes. */
export async function verify(
  workspace: Workspace,
  old: OldSide,
  baseline: string,
  options: RunSettings & { readonly ledger: Ledger; readonly seed: SeedSelection },
): Promise<Verification> {
  if (old.whole) {
    const { files } = await findMigrations(baseline)
    refuseLate(
      files.map(({ name }) => name),
      old,
      old.whole,
    )
  }
  const named = namedRoles(old.model)
  // A replay says which roles were there before it; around a live database all of them are.
  const before = old.migrations.length === 0 ? named : old.roles.given
  const rebuilt = await rebuild(workspace, baseline, { ...options, roles: { named, before } })
  workspace.progress('Comparing old and rebuilt')
  const rules = {
    ledger: options.ledger,
    seed: options.seed,
    volatile: old.volatile,
    volatileRows: old.volatileRows,
    roles: { old: old.roles, rebuilt: rebuilt.roles },
    databases: originBeside(old),
  }
  const atLine = await compareSides(workspace, old, rebuilt, rules)
  const build = (more: RebuildOptions): Promise<RebuiltSide> => rebuild(workspace, baseline, more)
  const { comparison, end } = await throughLine(
    workspace,
    old,
    { rebuilt, comparison: atLine, build },
    options,
  )
  return { comparison, rebuilt, end, rules }
}
