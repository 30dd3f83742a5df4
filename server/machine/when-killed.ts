import { spawn } from 'node:child_process'

/**
 * Runs a shell script with these words (the first is its name in a list of processes) when we are killed without a
 * chance to act: it sees our end of a pipe close, and begins with `read -r line && exit 0`. Gives what calls it off.
 */
export function whenKilled(script: string, words: readonly string[]): () => void {
  const child = spawn('/bin/sh', ['-c', script, ...words], {
    cwd: '/',
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of the terminal's process group, so that a Ctrl-C doesn't end it before us.
    detached: true,
  })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  // A pipe to a child is a socket at heart; it must not keep us running.
  const pipe = child.stdin as typeof child.stdin & { unref?: () => void }
  pipe.unref?.()
  return () => void child.stdin.end('done\n')
}
