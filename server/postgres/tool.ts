import { spawn } from 'node:child_process'
import { asServerUser } from './server-user.ts'

/** How a program ended, and what it wrote to both of its outputs. */
export interface ToolEnd {
  readonly code: number | null
  readonly output: string
}

/** Runs a program as the user that runs Postgres. */
export async function runTool(
  program: string,
  words: readonly string[],
  input?: string,
): Promise<ToolEnd> {
  const child = spawn(program, words, {
    ...asServerUser(),
    cwd: '/',
    env: cleanEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data))
  child.stderr.on('data', (data: Buffer) => (output += data))
  // It may end without having read all.
  child.stdin.on('error', () => {}).end(input)
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output += error.message
      resolve(null)
    })
    child.on('close', resolve)
  })
  return { code, output }
}

/** An environment without anybody's PG* settings and without secrets that a server has no use for. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  TZ: 'UTC',
  ...(process.platform === 'win32'
    ? { SystemRoot: process.env['SystemRoot'], TEMP: process.env['TEMP'] }
    : {}),
})
