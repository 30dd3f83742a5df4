import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { migrationEnvironment } from './environment.ts'
import { builtFile } from '../place.ts'
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
  application_name: 'rebaseline',
} as const

/** Loads a configuration of kysely-ctl in a process of its own; nothing that it makes is opened. */
export async function runKyselyConfig(project: string, file: string): Promise<KyselyMigrations> {
  const tsconfig = join(project, 'tsconfig.json')
  const child = spawn(process.execPath, [builtFile('kysely-config.js'), file], {
    cwd: project,
    env: migrationEnvironment(process.env, NOWHERE, existsSync(tsconfig) ? tsconfig : undefined),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const answer = await new Promise<{ said?: KyselyMigrations; why: string }>((resolve) => {
    const limit = setTimeout(() => {
      resolve({ why: `it was not loaded within ${LIMIT_MILLISECONDS / 1000} seconds` })
    }, LIMIT_MILLISECONDS)
    child.once('message', (said) => resolve(said as { why: string }))
    child.once('error', ({ message }) => resolve({ why: message }))
    child.once('close', () => resolve({ why: 'its process ended before it was loaded' }))
    child.once('close', () => clearTimeout(limit))
  })
  child.kill('SIGKILL')
  if (answer.said) return answer.said
  throw unread(file, answer.why)
}

/** The refusal of one that does not say where the migrations are. */
export const unread = (file: string, happened: string): RebaselineError =>
  new RebaselineError('configuration-refused', {
    doing: `read where the migrations are from ${file}`,
    happened,
    help: 'Name their folder with --migrations DIR, or what gives them with --provider FILE#EXPORT.',
  })
