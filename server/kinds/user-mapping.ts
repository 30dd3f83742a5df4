import type { CatalogObject } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import { hasPassword, isSecretName, withoutPasswords } from './secret-names.ts'
import { ident, notMember, parent, roleName, self } from './sql.ts'

/** How a role signs in on a foreign server (pg_user_mapping). */
export type UserMapping = {
  /** The OPTIONS clause; whatever may be a secret is an empty text in it. */
  definition: string
  /** Names of the options whose values are not read, sorted. */
  secrets: readonly string[]
}

// Who may not see the options sees none: that isn't the same as there being none.
const MAY_READ = `(m.umoptions is not null
        or (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user)
        or m.umuser = 0 and pg_catalog.pg_has_role(s.srvowner, 'USAGE')
        or m.usename = current_user and pg_catalog.has_server_privilege(s.oid, 'USAGE'))`

export const userMapping = defineKind<UserMapping>({
  kind: 'user-mapping',
  rareIn: ['pg_foreign_server'],
  rename: 'never',
  attributes: { definition: 'exact', secrets: 'exact' },

  read: () => `
    select ${self('pg_user_mapping', 'm.umid')}, ${parent('pg_foreign_server', 'm.srvid')},
      case when ${MAY_READ} then coalesce((select ' OPTIONS (' || pg_catalog.string_agg(
          pg_catalog.quote_ident(o.option_name) || ' ' || case when ${isSecretName('o.option_name')} then $$''$$
            else pg_catalog.quote_literal(${withoutPasswords('o.option_value')}) end, ', ' order by o.option_name collate pg_catalog."C") || ')'
        from pg_catalog.pg_options_to_table(m.umoptions) o), '') end as definition,
      array(select o.option_name from pg_catalog.pg_options_to_table(m.umoptions) o
        where ${isSecretName('o.option_name')} or ${hasPassword('o.option_value')} order by o.option_name collate pg_catalog."C") as secrets
    from pg_catalog.pg_user_mappings m
    join pg_catalog.pg_foreign_server s on s.oid = m.srvid
    where ${notMember('pg_foreign_server', 'm.srvid')}`,

  roleInAddress: (address, rename) => ({
    ...address,
    names: address.names.map(rename),
  }),
  hides: ({ attributes: { secrets }, address }) =>
    secrets.map(
      (name) =>
        `the value of ${name} for ${address.names[0] || 'the migrating role'} on the server ${address.args[0]}: a secret is not read, and stands as an empty text in a baseline`,
    ),

  create: (object) => [{ sql: `CREATE ${which(object)}${object.attributes.definition}` }],
  drop: (object) => [{ sql: `DROP ${which(object)}` }],
})

const which = ({ address }: CatalogObject): string =>
  `USER MAPPING FOR ${roleName(address.names[0] ?? '')} SERVER ${ident(address.args[0] ?? '')}`
