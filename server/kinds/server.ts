import { optionsChange, optionsClause } from './foreign-options.ts'
import { defineKind } from './kind.ts'
import { hiddenOptions, optionsWithoutSecrets } from './secret-names.ts'
import { ident, literal, noParent, notMember, qualified, self } from './sql.ts'

/** A foreign server (pg_foreign_server). */
export type Server = {
  wrapper: string
  type: string | null
  version: string | null
  /** Sorted `name=value`; of a secret the value is not read. */
  options: readonly string[]
}

export const server = defineKind<Server>({
  kind: 'server',
  rareIn: ['pg_foreign_server'],
  attributes: { wrapper: 'exact', type: 'exact', version: 'exact', options: 'exact' },

  read: () => `
    select ${self('pg_foreign_server', 's.oid')}, ${noParent},
      w.fdwname::text as wrapper, s.srvtype as type, s.srvversion as version, 
      ${optionsWithoutSecrets('s.srvoptions', 'server')} as options
    from pg_catalog.pg_foreign_server s
    join pg_catalog.pg_foreign_data_wrapper w on w.oid = s.srvfdw
    where ${notMember('pg_foreign_server', 's.oid')}`,

  hides: ({ address, attributes }) =>
    hiddenOptions(attributes.options, 'server', `the server ${address.names[0]}`),

  create({ address, attributes: { wrapper, type, version, options: own } }) {
    const sql = [
      `CREATE SERVER ${qualified(address.names)}`,
      ...(type === null ? [] : [`TYPE ${literal(type)}`]),
      ...(version === null ? [] : [`VERSION ${literal(version)}`]),
      `FOREIGN DATA WRAPPER ${ident(wrapper)}${optionsClause(own)}`,
    ]
    return [{ sql: sql.join(' ') }]
  },

  alter(old, rebuilt) {
    const { wrapper, type, version } = old.attributes
    const there = rebuilt.attributes
    if (wrapper !== there.wrapper || type !== there.type) return undefined
    // A version can be set, and not taken away.
    if (version === null && there.version !== null) return undefined
    const set = version === null ? '' : ` VERSION ${literal(version)}`
    const sql = `ALTER SERVER ${qualified(old.address.names)}${set}${optionsChange(there.options, old.attributes.options)}`
    return { statements: [{ sql }] }
  },
})
