import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { startUpFile } from '../deployments/start-up-file.ts'
import type { Project } from '../project/project.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { placesIn } from './archive.ts'
import { writing, type HashedStep } from './step.ts'

interface Part {
  readonly steps: readonly HashedStep[]
  readonly refusals: readonly string[]
}

/** Writes what an application calls before its migrator where a person said; nothing is overwritten. */
export function startUpStep(project: Project, file: string, plan: StampPlan | undefined): Part {
  if (!existsSync(dirname(file))) return refused(file, `there is no folder ${dirname(file)}`)
  const place = join(realpathSync(dirname(file)), basename(file))
  const path = relative(project.folder, place).split(sep).join('/')
  if (path === '' || path.startsWith('../') || isAbsolute(path)) {
    return refused(file, `it lies outside of the project ${project.folder}`)
  }
  if (!/^(?!.*\.d\.[cm]?ts$).*\.[cm]?ts$/.test(path))
    return refused(path, 'it is TypeScript, and is named so')
  if (path.startsWith('.rebaseline/') || path.startsWith('.git/')) {
    return refused(path, 'that folder is not for the files of an application')
  }
  const inside = placesIn(project)
    .flatMap(({ folder, archive }) => [folder, archive])
    .find((folder) => path.startsWith(`${folder}/`))
  if (inside !== undefined) {
    return refused(
      path,
      `in ${inside} a migrator could take it for a migration; it goes beside that`,
    )
  }
  if (existsSync(place)) {
    return refused(path, 'that file exists already, and nothing is overwritten')
  }
  if (!plan) {
    return refused(
      path,
      'the last run kept no schema that deployments could be held against; verify again',
    )
  }
  const why = 'what the application calls before its migrator: a deployment is stamped as it starts'
  return { steps: [writing(path, startUpFile(plan), why)], refusals: [] }
}

const refused = (path: string, why: string): Part => ({
  steps: [],
  refusals: [
    `the file for the start of the application can't be written to ${path}: ${why}; put that right, or name another file with --start-up`,
  ],
})
