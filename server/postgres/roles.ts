import { RebaselineError } from '../errors.ts'
import { ident, shownName } from '../kinds/sql.ts'
import type { Server } from './engine.ts'
import { maintain } from './maintenance.ts'
import { inPlainNames } from './session.ts'

/** The names of all roles of a server. */
export const rolesOf = (server: Server): Promise<string[]> =>
  maintain(server, server.runId, async (query) => {
    const rows = await query(
      inPlainNames('select rolname::text as role from pg_catalog.pg_roles order by 1'),
    )
    return rows.map((row) => String(row['role']))
  })

/** Creates the roles that our own server lacks, without login, and gives their names; a foreign server is refused. */
export async function ensureRoles(server: Server, roles: readonly string[]): Promise<string[]> {
  if (roles.length === 0) return []
  const present = new Set(await rolesOf(server))
  const lacking = [...new Set(roles)].filter((role) => !present.has(role))
  if (lacking.length === 0) return []
  if (server.kind === 'foreign') {
    throw new RebaselineError('role-missing', {
      doing: `use the server at ${server.url.host}:${server.url.port}`,
      happened: `it lacks ${lacking.length === 1 ? 'the role' : 'the roles'} ${lacking.map(shownName).join(', ')}`,
      help: rolesHelp(lacking),
    })
  }
  await maintain(server, server.runId, async (query) => {
    for (const role of lacking) await query(`create role ${ident(role)} nologin`)
  })
  return lacking
}

/** What makes a server fit for a build that needs these roles. */
export const rolesHelp = (lacking: readonly string[]): string =>
  `Create ${lacking.length === 1 ? 'it' : 'them'} on that server (${lacking.map((role) => `create role ${ident(role)} nologin`).join('; ')}), or leave --server (or REBASELINE_SERVER_URL) out to use the built-in Postgres.`

/** Removes roles from our own server, once the databases that use them are gone; one that is still used stays. */
export async function dropRoles(server: Server, roles: readonly string[]): Promise<void> {
  if (roles.length === 0 || server.kind === 'foreign') return
  await maintain(server, server.runId, async (query) => {
    for (const role of roles) await query(`drop role if exists ${ident(role)}`).catch(() => {})
  })
}
