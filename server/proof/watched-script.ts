import { QueryFailed, RebaselineError } from '../errors.ts'
import type { Query } from '../postgres/session.ts'
import { lookInside } from '../postgres/shared-look.ts'
import type { SharedRow, ServerWatch } from '../postgres/shared-state.ts'
import { statementsOf } from '../postgres/statements.ts'
import { turnsOf } from '../postgres/transaction-turns.ts'

/**
 * Sends a script as the one transaction that it is unless it says otherwise. Before each commit, its own too, what the
 * transaction changed of more than its database is looked for; where there is any, nothing is committed.
 */
export async function sendWatched(
  query: Query,
  script: string,
  serverWatch: ServerWatch,
): Promise<void> {
  let from = 0
  for (const { start, end } of endings(script)) {
    await query('begin')
    await sendPart(query, script, from, start)
    await refuseChanges(query, serverWatch)
    await sendPart(query, script, start, end)
    from = end
  }
  await query('begin')
  await sendPart(query, script, from, script.length)
  await refuseChanges(query, serverWatch)
  await query('commit').catch((error: unknown) => {
    throw inScript(error, script, { offset: undefined, before: statementsOf(script).length })
  })
}

/** The script's own statements that end a transaction. */
function endings(script: string): { readonly start: number; readonly end: number }[] {
  if (turnsOf(script).every((turn) => turn === 'begin')) return []
  return statementsOf(script)
    .filter(({ text }) => turnsOf(text).some((turn) => turn !== 'begin'))
    .map(({ text, start }) => ({ start, end: start + text.length }))
}

async function sendPart(query: Query, script: string, from: number, to: number): Promise<void> {
  await query(script.slice(from, to)).catch((error: unknown) => {
    const sent = script.slice(0, from)
    throw inScript(error, script, { offset: sent, before: statementsOf(sent).length })
  })
}

/** The same failure, told of the whole script. */
function inScript(
  error: unknown,
  script: string,
  { offset, before }: { readonly offset: string | undefined; readonly before: number },
): unknown {
  if (!(error instanceof QueryFailed)) return error
  const { doing, happened, cause, help, sqlState, detail, hint, place } = error
  const completed = before + place.completed
  const position =
    offset === undefined || place.position === undefined
      ? {}
      : { position: place.position + [...offset].length }
  return new QueryFailed({
    doing,
    happened,
    cause,
    help,
    sqlState,
    detail,
    hint,
    statement: script,
    place: { completed, ...position },
  })
}

async function refuseChanges(query: Query, serverWatch: ServerWatch): Promise<void> {
  const seen = await lookInside(
    async (sql) => (await query(sql)) as unknown as SharedRow[],
    serverWatch.sql,
  )
  if (seen === 'alone' || seen === 'failed') return
  const changed = await serverWatch.changedIn(seen)
  if (changed.length === 0) return
  throw new RebaselineError('server-wide', {
    doing: 'run the script on a server that is not ours',
    happened: `it changes more than its database (${changed.join(', ')}); it was rolled back, and nothing of it is left`,
  })
}
