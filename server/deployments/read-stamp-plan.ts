import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { StampPlan } from '../../shared/stamp.ts'
import { RebaselineError } from '../errors.ts'
import { absent } from '../machine/absent.ts'
import type { Project } from '../project/project.ts'

const Written = Compile(StampPlan)

/** `stamp.json` of the first export of a project, `stamp-2.json` of the second. */
const NAME = /^stamp(?:-(\d+))?\.json$/

/** What the last export says of how deployments are moved over; `archive` is the folder of the archive. */
export async function readStampPlan({ folder }: Project, archive: string): Promise<StampPlan> {
  const place = join(folder, archive)
  const names = (await readdir(place).catch(absent)) ?? []
  const numbered = names.flatMap((name) => {
    const match = NAME.exec(name)
    return match ? [{ name, number: Number(match[1] ?? 1) }] : []
  })
  const last = numbered.toSorted((a, b) => b.number - a.number)[0]
  if (!last) {
    throw new RebaselineError('stamp-plan-missing', {
      doing: 'find out what a stamp has to put in place of what',
      happened: `${archive} holds no stamp.json`,
    })
  }
  const path = join(place, last.name)
  const found = parsed(await readFile(path, 'utf8'))
  if (!Written.Check(found)) throw damaged(path, 'it is not what an export writes')
  const { archived, later, marked } = found
  const all = [...archived, ...later, ...marked]
  // Of a name that is old and new at once no ledger tells which one has run.
  if (new Set(all).size < all.length) throw damaged(path, 'it names a migration twice')
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const damaged = (path: string, happened: string): RebaselineError =>
  new RebaselineError('stamp-plan-damaged', { doing: `read ${path}`, happened })
