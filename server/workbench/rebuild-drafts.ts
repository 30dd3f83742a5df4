import { basename } from 'node:path'
import { namedRoles } from '../baseline/write.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { draftsFolder } from '../drafts/drafts.ts'
import { runSettingsIn, type RunSettings } from '../history/run-settings.ts'
import { stateFolder, type Project } from '../project/project.ts'
import { compareSides, type CompareOptions } from '../proof/compare-sides.ts'
import { originBeside } from '../proof/database-facts.ts'
import { rebuildDraft } from '../proof/generate.ts'
import type { OldSide } from '../proof/old-side.ts'
import type { RebuildOptions, RebuiltSide } from '../proof/rebuild.ts'
import { throughLine, type ThroughLine } from '../proof/through-line.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import type { StoredDrafts } from './draft-store.ts'

interface Rules {
  readonly ledger: Ledger
  readonly seed: SeedSelection
}

/** Builds the drafts of a project as they are stored, and compares them with the old side. */
export async function rebuildDrafts(
  open: Workspace,
  side: OldSide,
  { texts, files }: StoredDrafts,
  { project, ...rest }: RunSettings & Rules & { readonly project: Project },
): Promise<ThroughLine & { readonly rebuilt: RebuiltSide }> {
  const { ledger, seed } = rest
  const options = {
    ledger,
    seed,
    ...runSettingsIn(rest),
    roles: { named: namedRoles(side.model), before: side.roles.given },
    title: 'the drafts',
  }
  const place = { parent: stateFolder(project), knownAs: basename(draftsFolder(project)) }
  const build = (more: RebuildOptions): Promise<RebuiltSide> =>
    rebuildDraft(open, texts, files, { ...more, title: options.title }, place)
  const rebuilt = await build(options)
  open.progress('Comparing old and rebuilt')
  const comparison = await compareSides(open, side, rebuilt, rulesOf(side, rebuilt, rest))
  const atLine = { rebuilt, comparison, build }
  return { rebuilt, ...(await throughLine(open, side, atLine, options)) }
}

/** What a rebuilt side is compared with the old one by. */
export function rulesOf(
  side: OldSide,
  rebuilt: RebuiltSide,
  { ledger, seed }: Rules,
): CompareOptions {
  const { volatile, volatileRows } = side
  const roles = { old: side.roles, rebuilt: rebuilt.roles }
  return { ledger, seed, volatile, volatileRows, roles, databases: originBeside(side) }
}
