import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { usageError } from '../config.ts'
import { recover } from '../export/apply.ts'
import { fileError } from '../machine/file-error.ts'
import { findProject, type Project } from '../project/project.ts'
import { isCheckout, ROOT } from '../place.ts'
import { readState } from '../project/state-files.ts'
import type { Comparison } from '../../shared/finding.ts'
import { SERVER_OPTIONS, type Command } from './command.ts'
import { text, type Values } from './options.ts'
import { verdictText } from './print.ts'

const STUDIO = join(ROOT, 'examples', 'studio')

/** The main job on the sample: what `npm start` runs. */
export const demoCommand: Command = {
  name: 'demo',
  positionals: [],
  about: 'Prove a baseline of the sample project, and open the dashboard on a copy of it.',
  example: 'npm start',
  unconfigured: true,
  options: ['out', 'port', 'no-open', ...SERVER_OPTIONS],
  words: { out: 'new folder for the copy of the sample, instead of sample/' },
  hidden: true,
  exits: 'Exit codes: 0 ended, 2 could not begin.',
  async run(context) {
    const { projectWayOf, serveWay, shortText } = await import('./dashboard.ts')
    const project = await copySample(ownFolder(context.values) ?? usualFolder())
    let generated: Comparison | undefined
    const baseline = join(STUDIO, 'baseline-by-hand')
    const way = await projectWayOf(context, project, baseline, {
      onGenerated: (comparison) => (generated = comparison),
    })
    return serveWay(context, way, {
      before: (last) =>
        generated && !last?.note
          ? `\nThe generated baseline\n${shortText(generated)}\n\nThe baseline made by hand\n`
          : '',
      after: (byHand) =>
        generated && byHand && !byHand.note
          ? [
              '\n\nIn short',
              `  The generated baseline: ${verdictText(generated)}`,
              `  The baseline made by hand: ${verdictText(byHand.comparison)}`,
            ].join('\n')
          : '',
    })
  },
}

function usualFolder(): string {
  if (isCheckout()) return join(ROOT, 'sample')
  throw usageError(
    'nothing is written into an installed package, and no folder is named for the copy of the sample',
    'Name a new folder with --out.',
  )
}

/** Where the copy is to be made instead of `sample/`; nothing that is there already is replaced. */
function ownFolder(values: Values): string | undefined {
  const folder = text(values, 'out')
  if (folder === undefined) return undefined
  if (existsSync(folder)) throw usageError(`${folder} is there already`, 'Name a new folder.')
  return resolve(folder)
}

/** A copy that may be worked on: fresh each time, unless somebody began to review it. */
export async function copySample(folder: string): Promise<Project> {
  if (await isReviewed(folder)) {
    const project = findProject(join(folder, 'migrations'))
    await recover(project)
    return project
  }
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(STUDIO)) {
      if (name === '.rebaseline' || name === 'node_modules') continue
      await cp(join(STUDIO, name), join(folder, name), { recursive: true })
    }
  } catch (error) {
    throw fileError('copy the sample project', folder, error)
  }
  return findProject(join(folder, 'migrations'))
}

async function isReviewed(folder: string): Promise<boolean> {
  const project: Project = { name: '', folder, migrations: join(folder, 'migrations') }
  try {
    return (await readState(project, 'review.json')) !== null
  } catch {
    return false
  }
}
