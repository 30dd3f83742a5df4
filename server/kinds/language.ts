import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, qualified, self } from './sql.ts'

/** A language for functions (pg_language) that no extension brought. Names are qualified and quoted. */
export type Language = {
  trusted: boolean
  handler: string
  inline: string | null
  validator: string | null
}

export const language = defineKind<Language>({
  kind: 'language',
  rareIn: ['pg_language'],
  attributes: { trusted: 'exact', handler: 'exact', inline: 'exact', validator: 'exact' },

  read: () => `
    select ${self('pg_language', 'l.oid')}, ${noParent},
      l.lanpltrusted as trusted,
      ${nameOf('pg_proc', 'pro', 'l.lanplcallfoid')} as handler,
      ${nameOf('pg_proc', 'pro', 'l.laninline')} as inline,
      ${nameOf('pg_proc', 'pro', 'l.lanvalidator')} as validator
    from pg_catalog.pg_language l
    where l.oid >= 16384 and ${notMember('pg_language', 'l.oid')}`,

  create({ address, attributes: { trusted, handler, inline, validator } }) {
    const parts = [
      `CREATE ${trusted ? 'TRUSTED ' : ''}LANGUAGE ${qualified(address.names)} HANDLER ${handler}`,
      ...(inline === null ? [] : [`INLINE ${inline}`]),
      ...(validator === null ? [] : [`VALIDATOR ${validator}`]),
    ]
    return [{ sql: parts.join(' ') }]
  },
})
