import { spawn } from 'node:child_process'
import { RebaselineError } from '../errors.ts'
import { connectionParts, migrationEnvironment } from '../history/environment.ts'
import { end, endStrays, watchOver } from '../history/strays.ts'
import { migrationApplicationName, probe } from '../history/server-side.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { ApiError } from '../../shared/api.ts'

/** What became of the command after --then. */
export type ThenOutcome = { readonly status: 'passed' } | ({ readonly status: 'failed' } & ApiError)

/** Runs the project's own command on the rebuilt database; every known way to name a database names that one. */
export async function runThen(
  command: string,
  folder: string,
  database: DatabaseUrl,
  { runId, signal }: Pick<Workspace, 'runId' | 'signal'>,
): Promise<ThenOutcome> {
  const { ssl } = await probe(database, runId)
  const connection = connectionParts(database, migrationApplicationName(runId), ssl)
  const env = migrationEnvironment(process.env, connection, undefined)
  const happened = await run(command, folder, env, signal)
  if (happened === undefined) return { status: 'passed' }
  const doing = 'finish the command after --then'
  return { status: 'failed', ...new RebaselineError('then-failed', { doing, happened }).toJSON() }
}

/** Gives what went wrong, or nothing. */
function run(
  command: string,
  cwd: string,
  env: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Its output goes to stderr, since stdout is for the result; a group of its own can be ended as a whole.
    const child = spawn(command, { shell: true, cwd, env, detached: true, stdio: ['ignore', 2, 2] })
    const dismiss = watchOver(child.pid, env)
    const cancel = (): void => endGroup(child.pid)
    signal?.addEventListener('abort', cancel, { once: true })
    const settle = (happened: string | undefined): void => {
      signal?.removeEventListener('abort', cancel)
      resolve(happened)
    }
    child.once('error', ({ message }) => settle(`it could not be started: ${message}`))
    child.once('exit', (code, by) => {
      // What it left running would hold the database that is dropped now.
      endGroup(child.pid)
      endStrays(env)
      dismiss()
      if (code === 0) return settle(undefined)
      return settle(by === null ? `it ended with exit code ${code}` : `it was ended by ${by}`)
    })
    if (signal?.aborted) cancel()
  })
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) end(process.platform === 'win32' ? pid : -pid)
}
