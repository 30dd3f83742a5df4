import { createInterface, type Interface } from 'node:readline/promises'
import { checkedUrl, usageError } from '../config.ts'
import { contentsText, type CountedContents, type NukeOptions } from '../deployments/nuke.ts'
import { RebaselineError } from '../errors.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import type { CommandContext } from './command.ts'
import { text, type OptionName, type Values } from './options.ts'
import { urlOf } from './sources.ts'
import { visibleLines } from './visible.ts'

/** Options that name the database which a command changes. */
export const TARGET_OPTIONS = ['database', 'database-env'] as const satisfies readonly OptionName[]

/** What that option says of the database that is emptied. */
export const EMPTIED = 'the disposable database that is emptied'

/** Options of what empties a database. */
export const NUKE_OPTIONS = [
  ...TARGET_OPTIONS,
  'force',
  'yes-drop',
  'end-sessions',
  'allow-remote-nuke',
] as const satisfies readonly OptionName[]

/** The database that was named: by its URL, or by an environment variable so that no password stands on the command line. */
export function targetOf(values: Values): DatabaseUrl {
  const url = urlOf(values, 'database')
  const named = text(values, 'database-env')
  if (url !== undefined && named !== undefined) {
    throw usageError(
      '--database and --database-env both name the database',
      'Leave one of them out.',
    )
  }
  if (url !== undefined) return new DatabaseUrl(url)
  const name = named ?? 'DATABASE_URL'
  const value = process.env[name]
  if (value === undefined || value === '') {
    throw usageError(
      `no database is named: the environment variable ${name} is not set`,
      'Set it to the URL of the database, name another variable with --database-env, or give the URL with --database.',
    )
  }
  return new DatabaseUrl(checkedUrl(value, name))
}

/** How a database is emptied, as the command line allows it. */
export const nukeOptionsOf = (context: CommandContext, url: DatabaseUrl): NukeOptions => ({
  url,
  confirm: (contents) => confirmation(context, contents),
  remote: context.values['allow-remote-nuke'] === true ? 'allowed' : 'refused',
  otherSessions: context.values['end-sessions'] === true ? 'ended' : 'refused',
})

/** The name that was given; where a person sits there, they are asked for it. */
async function confirmation(
  { values, json, print, progress, signal }: CommandContext,
  contents: CountedContents,
): Promise<string | null> {
  const told = visibleLines(contentsText(contents))
  if (json) progress(`Everything in the database ${contents.database} is dropped`)
  else print(told)
  const given = text(values, 'yes-drop')
  if (given !== undefined) return given
  if (contents.isDeclared || !process.stdin.isTTY || !process.stderr.isTTY) return null
  return askedName(createInterface({ input: process.stdin, output: process.stderr }), signal)
}

/** The name of a database that is to be emptied. */
export const askedName = (lines: Interface, signal: AbortSignal): Promise<string> =>
  askedText(lines, signal, {
    question: 'Type its name to drop all of this: ',
    doing: 'empty the database',
    help: 'Nothing has been dropped.',
  })

/** What a person types; whoever turns away from the question calls the command off. */
export async function askedText(
  lines: Interface,
  signal: AbortSignal,
  { question, doing, help }: Readonly<Record<'question' | 'doing' | 'help', string>>,
): Promise<string> {
  try {
    return (await lines.question(question, { signal })).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ABORT_ERR') throw error
    throw new RebaselineError('run-cancelled', { doing, happened: 'nobody typed its name', help })
  } finally {
    lines.close()
  }
}

/** A database as people recognise it, without its password. */
export const shownTarget = ({ database, host, port, user }: DatabaseUrl): string =>
  `${database} on ${host}:${port} as ${user}`
