import { Worker } from 'node:worker_threads'
import { OUT_OF_MEMORY, OUT_OF_MEMORY_SIGNAL } from './memory.ts'

/** The pipe that only the parent holds open: when it closes, the parent is gone. */
export const LIFELINE = 4

const LOOK_MILLISECONDS = 200
/** One every 10 milliseconds. */
const TRIES = 100

// A thread of its own, because a migration may block the main one for ever; plain JavaScript, because it needs no loader.
const SOURCE = `
  const { Socket } = require('node:net')
  const end = () => {
    try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
  }
  // The pipe may be full of what a migration prints: its reader needs a moment.
  const say = (words) => {
    const moment = new Int32Array(new SharedArrayBuffer(4))
    for (let tries = 0; tries < ${TRIES}; tries += 1) {
      try { return require('node:fs').writeSync(2, '\\n' + words + '\\n') } catch { Atomics.wait(moment, 0, 0, 10) }
    }
  }
  const lifeline = new Socket({ fd: ${LIFELINE}, readable: true, writable: false })
  lifeline.on('error', end).on('close', end).resume()
  require('node:worker_threads').parentPort.on('message', ({ most, words }) => {
    setInterval(() => {
      if (process.memoryUsage.rss() < most) return
      say(words)
      // Whoever hears of it ends the group.
      if (process.platform !== 'win32') process.kill(process.pid, '${OUT_OF_MEMORY_SIGNAL}')
      end()
    }, ${LOOK_MILLISECONDS})
  })
`

/** Ends this process and its whole group at once, whatever the migrations are doing. */
interface Watchdog {
  /** From now on also when it holds more than so many bytes. */
  limitMemory(most: number): void
}

/** Ends this process and its whole group when the parent dies. */
export function startWatchdog(): Watchdog {
  const worker = new Worker(SOURCE, { eval: true, execArgv: [] })
  worker.unref()
  return { limitMemory: (most) => worker.postMessage({ most, words: OUT_OF_MEMORY }, []) }
}
