import { join, relative, sep } from 'node:path'
import { archiveFolderOf } from '../export/archive.ts'
import { findMigrations, migrationName } from '../history/folder.ts'
import { findRunning } from '../history/several-folders.ts'
import { isMeant } from '../history/folder-line.ts'
import { readKeptLine } from '../project/kept-line.ts'
import type { Project } from '../project/project.ts'
import type { SquashLine } from '../../shared/line.ts'
import { momentText } from '../../shared/moment-text.ts'
import { readReports, type ExportReport } from './reports.ts'

/** A squash line by a name that the folder has. */
export interface NamedLine {
  readonly squashTo: string
  /** What it is in words, where that is another name than was said. */
  readonly told: string | null
}

/** Names of what exports archived: databases may have run it, though no file of the folder has such a name any more. */
export async function archivedNames(project: Project): Promise<readonly string[]> {
  if (project.provider) return []
  return (await reportsOf(project)).flatMap(namesIn)
}

/**
 * The squash line that is meant in the folder as it is: a migration that an export archived is in the baseline now, and
 * the seed stands where it stood. So a configuration that is older than the export means what it meant.
 */
export async function lineNow(project: Project, meant: string): Promise<NamedLine> {
  const { reports, seed } = await newestIn(project)
  const { files } = await findRunning(project.migrations, project.more, 'passed over')
  const isThere = files.some(({ name, file }) => name === meant || file === meant)
  if (seed === null || isThere || !isMeant(reports.flatMap(namesIn), meant)) {
    return { squashTo: meant, told: null }
  }
  const at = momentText(reports.at(-1)?.finishedAt ?? '')
  const told = `${meant} was archived by an export, the last one of the run of ${at}: the squash line is after ${seed}, which it wrote`
  return { squashTo: seed, told }
}

/** The seed of the newest export, which runs last of what that wrote; null where the folder holds none. */
export const exportedSeed = async (project: Project): Promise<string | null> =>
  (await newestIn(project)).seed

/** Whether another line was chosen than the one that a run is for. */
export async function isMoved(
  project: Project,
  line: Readonly<SquashLine> | null | undefined,
): Promise<boolean> {
  // One that was chosen for a folder before is none of a provider's.
  if (project.provider) return false
  const chosen = await readKeptLine(project)
  const last = line?.last ?? null
  if (chosen === null || chosen.last === last) return false
  if (chosen.last === null) return true
  const { squashTo } = await lineNow(project, chosen.last)
  if (last !== null) return squashTo !== last
  // Nothing stays behind the newest migration: that is the whole folder.
  const { files } = await findRunning(project.migrations, project.more, 'passed over')
  return files.at(-1)?.name !== squashTo
}

async function newestIn(
  project: Project,
): Promise<{ readonly reports: readonly ExportReport[]; readonly seed: string | null }> {
  const reports = await reportsOf(project)
  const newest = reports.at(-1)
  if (!newest) return { reports, seed: null }
  const { files } = await findMigrations(project.migrations)
  const isThere = [newest.baseline, newest.seed].every((own) =>
    files.some(({ file }) => file === own.file),
  )
  return { reports, seed: isThere ? migrationName(newest.seed.file) : null }
}

function reportsOf(project: Project): Promise<readonly ExportReport[]> {
  const folder = relative(project.folder, project.migrations).split(sep).join('/')
  return readReports(join(project.folder, archiveFolderOf(folder)))
}

const namesIn = ({ archived }: ExportReport): readonly string[] => archived.map(({ name }) => name)
