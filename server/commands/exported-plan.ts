import { join, relative, sep } from 'node:path'
import { readStampPlan } from '../deployments/read-stamp-plan.ts'
import { RebaselineError } from '../errors.ts'
import { archiveFolderOf } from '../export/archive.ts'
import type { FilesOf } from '../history/chosen.ts'
import { findProject, type Project } from '../project/project.ts'
import type { MigrationsSource } from '../proof/source.ts'
import { withLater } from '../team/old-with-later.ts'
import type { StampPlan } from '../../shared/stamp.ts'

/** How deployments are moved over, as the last export of that folder says; it is refused where there was none. */
export async function stampPlanOf(migrations: string): Promise<StampPlan> {
  const { project, archive } = placeOf(migrations)
  return readStampPlan(project, archive)
}

/** The project of a folder, and its archive, from there. */
function placeOf(migrations: string): { readonly project: Project; readonly archive: string } {
  const project = findProject(migrations)
  const folder = relative(project.folder, project.migrations).split(sep).join('/')
  return { project, archive: archiveFolderOf(folder) }
}

/** What the last export archived, where it stands, and the files of the folder that run after its seed. */
export async function exportedFilesOf(
  migrations: string,
): Promise<{ readonly archived: FilesOf; readonly later: readonly string[] }> {
  const { project, archive } = placeOf(migrations)
  const { source } = await withLater(
    { from: 'migrations', folder: join(project.folder, archive) },
    migrations,
  )
  const chosen = source.from === 'migrations' ? source.chosen : undefined
  if (source.from !== 'migrations' || !chosen?.later) {
    throw new RebaselineError('stamp-plan-missing', {
      doing: 'find the migrations that were archived',
      happened: `the last report of ${archive} names no baseline and seed that stand in ${migrations}`,
    })
  }
  const { folder, more } = source
  return { archived: { folder, more, files: chosen.only }, later: chosen.later.files }
}

/** The same, where there was one; no export goes with a provider. */
export async function exportedPlanOf({
  folder,
  provider,
}: MigrationsSource): Promise<StampPlan | undefined> {
  if (provider) return undefined
  try {
    return await stampPlanOf(folder)
  } catch (error) {
    if (error instanceof RebaselineError && error.code === 'stamp-plan-missing') return undefined
    throw error
  }
}
