import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../server/place.ts'

const run = promisify(execFile)
const folders: string[] = []

/** A folder of its own outside of this repository. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rebaseline-package-')))
  folders.push(folder)
  return folder
}

/** Absolute path of the package, as `npm pack` makes it. */
export async function packed(): Promise<string> {
  const folder = newFolder()
  const words = ['pack', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', words, { cwd: ROOT, maxBuffer: 2 ** 24 })
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }]
  return join(folder, filename)
}

/** pnpm's own script. */
export const PNPM = join(ROOT, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs')

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
