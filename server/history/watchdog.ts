import { Worker } from 'node:worker_threads'

/** The pipe that only the parent holds open: when it closes, the parent is gone. */
export const LIFELINE = 4

// A thread of its own, because a migration may block the main one for ever; plain JavaScript, because it needs no loader.
const SOURCE = `
  const { Socket } = require('node:net')
  const end = () => {
    try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
  }
  const lifeline = new Socket({ fd: ${LIFELINE}, readable: true, writable: false })
  lifeline.on('error', end).on('close', end).resume()
`

/** Ends this process and its whole group at once when the parent dies, whatever the migrations are doing. */
export function startWatchdog(): void {
  new Worker(SOURCE, { eval: true, execArgv: [] }).unref()
}
