import { spawn } from 'node:child_process'
import type { DatabaseUrl } from '../postgres/redact.ts'

/** Runs the project's own command on the rebuilt database; says what went wrong, or nothing. */
export function runThen(
  command: string,
  database: DatabaseUrl,
  signal: AbortSignal,
): Promise<string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  const url = database.reveal()
  const env = {
    ...Object.fromEntries(kept),
    DATABASE_URL: url,
    POSTGRES_URL: url,
    PGHOST: database.host,
    PGPORT: String(database.port),
    PGUSER: database.user,
    PGDATABASE: database.database,
    PGPASSWORD: database.revealPassword() ?? '',
  }
  return new Promise((resolve) => {
    // Its output goes to stderr, since stdout is for the result.
    const child = spawn(command, { shell: true, env, stdio: ['ignore', 2, 2], signal })
    child.once('error', (error) =>
      resolve(`The command after --then could not run: ${error.message}`),
    )
    child.once('exit', (code, by) => {
      if (code === 0) resolve(undefined)
      else
        resolve(
          `The command after --then failed: ${by === null ? `exit code ${code}` : `ended by ${by}`}`,
        )
    })
  })
}
