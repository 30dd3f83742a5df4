import { RebaselineError } from '../errors.ts'
import { NO_ROOM, QueryFailed, type StatementPlace } from '../query-failed.ts'
import { excerpt, indented } from '../excerpt.ts'
import { serverHelp } from '../postgres/server-help.ts'
import { scrub, type DatabaseUrl } from '../postgres/redact.ts'
import { createScratch } from '../postgres/scratch.ts'
import { rolesOf } from '../postgres/roles.ts'
import { lookAtOwn } from '../postgres/shared-state.ts'
import { withConnection } from '../postgres/session.ts'
import type { ScriptPart } from '../postgres/statements.ts'
import { buildWithRoles, roleNotFound, type BuildRoles } from '../proof/given-roles.ts'
import { hiddenOperators } from './hidden-operators.ts'
import { readScript } from './read.ts'
import { readSide, type ReadSideOptions, type Side } from '../proof/read-side.ts'
import { runScript } from './run.ts'
import { databaseScript } from './sections.ts'
import type { WhileOpen } from '../proof/while-open.ts'
import type { Untold } from '../proof/volatility.ts'
import type { Workspace } from '../proof/workspace.ts'

/** A file that makes one side: a script for psql, or a plain dump. */
export interface ScriptSource {
  readonly from: 'script'
  readonly file: string
  /** Which one, where a dump holds several. */
  readonly database?: string
  /** Called with the database that it made, once that was read and before it is dropped. */
  readonly whileOpen?: WhileOpen
}

/** Runs a plain SQL file on a scratch database and reads that; roles it names are created on a server of our own. */
export async function loadScript(
  workspace: Workspace,
  { file, database: wanted, whileOpen }: ScriptSource,
  options: Omit<ReadSideOptions, 'runId'>,
): Promise<BuiltFromScript> {
  const { runId, progress } = workspace
  const script = await readScript(file)
  const wanting = databaseScript(script, { file, wanted })
  const { parts, roles } = wanting
  progress(`Running ${file} on a scratch database`)
  // On somebody else's server the first statement that lacks one says so.
  const first = workspace.old.kind === 'foreign' ? [] : roles
  return buildWithRoles(
    workspace,
    'old',
    first,
    roleNotFound,
    async (server, given, serverWatch) => {
      const rolesBefore = await rolesOf(server)
      const changed = await lookAtOwn(server)
      const database = await createScratch(server, { runId, purpose: 'script' })
      const load = async (): Promise<BuiltFromScript> => {
        await withConnection(database.url, { runId }, (query, copyIn) =>
          runScript({ query, copyIn }, script, wanting, serverWatch),
        )
        const side = await readSide(database.url, { runId, ...options, dump: 'asked' })
        const created = (await rolesOf(server)).filter((role) => !rolesBefore.includes(role))
        await whileOpen?.(database, workspace)
        const untold = hiddenOperators(parts, side.model)
        return { ...side, untold, roles: { given, created, changed: await changed() } }
      }
      const built = await load().catch(async (error: unknown) => {
        // What went wrong first is told, also where that keeps the database from being dropped: it goes with the run.
        await database.drop().catch(() => {})
        throw scriptFailed(file, { script, parts }, database.url, error)
      })
      await database.drop()
      return built
    },
  )
}

/** A side that a script made. */
export type BuiltFromScript = Side & Untold & { readonly roles: BuildRoles }

function scriptFailed(
  file: string,
  { script, parts }: Ran,
  url: DatabaseUrl,
  error: unknown,
): unknown {
  if (!(error instanceof QueryFailed) || error.statement !== script) return error
  const { happened, cause, sqlState, detail, hint, place } = error
  const { line, statement, position } = failedAt({ script, parts }, place)
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
  const help = serverHelp(happened)
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

interface Ran {
  readonly script: string
  readonly parts: readonly ScriptPart[]
}

/** Postgres names a character, or only how many statements it did before. */
function failedAt({ script, parts }: Ran, { completed, position }: StatementPlace): FailedAt {
  if (position === undefined) {
    const { start, text: statement } = parts[completed] ?? {}
    return { line: start === undefined ? start : lineAt(script, start), statement, position: null }
  }
  // Postgres counts characters where JavaScript counts halves of some.
  let at = 0
  for (let n = 1; n < position; n += 1) at += (script.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  const hit = parts.findLast(({ start, text }) => start <= at && at <= start + text.length)
  return {
    line: lineAt(script, at),
    statement: hit?.text,
    position: hit ? at - hit.start + 1 : null,
  }
}

const lineAt = (script: string, at: number): number => script.slice(0, at).split('\n').length
