import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { killGroup } from './child-process.ts'
import { migrationEnvironment } from './environment.ts'
import { environmentSecrets } from './environment-secrets.ts'
import { readEnvFile } from './env-file.ts'
import { endStrays, watchOver } from './strays.ts'
import { builtFile } from '../place.ts'
import { scrubberOf } from '../postgres/redact.ts'
import type { KyselyMigrations } from '../configuration/kysely-config.ts'

const LIMIT_MILLISECONDS = 60_000

/** No such server is there: what a configuration makes of the environment names no database of anybody. */
const NOWHERE = {
  host: '127.0.0.1',
  port: 1,
  user: 'nobody',
  password: '',
  database: 'none',
  encryption: null,
  options: '',
} as const

/** What a configuration of kysely-ctl is loaded with. */
interface Loaded {
  readonly signal: AbortSignal
  /** Its variables count where the environment has none of their names. */
  readonly envFile?: string | undefined
}

/** Loads a configuration of kysely-ctl in a process of its own; nothing that it makes is opened. */
export async function runKyselyConfig(
  project: string,
  file: string,
  { signal, envFile }: Loaded,
): Promise<KyselyMigrations> {
  const given = { ...(envFile !== undefined && readEnvFile(envFile)), ...process.env }
  const tsconfig = join(project, 'tsconfig.json')
  // By a name that no other call has it is found wherever it puts itself.
  const nowhere = { ...NOWHERE, application_name: `rebaseline-${randomUUID()}` }
  const used = existsSync(tsconfig) ? tsconfig : undefined
  const env = migrationEnvironment(given, nowhere, used)
  const child = spawn(process.execPath, [builtFile('kysely-config.js'), file], {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const dismiss = watchOver(child.pid, env)
  const answer = await answerOf(child, signal)
  killGroup(child)
  endStrays(env)
  dismiss()
  if (answer.said) return answer.said
  throw unread(file, scrubberOf(environmentSecrets(given))(answer.why))
}

const answerOf = (
  child: ChildProcess,
  signal: AbortSignal,
): Promise<{ said?: KyselyMigrations; why: string }> =>
  new Promise((resolve) => {
    const settle = (answer: { said?: KyselyMigrations; why: string }): void => {
      clearTimeout(limit)
      signal.removeEventListener('abort', stop)
      resolve(answer)
    }
    const limit = setTimeout(() => {
      settle({ why: `it was not loaded within ${LIMIT_MILLISECONDS / 1000} seconds` })
    }, LIMIT_MILLISECONDS)
    const stop = (): void => settle({ why: 'this was called off before it was loaded' })
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    child.once('message', (said) => settle(said as { why: string }))
    child.once('error', ({ message }) => settle({ why: message }))
    child.once('close', () => settle({ why: 'its process ended before it was loaded' }))
  })

/** The refusal of one that does not say where the migrations are. */
export const unread = (file: string, happened: string): RebaselineError =>
  new RebaselineError('configuration-refused', {
    doing: `read where the migrations are from ${file}`,
    happened,
    help: 'Name their folder with --migrations DIR, or what gives them with --provider FILE#EXPORT.',
  })
