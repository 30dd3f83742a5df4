import { relative, sep } from 'node:path'
import { readStampPlan } from '../deployments/read-stamp-plan.ts'
import { RebaselineError } from '../errors.ts'
import { archiveFolderOf } from '../export/archive.ts'
import { findProject } from '../project/project.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { StampPlan } from '../../shared/stamp.ts'

/** How deployments are moved over, as the last export of that folder says; it is refused where there was none. */
export async function stampPlanOf(migrations: string): Promise<StampPlan> {
  const project = findProject(migrations)
  const folder = relative(project.folder, project.migrations).split(sep).join('/')
  return readStampPlan(project, archiveFolderOf(folder))
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
