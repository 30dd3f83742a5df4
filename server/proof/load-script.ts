import { readFile } from 'node:fs/promises'
import { QueryFailed, RebaselineError } from '../errors.ts'
import { extensionHelp } from '../postgres/extension-help.ts'
import { createScratch } from '../postgres/scratch.ts'
import { ensureRoles } from '../postgres/roles.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide, type ReadSideOptions, type Side } from './read-side.ts'
import type { Workspace } from './workspace.ts'

const UNDEFINED_OBJECT = '42704'
const MOST_ROLES = 100

/** Runs a plain SQL file on a scratch database and reads that; roles it names are created on a server of our own. */
export async function loadScript(
  { runId, old: server, progress }: Workspace,
  file: string,
  options: Omit<ReadSideOptions, 'runId'>,
): Promise<Side> {
  const script = await readScript(file)
  progress(`Running ${file} on a scratch database`)
  for (let roles = 0; ; roles += 1) {
    const database = await createScratch(server, { runId, purpose: 'script' })
    try {
      await withConnection(database.url, { runId }, (query) => query(script))
      return await readSide(database.url, { runId, ...options })
    } catch (error) {
      const role = missingRole(error)
      if (role === undefined || roles >= MOST_ROLES) throw scriptFailed(file, script, error)
      await ensureRoles(server, [role])
    } finally {
      await database.drop()
    }
  }
}

/** Says what can't be sent as one script, in plain words. */
async function readScript(file: string): Promise<string> {
  const doing = `load ${file}`
  const script = await readFile(file, 'utf8').catch((cause: unknown) => {
    const happened = cause instanceof Error ? cause.message : String(cause)
    const help = 'Check the path, and that this user may read the file.'
    throw new RebaselineError('script-failed', { doing, happened, help, cause })
  })
  if (/^\s*copy\s[^;']*?\sfrom\s+stdin\b/im.test(script)) {
    throw new RebaselineError('script-failed', {
      doing,
      happened: 'it holds rows in COPY blocks, which only psql reads',
      help: 'Dump it with --inserts or --schema-only, or load it into a database and name that.',
    })
  }
  // pg_dump frames its output with these two commands of psql.
  return script.replace(/^\\(?:un)?restrict [A-Za-z0-9]+\r?$/gm, '')
}

/** The role that a statement named and the server lacks. */
const missingRole = (error: unknown): string | undefined =>
  error instanceof QueryFailed && error.sqlState === UNDEFINED_OBJECT
    ? /role "(.+)" does not exist/.exec(error.message)?.[1]
    : undefined

function scriptFailed(file: string, script: string, error: unknown): unknown {
  if (!(error instanceof QueryFailed) || error.statement !== script) return error
  const { happened, cause } = error
  const help = extensionHelp(happened)
  return new RebaselineError('script-failed', {
    doing: `load ${file}`,
    happened,
    cause,
    ...(help === undefined ? {} : { help }),
  })
}
