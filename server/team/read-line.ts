import { join, posix, relative, sep } from 'node:path'
import { baselineNames } from '../baseline/names.ts'
import { fileOf } from '../drafts/draft-state.ts'
import { readDrafts } from '../drafts/drafts.ts'
import { archiveFolderOf, type Archive } from '../export/archive.ts'
import { migrationName } from '../history/folder.ts'
import { findRunning } from '../history/several-folders.ts'
import { formOfLast } from '../history/folder-form.ts'
import { readLastRun } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import { isBehind } from '../../shared/line.ts'
import { readReports, type ExportReport } from './reports.ts'
import type { DividedFolder } from './squash-line.ts'

/** The squash line of a project as its files show it. */
export interface ReadLine {
  readonly line: DividedFolder
  /** The last old migration. */
  readonly last: string | null
  /** What the exports left of themselves in the archive, the oldest first; none before the first one. */
  readonly reports: readonly ExportReport[]
  /** When what the line goes by was made: names with a time in them are proposed by it where they have to stay. */
  readonly madeAt: Date
}

/** Reads it from the archive's reports, which are committed; before the export from the folder and the drafts. */
export async function readLine(project: Project): Promise<ReadLine> {
  const folder = relative(project.folder, project.migrations).split(sep).join('/')
  const archive = archiveFolderOf(folder)
  const reports = await readReports(join(project.folder, archive))
  const found = await findRunning(project.migrations, project.more, 'passed over')
  const { files } = found
  const newest = reports.at(-1)
  if (newest) {
    const [baseline, seed] = [newest.baseline.file, newest.seed.file]
    const archived = [...new Set(reports.flatMap((each) => each.archived.map(fileNameOf)))]
    const line = { state: 'after' as const, folder, archive, archived, baseline, seed }
    const seedName = migrationName(seed) ?? seed
    const later = files.filter(({ name }) => name > seedName).map(fileNameOf)
    const last = newest.archived.map(fileNameOf).at(-1) ?? null
    return { line: { ...line, later }, last, reports, madeAt: dateOf(newest.finishedAt) }
  }
  const run = await readLastRun(project)
  const replaced = files.filter(({ name }) => !isBehind(run?.line, name))
  const stay = files.filter(({ name }) => isBehind(run?.line, name))
  const archived = replaced.map(fileNameOf)
  const later = stay.map(fileNameOf)
  const drafts = await readDrafts(project)
  const form = await formOfLast(found)
  const [baseline = '', seed = ''] = drafts
    ? [fileOf(drafts.record, 'baseline'), fileOf(drafts.record, 'seed')]
    : baselineNames(replaced.map(nameOf), stay.map(nameOf)).map(
        (name) => `${name}${form.extension}`,
      )
  const line = { state: 'before' as const, folder, archive, archived, baseline, seed, later }
  return { line, last: archived.at(-1) ?? null, reports, madeAt: dateOf(run?.finishedAt) }
}

/** The line as an export leaves it that is only planned. */
export function lineToCome(
  {
    migrations: folder,
    archive,
    baseline,
    seed,
  }: { readonly migrations: string; readonly archive: Archive } & Pick<
    DividedFolder,
    'baseline' | 'seed'
  >,
  finishedAt: string | undefined,
): Pick<ReadLine, 'line' | 'last' | 'madeAt'> {
  const archived = archive.migrations.map(fileNameOf)
  const line = {
    state: 'after' as const,
    folder,
    archive: archive.folder,
    archived,
    baseline,
    seed,
  }
  const later = archive.later.map(fileNameOf)
  return { line: { ...line, later }, last: archived.at(-1) ?? null, madeAt: dateOf(finishedAt) }
}

/** In whatever folder it stands. */
const fileNameOf = ({ file }: { readonly file: string }): string => posix.basename(file)

const nameOf = ({ name }: { readonly name: string }): string => name

function dateOf(text: string | undefined): Date {
  const date = new Date(text ?? 0)
  return Number.isNaN(date.getTime()) ? new Date(0) : date
}
