import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A text search parser (pg_ts_parser): functions, qualified and quoted. */
export type TextSearchParser = {
  start: string
  token: string
  end: string
  headline: string | null
  tokenTypes: string
}

export const textSearchParser = defineKind<TextSearchParser>({
  kind: 'text-search-parser',
  rareIn: ['pg_ts_parser'],
  attributes: {
    start: 'exact',
    token: 'exact',
    end: 'exact',
    headline: 'exact',
    tokenTypes: 'exact',
  },

  read: () => `
    select ${self('pg_ts_parser', 'p.oid')}, ${noParent},
      ${nameOf('pg_proc', 'pro', 'p.prsstart')} as start, ${nameOf('pg_proc', 'pro', 'p.prstoken')} as token,
      ${nameOf('pg_proc', 'pro', 'p.prsend')} as end, ${nameOf('pg_proc', 'pro', 'p.prsheadline')} as headline,
      ${nameOf('pg_proc', 'pro', 'p.prslextype')} as "tokenTypes"
    from pg_catalog.pg_ts_parser p
    join pg_catalog.pg_namespace n on n.oid = p.prsnamespace
    where ${userSchema('n')} and ${notMember('pg_ts_parser', 'p.oid')}`,

  create({ address, attributes: { start, token, end, headline, tokenTypes } }) {
    const parameters = [
      `START = ${start}`,
      `GETTOKEN = ${token}`,
      `END = ${end}`,
      ...(headline === null ? [] : [`HEADLINE = ${headline}`]),
      `LEXTYPES = ${tokenTypes}`,
    ]
    return [
      {
        sql: `CREATE TEXT SEARCH PARSER ${qualified(address.names)} (${parameters.join(', ')})`,
      },
    ]
  },
})
