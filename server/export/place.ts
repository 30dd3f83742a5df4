import { lstat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { absent } from '../machine/absent.ts'
import type { Project } from '../project/project.ts'

/** Absolute path of a file of the project; refuses a way that leaves it, through a symbolic link too. */
export async function placeIn({ folder }: Project, path: string): Promise<string> {
  const parts = path.split('/')
  if (isAbsolute(path) || parts.some((part) => UNUSABLE.test(part))) {
    throw new Error(`not a path inside of the project: ${JSON.stringify(path)}`)
  }
  const link = await linkOnTheWay(folder, path)
  if (link === null) return join(folder, ...parts)
  throw new RebaselineError('symlink-refused', {
    doing: `export to ${path}`,
    happened: `${link} is a symbolic link`,
  })
}

// oxlint-disable-next-line no-control-regex -- what no path of ours may hold
const UNUSABLE = /^(?:|\.|\.\.)$|[\0\\]/

/** The first part of a way below a folder that is a symbolic link; null where none is. */
export async function linkOnTheWay(folder: string, path: string): Promise<string | null> {
  const parts = path.split('/')
  for (const [index] of parts.entries()) {
    const way = parts.slice(0, index + 1)
    const found = await lstat(join(folder, ...way)).catch(absent)
    if (!found) return null
    if (found.isSymbolicLink()) return way.join('/')
  }
  return null
}
