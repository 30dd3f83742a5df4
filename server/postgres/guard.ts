import { setTimeout as wait } from 'node:timers/promises'
import type { Postmaster } from './cluster.ts'
import { quit, stopPostmaster, stopPostmasterNow } from './postmaster.ts'
import { removeFolder, touchRunFolder, type RunFolder } from './run-folder.ts'
import { startWatchdog } from './watchdog.ts'

/** Sees to it that a server of ours and its folder end with us, however we end. */
export interface Guard {
  watch(postmaster: Postmaster): void
  /** Stops the server and removes the folder. */
  release(): Promise<void>
}

interface Guarded {
  /** Blocks until it is done; undefined: it takes longer than an exit handler may. */
  readonly stopNow?: () => void
  /** Done before we die of a signal. */
  readonly stop?: () => Promise<void>
}

const guarded = new Set<Guarded>()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LAST_WORDS_MILLISECONDS = 3000

export function guard(folder: RunFolder): Guard {
  let postmaster: Postmaster | undefined
  const remove = add({
    stopNow: () => {
      stopPostmasterNow(folder.data)
      removeFolder(folder.path)
    },
  })
  const watchdog = startWatchdog(folder)
  const heartbeat = setInterval(() => touchRunFolder(folder), 60_000).unref()
  return {
    watch: (started) => {
      postmaster = started
    },
    release: async () => {
      clearInterval(heartbeat)
      await (postmaster ? stopChild(postmaster, folder) : stopPostmaster(folder.data))
      removeFolder(folder.path)
      watchdog.dismiss()
      remove()
    },
  }
}

/** Removes a folder when this process ends; gives a function that calls it off. */
export const guardFolder = (path: string): (() => void) =>
  add({ stopNow: () => removeFolder(path) })

/** Runs an action before we die of a signal; gives a function that calls it off. */
export const guardStop = (stop: () => Promise<void>): (() => void) => add({ stop })

function add(entry: Guarded): () => void {
  if (guarded.size === 0) listen()
  guarded.add(entry)
  return () => {
    guarded.delete(entry)
    if (guarded.size === 0) unlisten()
  }
}

async function stopChild({ child, pid }: Postmaster, folder: RunFolder): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.ref()
    quit(pid)
    await Promise.race([ended, wait(5000, undefined, { ref: false })])
  }
  // Also when it has ended: it may have been killed, and then its memory is left.
  await stopPostmaster(folder.data)
}

function stopNow(): void {
  for (const { stopNow: action } of guarded) action?.()
  guarded.clear()
}

/** Whoever else listens decides whether we die; if nobody does, we die of it as if we hadn't listened. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  const last = [...guarded].map(({ stop }) => stop?.().catch(() => {}))
  const limit = wait(LAST_WORDS_MILLISECONDS, undefined, { ref: false })
  const slow = last.some((action) => action !== undefined)
  void Promise.race([slow ? Promise.all(last) : undefined, limit]).then(() => {
    stopNow()
    unlisten()
    process.kill(process.pid, signal)
  })
}

function listen(): void {
  process.on('exit', stopNow)
  for (const signal of SIGNALS) process.on(signal, onSignal)
}

function unlisten(): void {
  process.off('exit', stopNow)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}
