import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { RebaselineError } from '../errors.ts'
import { DISK_FULL, type Postmaster } from './cluster.ts'
import { isAlive } from '../machine/processes.ts'
import type { RunFolder } from './run-folder.ts'

/** How long the system may take to say how a process ended. */
const TOLD_MILLISECONDS = 1000

/** Says how a server of ours ended that nobody stopped, or broke off for a full disk; nothing where it runs. */
export async function endedByItself(
  { child, pid }: Postmaster,
  folder: RunFolder,
  { major, isGone }: { readonly major: number; readonly isGone: boolean },
): Promise<RebaselineError | undefined> {
  const doing = 'finish'
  const server = `the built-in PostgreSQL ${major} of this run`
  if (!existsSync(folder.data)) {
    return new RebaselineError('postgres-ended', {
      doing,
      happened: `the folder of ${server} was removed while it was needed: ${folder.path}`,
      help: 'Keep what cleans temporary folders away from it, or point TMPDIR at another one, and start again.',
    })
  }
  const told = (): boolean => child.exitCode !== null || child.signalCode !== null
  const since = Date.now()
  const mayBeTold = (): boolean => !told() && Date.now() - since < TOLD_MILLISECONDS
  const ends = (): boolean => told() || !isAlive(pid)
  if (isGone) while (!ends() && mayBeTold()) await wait(20)
  const isFull = DISK_FULL.test(lastWords(folder).join('\n'))
  if (!ends() && !isFull) return undefined
  while (ends() && mayBeTold()) await wait(20)
  const words = lastWords(folder).at(-1)
  if (isFull || DISK_FULL.test(words ?? '')) {
    return new RebaselineError('disk-full', {
      doing,
      happened: `no space was left for ${server} in ${folder.path}, so that it broke off its work`,
    })
  }
  return new RebaselineError('postgres-ended', {
    doing,
    happened: [
      `${server} ended while it was needed`,
      child.signalCode ? `it was ended by ${child.signalCode}` : `exit code ${child.exitCode}`,
      ...(words === undefined ? [] : [`its last words: ${words}`]),
    ].join('; '),
  })
}

/** Why it gave up, where it did by itself; that it ends a connection is no reason. */
function lastWords({ path }: RunFolder): readonly string[] {
  const found = /(?:PANIC|FATAL): +(?! |terminating |the database system is )(.*)/g
  return [...read(join(path, 'log')).matchAll(found)].map(([, words = '']) => words)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
