import { isSecretName, SECRET_WORDS } from './secret-names.ts'

/**
 * Selects the connection text of a subscription, null for who may not read it. Postgres asks for the right to a column before a
 * query begins, whatever a CASE says: only a query within the query is asked for it when it comes to that.
 */
export const connectionText = (oid: string): string =>
  `case when pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'select')
      then pg_catalog.convert_from(pg_catalog.decode(pg_catalog.substring(pg_catalog.query_to_xml(
        'select pg_catalog.encode(pg_catalog.convert_to(x.subconninfo, ''UTF8''), ''hex'') as h from pg_catalog.pg_subscription x where x.oid = ' || ${oid},
        false, true, '')::text, '<h>([0-9a-f]*)</h>'), 'hex'), 'UTF8') end`

const isAddress = (text: string): string => `${text} ~ '^postgres(ql)?://'`

/** As libpq reads `name = value`: a value in quotes ends with its quote, another one with white space. */
const PAIRS = String.raw`([^\s=]+)\s*=\s*(''(?:[^''\\]|\\.)*''|(?:(?:[^\s''\\]|\\.)(?:[^\s\\]|\\.)*)?)`

const pairs = (text: string): string =>
  `pg_catalog.regexp_matches(${text}, '${PAIRS}', 'g') with ordinality t(m, n)`

/** A name that is spelled with a percent sign may be any. */
const PARAMETER = String.raw`[?&]([^=&]*(?:${SECRET_WORDS}|%)[^=&]*)=`
const USER = '^postgres(?:ql)?://[^:@/]*:'

/** The text with an empty value wherever it may be a secret. */
export const shownConnection = (text: string): string =>
  `case when ${isAddress(text)}
        then pg_catalog.regexp_replace(pg_catalog.regexp_replace(${text}, '(${USER})[^@/]*@', '\\1@'),
          '(${PARAMETER})[^&]*', '\\1', 'gi')
        else coalesce((select pg_catalog.string_agg(t.m[1] || '=' || case when ${isSecretName('t.m[1]')} then $$''$$ else t.m[2] end, ' ' order by t.n)
          from ${pairs(text)}), ${text}) end`

/** Names of the values that it leaves out, sorted. */
export const connectionSecrets = (text: string): string =>
  `array(select distinct s.name collate pg_catalog."C" from (
        select t.m[1] as name from ${pairs(text)} where not ${isAddress(text)} and ${isSecretName('t.m[1]')}
        union all select 'password' where ${text} ~ '${USER}[^@/]*@'
        union all select t.m[1] from pg_catalog.regexp_matches(${text}, '${PARAMETER}', 'gi') t(m) where ${isAddress(text)}) s order by 1)`
