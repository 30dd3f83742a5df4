import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseUrl } from '../server/postgres/redact.ts'

export interface PgDump {
  readonly path: string
  readonly major: number
}

/** Every pg_dump of this machine, newest first. */
export function installedPgDumps(): readonly PgDump[] {
  const debian = '/usr/lib/postgresql'
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...(existsSync(debian) ? readdirSync(debian).map((major) => join(debian, major, 'bin')) : []),
  ]
  const found = new Map<number, PgDump>()
  for (const path of folders
    .map((folder) => join(folder, 'pg_dump'))
    .filter((each) => existsSync(each))) {
    const major = Number(/(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1])
    if (!found.has(major)) found.set(major, { path, major })
  }
  return [...found.values()].sort((a, b) => b.major - a.major)
}

/** Milliseconds of one `pg_dump -s` and the size of what it printed. */
export function timePgDump({ path }: PgDump, url: string): { milliseconds: number; bytes: number } {
  const { host, port, user, database } = new DatabaseUrl(url)
  const password = decodeURIComponent(new URL(url).password)
  const started = performance.now()
  const output = execFileSync(
    path,
    [
      '--schema-only',
      '--no-password',
      '--host',
      host,
      '--port',
      String(port),
      '--username',
      user,
      database,
    ],
    { env: { ...process.env, PGPASSWORD: password }, maxBuffer: 1 << 30 },
  )
  return { milliseconds: performance.now() - started, bytes: output.length }
}
