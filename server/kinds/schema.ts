import { isPlainName, quote } from '../baseline/kysely-source.ts'
import { defineKind } from './kind.ts'
import { noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A namespace (pg_namespace); its name is all it has. */
export type Schema = Record<never, never>

export const schema = defineKind<Schema>({
  kind: 'schema',
  builder: 'where it says exactly the same',
  rename: 'never',
  attributes: {},

  read: () => `
    select ${self('pg_namespace', 'n.oid')}, ${noParent}
    from pg_catalog.pg_namespace n
    where ${userSchema('n')} and ${notMember('pg_namespace', 'n.oid')}`,

  create({ address }, { model }) {
    const [own] = address.names
    // Whoever runs the baseline with that option has it already.
    if (own !== undefined && own === model.ledger?.ownSchema)
      return [{ sql: `CREATE SCHEMA IF NOT EXISTS ${qualified(address.names)}` }]
    const sql = `CREATE SCHEMA ${qualified(address.names)}`
    const [name = ''] = address.names
    if (!isPlainName(name)) return [{ sql }]
    return [{ sql, kysely: `db.schema.createSchema(${quote(name)})` }]
  },

  remove: ({ address }) => [{ sql: `DROP SCHEMA ${qualified(address.names)}` }],
})
