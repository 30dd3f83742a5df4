import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * @typedef {object} Ended
 * @property {boolean} ok
 * @property {string} output stdout and stderr as they came
 */

/**
 * Runs a tool of node_modules with this Node, in a process group of its own, which ends with it at the latest after the limit.
 * @param {readonly string[]} command a script and its options
 * @param {{ cwd?: string, limit: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Ended>}
 */
export function runNode(command, { cwd = root, limit, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    running.add(child)
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    const timer = setTimeout(() => {
      output += `\nStopped: it took longer than ${limit / 1000} s.\n`
      stop(child, 'SIGTERM')
      setTimeout(() => stop(child, 'SIGKILL'), 5_000).unref()
    }, limit)
    const end = (/** @type {boolean} */ ok) => {
      clearTimeout(timer)
      running.delete(child)
      stop(child, 'SIGTERM')
      resolve({ ok, output })
    }
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

/** Ends everything that still runs. */
export function stopAll() {
  for (const child of running) stop(child, 'SIGTERM')
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function stop(child, signal) {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended, and its group with it.
  }
}
