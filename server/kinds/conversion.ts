import { defineKind } from './kind.ts'
import { literal, nameOf, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A conversion of one encoding into another (pg_conversion). */
export type Conversion = {
  from: string
  to: string
  /** Qualified and quoted. */
  function: string
  default: boolean
}

export const conversion = defineKind<Conversion>({
  kind: 'conversion',
  rareIn: ['pg_conversion'],
  attributes: { from: 'exact', to: 'exact', function: 'exact', default: 'exact' },

  read: () => `
    select ${self('pg_conversion', 'c.oid')}, ${noParent},
      pg_catalog.pg_encoding_to_char(c.conforencoding)::text as from,
      pg_catalog.pg_encoding_to_char(c.contoencoding)::text as to,
      ${nameOf('pg_proc', 'pro', 'c.conproc')} as function,
      c.condefault as default
    from pg_catalog.pg_conversion c
    join pg_catalog.pg_namespace n on n.oid = c.connamespace
    where ${userSchema('n')} and ${notMember('pg_conversion', 'c.oid')}`,

  create: ({ address, attributes: { from, to, function: called, default: isDefault } }) => [
    {
      sql: `CREATE ${isDefault ? 'DEFAULT ' : ''}CONVERSION ${qualified(address.names)} FOR ${literal(from)} TO ${literal(to)} FROM ${called}`,
    },
  ],
})
