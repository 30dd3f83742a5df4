import { readFile } from 'node:fs/promises'
import { NO_ROOM, QueryFailed, RebaselineError, type StatementPlace } from '../errors.ts'
import { excerpt, indented } from '../excerpt.ts'
import { extensionHelp } from '../postgres/extension-help.ts'
import { scrub, type DatabaseUrl } from '../postgres/redact.ts'
import { createScratch } from '../postgres/scratch.ts'
import { rolesOf } from '../postgres/roles.ts'
import { withConnection } from '../postgres/session.ts'
import { statementsOf } from '../postgres/statements.ts'
import { buildWithRoles, roleNotFound, type BuildRoles } from './given-roles.ts'
import { readSide, type ReadSideOptions, type Side } from './read-side.ts'
import { runScript } from './run-script.ts'
import type { Workspace } from './workspace.ts'

/** Runs a plain SQL file on a scratch database and reads that; roles it names are created on a server of our own. */
export async function loadScript(
  workspace: Workspace,
  file: string,
  options: Omit<ReadSideOptions, 'runId'>,
): Promise<BuiltFromScript> {
  const { runId, progress } = workspace
  const script = await readScript(file)
  progress(`Running ${file} on a scratch database`)
  return buildWithRoles(workspace, 'old', [], roleNotFound, async (server, given, serverWatch) => {
    const rolesBefore = await rolesOf(server)
    const database = await createScratch(server, { runId, purpose: 'script' })
    const load = async (): Promise<BuiltFromScript> => {
      await withConnection(database.url, { runId }, (query) =>
        runScript(query, script, serverWatch),
      )
      const side = await readSide(database.url, { runId, ...options })
      const created = (await rolesOf(server)).filter((role) => !rolesBefore.includes(role))
      return { ...side, roles: { given, created } }
    }
    const built = await load().catch(async (error: unknown) => {
      // What went wrong first is told, also where that keeps the database from being dropped: it goes with the run.
      await database.drop().catch(() => {})
      throw scriptFailed(file, script, database.url, error)
    })
    await database.drop()
    return built
  })
}

/** A side that a script made. */
export type BuiltFromScript = Side & { readonly roles: BuildRoles }

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

function scriptFailed(file: string, script: string, url: DatabaseUrl, error: unknown): unknown {
  if (!(error instanceof QueryFailed) || error.statement !== script) return error
  const { happened, cause, sqlState, detail, hint, place } = error
  const { line, statement, position } = failedAt(script, place)
  const facts: [string, string | undefined][] = [
    ['statement', statement && indented(excerpt(statement, position))],
    ['detail', detail],
    ['hint', hint],
  ]
  const [said = happened] = happened.split(` [${sqlState}]`)
  const lines = [
    `${line === undefined ? '' : `line ${line}: `}${said} [${sqlState}]`,
    ...facts.flatMap(([name, value]) => (value ? [`  ${name}: ${value}`] : [])),
  ]
  const help = extensionHelp(happened)
  return new RebaselineError(sqlState === NO_ROOM ? 'disk-full' : 'script-failed', {
    doing: `load ${file}`,
    happened: scrub(lines.join('\n'), [url]),
    cause,
    ...(help === undefined ? {} : { help }),
  })
}

interface FailedAt {
  readonly line: number | undefined
  readonly statement: string | undefined
  /** Character of the statement, counted from 1. */
  readonly position: number | null
}

/** Postgres names a character, or only how many statements it did before. */
function failedAt(script: string, { completed, position }: StatementPlace): FailedAt {
  const statements = statementsOf(script)
  if (position === undefined) {
    const { start, text: statement } = statements[completed] ?? {}
    return { line: start === undefined ? start : lineAt(script, start), statement, position: null }
  }
  // Postgres counts characters where JavaScript counts halves of some.
  let at = 0
  for (let n = 1; n < position; n += 1) at += (script.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  const hit = statements.findLast(({ start }) => start <= at)
  return {
    line: lineAt(script, at),
    statement: hit?.text,
    position: hit ? at - hit.start + 1 : null,
  }
}

const lineAt = (script: string, at: number): number => script.slice(0, at).split('\n').length
