import { ident, literal } from '../kinds/sql.ts'
import type { Server } from './engine.ts'
import { inPlainNames, withConnection, type Query } from './session.ts'

/** Condition of a row `d` of pg_database: it has a subscription, and so can't be dropped. */
export const HAS_SUBSCRIPTIONS =
  'exists (select from pg_catalog.pg_subscription s where s.subdbid operator(pg_catalog.=) d.oid)'

const OWN = `select subname as name from pg_catalog.pg_subscription
  where subdbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()) order by 1`

/** Leads nowhere: what is dropped would look for what it left on its publisher, whatever slot it has. */
const NOWHERE = literal('host=/rebaseline/leads/nowhere password=none')

/**
 * Takes all subscriptions out of a database of ours, which then can be dropped; their publishers are not asked, and nothing changes
 * there. No other connection may be open in it.
 */
export async function dropSubscriptions(server: Server, database: string): Promise<void> {
  await withConnection(server.url.withDatabase(database), server, async (query) => {
    await query(`set lock_timeout = '5s'; set statement_timeout = '20s'`)
    // An event trigger of a migration may refuse such statements; who may not say this may not make one either.
    await query(`set session_replication_role = 'replica'`).catch(() => {})
    for (const { name } of await query(inPlainNames(OWN))) {
      const own = ident(String(name))
      for (const change of ['DISABLE', `CONNECTION ${NOWHERE}`, 'SET (slot_name = NONE)']) {
        await query(`ALTER SUBSCRIPTION ${own} ${change}`)
      }
      await query(`DROP SUBSCRIPTION ${own}`)
    }
  })
}

/** Ends the connections to a database of ours. */
export const endConnections = (query: Query, database: string): Promise<unknown> =>
  query(
    inPlainNames(`select pg_catalog.pg_terminate_backend(pid, 5000) from pg_catalog.pg_stat_activity
                   where datname = ${literal(database)} and pid <> pg_catalog.pg_backend_pid()`),
  )
