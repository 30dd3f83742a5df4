import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { EVERY_MAJOR } from '../../shared/majors.ts'
import { installedPlaces } from './binaries.ts'
import { applicationName } from './connect.ts'
import { scrub, type DatabaseUrl } from './redact.ts'
import { cleanEnvironment } from './tool.ts'

/** A pg_dump of this machine. */
export interface PgDump {
  readonly path: string
  readonly major: number
  /** As it says: `15.18`. */
  readonly version: string
}

/** What pg_dump prints of a schema, or why there is nothing. */
export type SchemaDump =
  | { readonly status: 'made'; readonly text: string; readonly by: string; readonly major: number }
  | { readonly status: 'not made'; readonly why: string }

const found = new Map<number, PgDump | undefined>()

/** The oldest installed pg_dump that can read a server of that major. */
export function findPgDump(major: number): PgDump | undefined {
  if (!found.has(major)) found.set(major, lookFor(major))
  return found.get(major)
}

function lookFor(major: number): PgDump | undefined {
  const wanted = EVERY_MAJOR.filter((each) => each >= major)
  const folders = [
    ...wanted.flatMap(installedPlaces),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  const name = process.platform === 'win32' ? 'pg_dump.exe' : 'pg_dump'
  const dumps = [...new Set(folders)]
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => versionOf(path) ?? [])
  return dumps.filter((dump) => dump.major >= major).sort((a, b) => a.major - b.major)[0]
}

function versionOf(path: string): PgDump | undefined {
  const { stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    env: cleanEnvironment(),
    timeout: 10_000,
  })
  const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout ?? '') ?? []
  return version === undefined ? undefined : { path, version, major: Number(major) }
}

/** Longest wait for a lock, and for all of it. */
const LOCK_WAIT_MS = 10_000
const TIME_LIMIT_MS = 300_000

/**
 * Asks pg_dump for the schema of a database, but for some tables, named as patterns. It reads, under the lock that every
 * SELECT takes.
 */
export async function dumpSchema(
  url: DatabaseUrl,
  {
    runId,
    major,
    without,
  }: {
    readonly runId: string
    /** Of the server. */
    readonly major: number
    readonly without: readonly string[]
  },
): Promise<SchemaDump> {
  const dump = findPgDump(major)
  if (!dump) {
    return {
      status: 'not made',
      why: `no pg_dump of PostgreSQL ${major} or newer is installed`,
    }
  }
  const words = [
    '--schema-only',
    '--no-password',
    `--lock-wait-timeout=${LOCK_WAIT_MS}`,
    ...without.map((pattern) => `--exclude-table=${pattern}`),
  ]
  const { code, output, errors } = await run(dump.path, words, environment(url, runId))
  const by = `pg_dump ${dump.version}`
  if (code === 0 && isWhole(output)) return { status: 'made', text: output, by, major }
  if (code === 0) return { status: 'not made', why: `what ${by} printed is not a whole dump` }
  const said = complaintIn(scrub(errors, [url])) ?? `it ended with ${code}`
  return { status: 'not made', why: `${by} could not read it: ${said}` }
}

/** True of a dump that goes on to its end: of anything else, two alike say nothing. */
export const isWhole = (text: string): boolean =>
  /^-- PostgreSQL database dump complete\r?$/m.test(text.slice(-1000))

/** What pg_dump complains of: its last error, not the details behind it; undefined where it says nothing. */
export function complaintIn(errors: string): string | undefined {
  const lines = errors.split('\n').filter((line) => line.trim() !== '')
  return lines.findLast((line) => /\b(?:error|fatal): /i.test(line)) ?? lines.at(-1)
}

function environment(url: DatabaseUrl, runId: string): NodeJS.ProcessEnv {
  const mode = url.parameter('sslmode')
  const given = {
    PGPASSWORD: url.revealPassword(),
    PGOPTIONS: url.parameter('options'),
    // libpq has no word for a certificate that nobody looks at.
    PGSSLMODE: mode === 'no-verify' ? 'require' : mode,
    PGSSLROOTCERT: url.parameter('sslrootcert'),
    PGSSLCERT: url.parameter('sslcert'),
    PGSSLKEY: url.parameter('sslkey'),
  }
  return {
    ...cleanEnvironment(),
    PGHOST: url.host,
    PGPORT: String(url.port),
    PGUSER: url.user,
    PGDATABASE: url.database,
    PGAPPNAME: applicationName(runId),
    PGCONNECT_TIMEOUT: '15',
    PGCLIENTENCODING: 'UTF8',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}

interface Ended {
  readonly code: number | string
  readonly output: string
  readonly errors: string
}

function run(path: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(path, words, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  })
  let errors = ''
  const output: Buffer[] = []
  child.stdout.on('data', (data: Buffer) => output.push(data))
  child.stderr.on('data', (data: Buffer) => (errors += data))
  return new Promise((resolve) => {
    const end = (code: number | string): void =>
      resolve({ code, output: Buffer.concat(output).toString('utf8'), errors })
    child.on('error', ({ message }) => {
      errors += message
      end('an error')
    })
    child.on('close', (code, signal) => end(code ?? signal ?? 'no code'))
  })
}
