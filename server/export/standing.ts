import { lstat, readFile } from 'node:fs/promises'
import { absent } from '../machine/absent.ts'
import type { Project } from '../project/project.ts'
import { placeIn } from './place.ts'
import { hashBytes, type HashedStep } from './step.ts'

/** How a step stands on disk; `between`: a moved file has both names; `foreign`: somebody else was there. */
export type Standing = 'before' | 'between' | 'after' | 'foreign'

/** How each step stands. A path that one step empties and another fills is judged with both in mind. */
export async function standingsOf(
  project: Project,
  steps: readonly HashedStep[],
): Promise<readonly Standing[]> {
  const moved = new Map(steps.filter(isMove).map((step) => [step.path, step.afterHash]))
  const written = new Map(
    steps.filter(({ action }) => action === 'write').map((step) => [step.path, step.afterHash]),
  )
  const standings: Standing[] = []
  for (const step of steps) {
    const here = await hashOf(project, step.path)
    if (step.to !== null) {
      const there = await hashOf(project, step.to)
      const successor = written.get(step.path)
      standings.push(ofMove(step, here === successor && there !== null ? null : here, there))
    } else {
      const predecessor = moved.get(step.path)
      const isPredecessor = here !== null && here === predecessor && here !== step.afterHash
      standings.push(ofText(step, isPredecessor ? null : here))
    }
  }
  return standings
}

const isMove = ({ action }: HashedStep): boolean => action === 'move'

function ofMove({ afterHash }: HashedStep, here: string | null, there: string | null): Standing {
  if (here === afterHash && there === null) return 'before'
  if (here === null && there === afterHash) return 'after'
  return here === afterHash && there === afterHash ? 'between' : 'foreign'
}

function ofText({ beforeHash, afterHash }: HashedStep, here: string | null): Standing {
  if (here === afterHash) return 'after'
  return here === beforeHash ? 'before' : 'foreign'
}

/** Null where nothing stands; what is no file is told from every file. */
async function hashOf(project: Project, path: string): Promise<string | null> {
  const place = await placeIn(project, path)
  const found = await lstat(place).catch(absent)
  if (!found) return null
  return found.isFile() ? hashBytes(await readFile(place)) : 'no file'
}
