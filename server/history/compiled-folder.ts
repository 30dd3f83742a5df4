import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { guardFolder } from '../postgres/guard.ts'
import { ownerOfName, ownName } from '../machine/processes.ts'
import { temporaryPlace } from '../machine/temporary-place.ts'
import { removeFolder } from '../postgres/run-folder.ts'

const NAME = 'rebaseline-compiled-'

let made: string | undefined

/**
 * A folder of this process, which goes with it, for what is compiled of a project: a second build needs not compile
 * again, and no text of a project stays in the system's temporary folder. Null where there is no room for one.
 */
export function compiledFolder(): string | null {
  if (made === undefined || !existsSync(made)) made = make(temporaryPlace())
  return made ?? null
}

function make(parent: string): string | undefined {
  const folder = join(parent, ownName(NAME))
  try {
    sweep(parent)
    mkdirSync(folder, { mode: 0o700 })
  } catch {
    return undefined
  }
  guardFolder(folder)
  return folder
}

/** Removes those of processes that were killed. */
function sweep(parent: string): void {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (ownerOfName(name, NAME) === 'dead') removeFolder(join(parent, name))
  }
}
