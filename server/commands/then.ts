import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { RebaselineError } from '../errors.ts'
import { excerpt, indented } from '../excerpt.ts'
import { connectionParts, migrationEnvironment } from '../history/environment.ts'
import { USUAL_LIMIT_MS } from '../history/run.ts'
import { end, endStrays, watchOver } from '../history/strays.ts'
import { migrationApplicationName, probe, runningStatement } from '../history/server-side.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { watchServer } from '../postgres/shared-state.ts'
import { refuseChanged } from '../proof/given-roles.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { ApiError } from '../../shared/api.ts'
import type { Mask } from './masking.ts'
import type { Terminal } from './terminal.ts'

/** What became of the command after --then. */
export type ThenOutcome = { readonly status: 'passed' } | ({ readonly status: 'failed' } & ApiError)

interface ThenOptions {
  readonly mask: Mask
  readonly relay: Terminal['relay']
  readonly timeLimitMs?: number
}

/** How long its last words may take once it is gone. */
const LAST_WORDS_MS = 1000

/** Runs the project's own command on the rebuilt database; every known way to name a database names that one. */
export async function runThen(
  command: string,
  folder: string,
  database: DatabaseUrl,
  { runId, signal, rebuilt }: Workspace,
  { mask, relay, timeLimitMs = USUAL_LIMIT_MS }: ThenOptions,
): Promise<ThenOutcome> {
  const probed = await probe({ database, runId, server: rebuilt })
  const connection = connectionParts(database, migrationApplicationName(runId), probed)
  const env = migrationEnvironment(process.env, connection, undefined)
  const serverWatch = await watchServer(rebuilt)
  const ended = await run(command, folder, env, {
    signal,
    limitMs: timeLimitMs,
    waitingFor: async () => {
      const statement = await runningStatement(database, runId)
      return statement === null ? null : mask(indented(excerpt(statement, null)))
    },
    relay: (output) => relay(output, database),
  })
  const failed = ended && new RebaselineError('then-failed', { doing: DOING, ...ended })
  try {
    await refuseChanged(serverWatch, 'the command after --then')
  } catch (error) {
    if (!(error instanceof RebaselineError) || error.code !== 'server-wide') throw error
    return { status: 'failed', ...withFailure(error, failed).toJSON() }
  }
  return failed ? { status: 'failed', ...failed.toJSON() } : { status: 'passed' }
}

const DOING = 'finish the command after --then'

/** Both are told: neither explains the other. */
const withFailure = (error: RebaselineError, failed: RebaselineError | undefined) =>
  failed
    ? new RebaselineError(error.code, {
        doing: failed.doing,
        happened: `${failed.happened}; and ${error.happened}`,
        help: `${failed.help} ${error.help}`,
      })
    : error

interface RunOptions {
  readonly signal: AbortSignal | undefined
  readonly limitMs: number
  /** The statement that it waits for, if it waits for one. */
  readonly waitingFor: () => Promise<string | null>
  readonly relay: (output: NonNullable<ChildProcess['stdout']>) => Promise<void>
}

/** What went wrong, and what helps, where more is known than usual. */
interface Failure {
  readonly happened: string
  readonly help?: string
}

/** Gives what went wrong, or nothing. */
async function run(
  command: string,
  cwd: string,
  env: Record<string, string>,
  { signal, limitMs, waitingFor, relay }: RunOptions,
): Promise<Failure | undefined> {
  // A group of its own can be ended as a whole.
  const child = spawn(command, {
    shell: true,
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const dismiss = watchOver(child.pid, env)
  const streams = [child.stdout, child.stderr]
  // What it wrote on stdout goes to stderr as well: stdout is for the result.
  const relayed = Promise.allSettled(streams.map(relay))
  let late: Failure | undefined
  const timer = setTimeout(async () => {
    const statement = await waitingFor()
    late = tooSlow(limitMs, statement)
    endGroup(child.pid)
  }, limitMs)
  const cancel = (): void => endGroup(child.pid)
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()
  const failure = await endOf(child)
  clearTimeout(timer)
  signal?.removeEventListener('abort', cancel)
  // What it left running would hold the database that is dropped now.
  endGroup(child.pid)
  endStrays(env)
  dismiss()
  await Promise.race([relayed, wait(LAST_WORDS_MS, undefined, { ref: false })])
  // A process that left the group could hold these open for ever.
  for (const stream of streams) stream.destroy()
  return late ?? failure
}

const endOf = (child: ChildProcess): Promise<Failure | undefined> =>
  new Promise((resolve) => {
    child.once('error', ({ message }) =>
      resolve({ happened: `it could not be started: ${message}` }),
    )
    child.once('exit', (code, by) => {
      if (code === 0) return resolve(undefined)
      resolve({
        happened: by === null ? `it ended with exit code ${code}` : `it was ended by ${by}`,
      })
    })
  })

function tooSlow(limitMs: number, statement: string | null): Failure {
  const during = statement === null ? '' : `\n  it waits for: ${statement}`
  return {
    happened: `it did not end within ${limitMs / 1000} seconds and was stopped${during}`,
    help: 'Look in its output above for what it waited for, or allow more with --time-limit SECONDS.',
  }
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) end(process.platform === 'win32' ? pid : -pid)
}
