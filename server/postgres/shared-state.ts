import { createHash } from 'node:crypto'
import type { Server } from './engine.ts'
import { readOnly } from './session.ts'

/** What belongs to a whole server and not to one of its databases; the row versions show every change. */
const SHARED = (major: number): string => `
  select 'role' as what, oid, xmin::text as version from pg_catalog.pg_authid
  union all select 'membership', roleid, member::text || ' ' || xmin::text from pg_catalog.pg_auth_members
  union all select 'setting', setrole, xmin::text from pg_catalog.pg_db_role_setting where setdatabase = 0
  union all select 'tablespace', oid, xmin::text from pg_catalog.pg_tablespace
  ${major < 15 ? '' : "union all select 'parameter', oid, xmin::text from pg_catalog.pg_parameter_acl"}
  union all select 'file', 0, pg_catalog.md5(pg_catalog.pg_read_file('postgresql.auto.conf'))
  order by 1, 2, 3`

/** A text that stays the same as long as nobody changes roles, or anything else of the whole server; for servers of our own. */
export const sharedState = ({ url, runId, major }: Server): Promise<string> =>
  readOnly(url, { runId, connections: 1 }, async (query) =>
    createHash('sha256')
      .update(JSON.stringify(await query(SHARED(major))))
      .digest('hex'),
  )
