import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A text search template (pg_ts_template): functions, qualified and quoted. */
export type TextSearchTemplate = {
  init: string | null
  lexize: string
}

export const textSearchTemplate = defineKind<TextSearchTemplate>({
  kind: 'text-search-template',
  rareIn: ['pg_ts_template'],
  attributes: { init: 'exact', lexize: 'exact' },

  read: () => `
    select ${self('pg_ts_template', 't.oid')}, ${noParent},
      ${nameOf('pg_proc', 'pro', 't.tmplinit')} as init, ${nameOf('pg_proc', 'pro', 't.tmpllexize')} as lexize
    from pg_catalog.pg_ts_template t
    join pg_catalog.pg_namespace n on n.oid = t.tmplnamespace
    where ${userSchema('n')} and ${notMember('pg_ts_template', 't.oid')}`,

  create({ address, attributes: { init, lexize } }) {
    const parameters = [...(init === null ? [] : [`INIT = ${init}`]), `LEXIZE = ${lexize}`]
    return [
      {
        sql: `CREATE TEXT SEARCH TEMPLATE ${qualified(address.names)} (${parameters.join(', ')})`,
      },
    ]
  },
})
