import { RebaselineError } from '../errors.ts'
import { shellWord } from '../machine/shell-word.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { applicationName } from '../postgres/connect.ts'
import { newRunId } from '../postgres/run-id.ts'
import { inOwnNames, withConnection } from '../postgres/session.ts'
import { whereaboutsOf } from '../postgres/this-machine.ts'
import { counted } from '../../shared/report.ts'
import { contentsOf, dropStatements, DISPOSABLE, endSessions, type Contents } from './contents.ts'
import { countRows, NO_ROWS, rowsText, type RowCount } from './row-counts.ts'

/** Which database is emptied, and what was allowed for that. */
export interface NukeOptions {
  readonly url: DatabaseUrl
  /** Asks for the name of the database, told what would be dropped; null where nobody can be asked. */
  readonly confirm: (contents: CountedContents) => Promise<string | null>
  readonly remote: 'allowed' | 'refused'
  readonly otherSessions: 'ended' | 'refused'
}

/** Empties a database in one transaction: all of it is dropped, or nothing. Gives what was dropped. */
export async function nuke(options: NukeOptions): Promise<CountedContents> {
  const { url, confirm, otherSessions } = options
  await refuseElsewhere(options)
  const runId = newRunId()
  const own = applicationName(runId)
  const found = await inOwnNames(url, { runId }, (query) => contentsOf(query, own))
  refuseWrong(found, options)
  const seen = await withRows(found, url, runId)
  confirmed(seen, await confirm(seen))
  await withConnection(url, { runId }, async (query) => {
    await query(
      `begin; set local search_path = ''; set local lock_timeout = '15s'; set local statement_timeout = 0`,
    )
    const now = await contentsOf(query, own)
    refuseWrong(now, options)
    if (otherSessions === 'ended') await query(endSessions(own))
    for (const statement of await dropStatements(query)) await query(statement)
    await query('commit')
  })
  return seen
}

/** What a database holds, without changing it. */
export async function lookInto(
  options: Pick<NukeOptions, 'url' | 'remote'>,
): Promise<CountedContents> {
  const { url } = options
  await refuseElsewhere(options)
  const runId = newRunId()
  const own = applicationName(runId)
  const found = await inOwnNames(url, { runId }, (query) => contentsOf(query, own))
  return withRows(found, url, runId)
}

/** What a database holds, and how many rows each schema of it. */
export interface CountedContents extends Contents {
  readonly schemas: readonly (Contents['schemas'][number] & RowCount)[]
}

async function withRows(
  contents: Contents,
  url: DatabaseUrl,
  runId: string,
): Promise<CountedContents> {
  const counts = await withConnection(url, { runId }, (query) => countRows(query))
  const schemas = contents.schemas.map((schema) => ({
    ...schema,
    ...(counts.get(schema.name) ?? NO_ROWS),
  }))
  return { ...contents, schemas }
}

/** By the address alone: whoever names a wrong machine does not even knock there. */
async function refuseElsewhere({
  url,
  remote,
}: Pick<NukeOptions, 'url' | 'remote'>): Promise<void> {
  const found = await whereaboutsOf(url)
  if (remote === 'allowed' || found.is === 'here') return
  throw refused(
    url,
    found.why,
    'If that database is disposable, allow it with --allow-remote-nuke.',
  )
}

function refuseWrong(contents: Contents, { url, otherSessions }: NukeOptions): void {
  const { database, isTemplate, subscriptions, sessions } = contents
  if (isTemplate || SYSTEM.has(database)) {
    throw refused(
      url,
      'it is a database that the server itself needs',
      'Name the database of your own project.',
    )
  }
  if (PRODUCTION.test(database) && !contents.isDeclared) {
    throw refused(
      url,
      'its name says that it is in production',
      `If it is disposable all the same, say so in it: comment on database … is '${DISPOSABLE}'.`,
    )
  }
  if (subscriptions.length > 0) {
    throw refused(
      url,
      `it receives the subscription ${subscriptions.join(', ')}, which lives on another server too`,
      'Drop the subscription first; where its slot serves another database, DISABLE it and SET (slot_name = NONE) before that, or the slot goes too.',
    )
  }
  if (otherSessions === 'refused' && sessions.length > 0) {
    const shown = sessions.slice(0, 10).map((session) => `  ${session}`)
    throw refused(
      url,
      [`others are connected to it (${counted(sessions.length, 'connection')})`, ...shown].join(
        '\n',
      ),
      'Stop what uses it, or end these connections with --end-sessions.',
    )
  }
}

/** Databases of servers and of those who run them. */
const SYSTEM = new Set([
  'postgres',
  'template0',
  'template1',
  'rdsadmin',
  'cloudsqladmin',
  'azure_maintenance',
  'azure_sys',
])
const PRODUCTION = /(?:^|[^a-z])(?:prod|production|live)(?:[^a-z]|$)/i

function confirmed({ database, isDeclared }: Contents, typed: string | null): void {
  if (typed === database) return
  if (typed === null && isDeclared) return
  const happened =
    typed === null
      ? 'nobody confirmed it by its name'
      : `the name that was given is ${JSON.stringify(typed)}, and the database is ${JSON.stringify(database)}`
  throw new RebaselineError('nuke-refused', {
    doing: `empty the database ${database}`,
    happened,
    help: `Add --yes-drop ${shellWord(database)}, or declare it for good, in the database: comment on database … is '${DISPOSABLE}'.`,
  })
}

const refused = (url: DatabaseUrl, happened: string, help: string): RebaselineError =>
  new RebaselineError('nuke-refused', {
    doing: `empty the database ${url.database} on ${url.host}:${url.port}`,
    happened,
    help,
  })

/** What would be dropped, for people. */
export function contentsText({
  database,
  size,
  schemas,
  extensions,
  others,
}: CountedContents): string {
  const rows = schemas.map(
    ({ name, relations, ...count }) =>
      `  schema ${name}: ${counted(relations, 'relation')}, ${rowsText(count)}`,
  )
  return [
    `Everything in the database ${database} (${size}) is dropped:`,
    ...rows,
    ...(extensions.length === 0 ? [] : [`  extensions ${extensions.join(', ')}`]),
    ...others.map((other) => `  ${other}`),
    'Roles, other databases and the settings of this one stay.',
  ].join('\n')
}
