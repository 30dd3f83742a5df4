import { basename, dirname, resolve } from 'node:path'
import { findMigrations } from '../history/folder.ts'
import type { Source } from '../proof/source.ts'
import { counted } from '../../shared/report.ts'
import { readReports } from './reports.ts'

/** An old side, and what it is in words where it is more than its folder. */
export interface OldWithLater {
  readonly source: Source
  readonly told: string | null
}

/**
 * The archive of an export against the folder that was exported: what stands there after the seed belongs to both sides.
 * Which files those are is known from the archive's report alone, so that a baseline of several files is never taken for
 * later migrations.
 */
export async function withLater(source: Source, baseline: string): Promise<OldWithLater> {
  if (source.from !== 'migrations' || source.provider) return { source, told: null }
  const newest = (await readReports(source.folder)).at(-1)
  if (!newest) return { source, told: null }
  const folder = resolve(baseline)
  const { files } = await findMigrations(folder)
  const names = files.map(({ file }) => file)
  const own = [newest.baseline.file, newest.seed.file]
  if (!own.every((file) => names.includes(file))) return { source, told: null }
  const later = names.filter((file) => !own.includes(file))
  const only = newest.archived.map(({ file }) => file)
  const chosen = {
    only,
    namedBy: "the export's report",
    others: 'not what the last export archived',
    later: { folder, files: later },
  }
  const archive = basename(source.folder)
  const after =
    later.length === 0
      ? `no later file stands in ${basename(folder)}`
      : `followed by ${counted(later.length, 'later file')} of ${basename(folder)}: ${listed(later)}`
  const told = `The old side is the ${counted(only.length, 'migration')} of ${archive} that the last export archived, ${after}`
  // The line was drawn by that export.
  const { squashTo: _, ...drawn } = source
  // What stood in other folders has an archive of its own.
  const places = new Set(only.map((file) => resolve(source.folder, dirname(file))))
  places.delete(resolve(source.folder))
  const more = places.size > 0 ? [...places] : undefined
  return { source: { ...drawn, more, chosen }, told }
}

const MOST_NAMED = 5

const listed = (files: readonly string[]): string =>
  files.length > MOST_NAMED
    ? `${files.slice(0, MOST_NAMED).join(', ')} and ${files.length - MOST_NAMED} more`
    : files.join(', ')
