import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guardFolder } from '../postgres/guard.ts'
import { ownMark, stateOf } from '../postgres/processes.ts'
import { removeFolder } from '../postgres/run-folder.ts'

const NAME = /^rebaseline-compiled-([0-9a-f]{12})-(\d+)-([0-9a-f]*)-[0-9a-f]{8}$/

let made: string | undefined

/**
 * A folder of this process, which goes with it, for what is compiled of a project: a second build needs not compile
 * again, and no text of a project stays in the system's temporary folder. Null where there is no room for one.
 */
export function compiledFolder(): string | null {
  if (made === undefined || !existsSync(made)) made = make(tmpdir())
  return made ?? null
}

function make(parent: string): string | undefined {
  const { home, pid, start } = ownMark()
  const token = randomBytes(4).toString('hex')
  const folder = join(parent, `rebaseline-compiled-${home}-${pid}-${start}-${token}`)
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
    const [, home = '', pid = '', start = ''] = NAME.exec(name) ?? []
    const isLeftOver = pid !== '' && stateOf({ home, pid: Number(pid), start }) === 'dead'
    if (isLeftOver) removeFolder(join(parent, name))
  }
}
