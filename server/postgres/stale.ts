import type { Server } from './engine.ts'
import { isScratch, isUnmarked, markStatement, readMarker, runOfName } from './marker.ts'
import { ident } from '../kinds/sql.ts'
import { stateOf } from '../machine/processes.ts'
import { livesSql } from './run-lock.ts'
import { ofRun, type Row } from './connect.ts'
import { inPlainNames, withConnection, type Query } from './session.ts'
import { dropSubscriptions, HAS_SUBSCRIPTIONS } from './subscriptions.ts'

const CANDIDATES = `
  select datname as name, datconnlimit as limit, ${HAS_SUBSCRIPTIONS} as subscribes, pg_catalog.shobj_description(oid, 'pg_database') as comment,
         coalesce(pg_catalog.clock_timestamp() at time zone 'utc'
                    - pg_catalog.substring(pg_catalog.shobj_description(oid, 'pg_database'), 'created=(\\S+)Z$')::pg_catalog.timestamp
                    > '1 hour', false) as old
    from pg_catalog.pg_database d where datname like 'rebaseline\\_%'`

/** Drops the scratch databases of runs that are surely dead; whatever can't be dropped stays for its owner. */
export async function dropStaleScratch(server: Server): Promise<void> {
  await withConnection(server.url, server, async (query) => {
    for (const row of await query(inPlainNames(CANDIDATES)))
      await dropIfStale(query, server, row).catch(() => {})
  })
}

async function dropIfStale(query: Query, server: Server, row: Row): Promise<void> {
  const { name, comment, limit, old, subscribes } = row as {
    name: string
    comment: unknown
    limit: number
    old: boolean
    subscribes: boolean
  }
  const runId = runOfName(name)
  if (runId === undefined || runId === server.runId) return
  const unmarked = isUnmarked(name, comment, limit)
  if (!unmarked && !isScratch(name, comment)) return
  if (!(await isDead(query, runId, comment, unmarked || old))) return
  // What its migrations started may have outlived it.
  await query(
    inPlainNames(`select pg_catalog.pg_terminate_backend(pid, 5000) from pg_catalog.pg_stat_activity
                   where ${ofRun('application_name', runId)} and pid <> pg_catalog.pg_backend_pid()`),
  )
  // Somebody else who looks at it keeps it.
  if (
    await isTrue(
      query,
      `exists (select from pg_catalog.pg_stat_activity where datname = '${name}')`,
    )
  )
    return
  // Its run was killed between creating and marking it.
  if (unmarked) await query(inPlainNames(markStatement(name, runId)))
  if (subscribes) await dropSubscriptions(server, name)
  // Without force: somebody who connects in this moment keeps it.
  await query(`drop database ${ident(name)}`)
}

/** A run on another machine may just have lost its connection: it gets an hour. */
async function isDead(
  query: Query,
  runId: string,
  comment: unknown,
  overdue: boolean,
): Promise<boolean> {
  const marker = readMarker(comment)
  const state = marker ? stateOf(marker) : 'unknown'
  if (state !== 'unknown') return state === 'dead'
  return overdue && !(await isTrue(query, livesSql(runId)))
}

/** What can't be known counts as true. */
async function isTrue(query: Query, condition: string): Promise<boolean> {
  const [row] = await query(inPlainNames(`select ${condition} as so`))
  return row?.['so'] !== false
}
