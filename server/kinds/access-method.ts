import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, qualified, self } from './sql.ts'

/** An access method of tables or indexes (pg_am) that no extension brought. */
export type AccessMethod = {
  /** TABLE or INDEX. */
  type: string
  /** Qualified and quoted. */
  handler: string
}

export const accessMethod = defineKind<AccessMethod>({
  kind: 'access-method',
  rareIn: ['pg_am'],
  attributes: { type: 'exact', handler: 'exact' },

  read: () => `
    select ${self('pg_am', 'm.oid')}, ${noParent},
      case m.amtype when 't' then 'TABLE' else 'INDEX' end as type,
      ${nameOf('pg_proc', 'pro', 'm.amhandler')} as handler
    from pg_catalog.pg_am m
    where m.oid >= 16384 and ${notMember('pg_am', 'm.oid')}`,

  create: ({ address, attributes: { type, handler } }) => [
    { sql: `CREATE ACCESS METHOD ${qualified(address.names)} TYPE ${type} HANDLER ${handler}` },
  ],
})
