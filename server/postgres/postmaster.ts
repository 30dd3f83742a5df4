import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { commandOf, isAlive, pause } from '../machine/processes.ts'
import { removeSharedMemory } from './shared-memory.ts'

/** The process of a server, and whether it takes connections. */
export interface PostmasterFile {
  readonly pid: number
  readonly ready: boolean
}

/** What a server wrote into its data folder about itself, if one started there. */
export function readPostmasterFile(data: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid < 2) return undefined
    return { pid, ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/** The server that runs on that folder; another process may have its number by now, so its command line is checked. */
export function runningPostmaster(data: string): number | undefined {
  const pid = readPostmasterFile(data)?.pid
  if (pid === undefined || !isAlive(pid)) return undefined
  return commandOf(pid).includes(data) ? pid : undefined
}

/** Tells a server to stop at once, without a last checkpoint. */
export function quit(pid: number): void {
  try {
    process.kill(pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT')
  } catch {
    // It is gone already.
  }
}

/** Stops the server of that data folder, if one runs there, and waits until it and what it used are gone. */
export async function stopPostmaster(data: string): Promise<void> {
  const pid = runningPostmaster(data)
  if (pid !== undefined) {
    quit(pid)
    for (let turn = 0; turn < 100 && isAlive(pid); turn++) await wait(20)
    if (isAlive(pid) && runningPostmaster(data) === pid) process.kill(pid, 'SIGKILL')
  }
  // The processes of a server that was killed end a moment after it.
  for (let turn = 0; turn < 250 && !removeSharedMemory(data); turn++) await wait(20)
}

/** The same, for exit handlers: blocks. */
export function stopPostmasterNow(data: string): void {
  const pid = runningPostmaster(data)
  if (pid === undefined) return
  quit(pid)
  // Its last act is to remove its file; as our child it may stay in the process table until we are gone.
  for (let turn = 0; turn < 100 && isAlive(pid) && readPostmasterFile(data); turn++) pause(10)
}
