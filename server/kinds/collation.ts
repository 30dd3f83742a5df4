import { defineKind } from './kind.ts'
import { literal, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A collation (pg_collation). Its version is the library's, and is not compared. */
export type Collation = {
  /** libc, icu or builtin. */
  provider: string
  /** Of ICU and of Postgres's own. */
  locale: string | null
  /** Of libc. */
  collate: string | null
  ctype: string | null
  /** Added to the locale's own, of ICU from 16. */
  rules: string | null
  deterministic: boolean
}

const PROVIDERS = `case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' when 'c' then 'libc' else c.collprovider::text end`

/** ICU's locale stood where libc's stands before 15. */
const localesOf = (major: number): string => {
  if (major < 15) {
    return `case when c.collprovider = 'i' then c.collcollate::text end as locale,
      case when c.collprovider <> 'i' then c.collcollate::text end as collate,
      case when c.collprovider <> 'i' then c.collctype::text end as ctype`
  }
  return `c.${major < 17 ? 'colliculocale' : 'colllocale'}::text as locale, c.collcollate::text as collate, c.collctype::text as ctype`
}

export const collation = defineKind<Collation>({
  kind: 'collation',
  rareIn: ['pg_collation'],
  attributes: {
    provider: 'exact',
    locale: 'exact',
    collate: 'exact',
    ctype: 'exact',
    rules: 'exact',
    deterministic: 'exact',
  },

  read: (major) => `
    select ${self('pg_collation', 'c.oid')}, ${noParent},
      ${PROVIDERS} as provider, ${localesOf(major)},
      ${major < 16 ? 'null::text' : 'c.collicurules'} as rules,
      c.collisdeterministic as deterministic
    from pg_catalog.pg_collation c
    join pg_catalog.pg_namespace n on n.oid = c.collnamespace
    where ${userSchema('n')} and ${notMember('pg_collation', 'c.oid')}`,

  since: ({ attributes: { provider, rules } }) =>
    provider === 'builtin' ? 17 : rules === null ? undefined : 16,

  create({ address, attributes }) {
    const { provider, locale, collate, ctype, rules, deterministic } = attributes
    const parameters = [
      `PROVIDER = ${provider}`,
      ...said('LOCALE', locale),
      ...said('LC_COLLATE', collate),
      ...said('LC_CTYPE', ctype),
      ...said('RULES', rules),
      ...(deterministic ? [] : ['DETERMINISTIC = false']),
    ]
    return [{ sql: `CREATE COLLATION ${qualified(address.names)} (${parameters.join(', ')})` }]
  },
})

const said = (name: string, value: string | null): string[] =>
  value === null ? [] : [`${name} = ${literal(value)}`]
