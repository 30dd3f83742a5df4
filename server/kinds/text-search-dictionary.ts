import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A text search dictionary (pg_ts_dict). */
export type TextSearchDictionary = {
  /** Qualified and quoted. */
  template: string
  /** `name = 'value', …` as Postgres keeps them. */
  options: string | null
}

export const textSearchDictionary = defineKind<TextSearchDictionary>({
  kind: 'text-search-dictionary',
  rareIn: ['pg_ts_dict'],
  attributes: { template: 'exact', options: 'exact' },

  read: () => `
    select ${self('pg_ts_dict', 'd.oid')}, ${noParent},
      ${nameOf('pg_ts_template', 'tmpl', 'd.dicttemplate')} as template, d.dictinitoption as options
    from pg_catalog.pg_ts_dict d
    join pg_catalog.pg_namespace n on n.oid = d.dictnamespace
    where ${userSchema('n')} and ${notMember('pg_ts_dict', 'd.oid')}`,

  create: ({ address, attributes: { template, options } }) => [
    {
      sql: `CREATE TEXT SEARCH DICTIONARY ${qualified(address.names)} (TEMPLATE = ${template}${options === null ? '' : `, ${options}`})`,
    },
  ],
})
