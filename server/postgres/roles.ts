import { RebaselineError } from '../errors.ts'
import { ident } from '../kinds/sql.ts'
import type { Server } from './engine.ts'
import { withConnection } from './session.ts'

/** Creates the roles that our own server lacks, without login, and gives their names; a foreign server is refused. */
export async function ensureRoles(server: Server, roles: readonly string[]): Promise<string[]> {
  return withConnection(server.url, server, async (query) => {
    const rows = await query('select rolname from pg_catalog.pg_roles')
    const present = new Set(rows.map((row) => row['rolname']))
    const lacking = [...new Set(roles)].filter((role) => !present.has(role))
    if (lacking.length > 0 && server.kind === 'foreign') {
      throw new RebaselineError('role-missing', {
        doing: `use the server at ${server.url.host}:${server.url.port}`,
        happened: `it lacks ${lacking.length === 1 ? 'the role' : 'the roles'} ${lacking.join(', ')}`,
      })
    }
    for (const role of lacking) await query(`create role ${ident(role)} nologin`)
    return lacking
  })
}

/** Removes roles that `ensureRoles` created, once the databases that use them are gone. */
export async function dropRoles(server: Server, roles: readonly string[]): Promise<void> {
  await withConnection(server.url, server, async (query) => {
    for (const role of roles) await query(`drop role if exists ${ident(role)}`)
  })
}
