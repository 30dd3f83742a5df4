import type { CatalogObject } from '../../shared/model.ts'
import { optionsChange, optionsClause } from './foreign-options.ts'
import { partitionedTableOf } from './inheritance.ts'
import type { Statement, WriteContext } from './kind.ts'
import { defineKind } from './kind.ts'
import { hiddenOptions, optionsWithoutSecrets } from './secret-names.ts'
import { ident, noParent, notMember, qualified, self, userSchema } from './sql.ts'
import { beyondDetaching, PLACE_AMONG_TABLES } from './table-place.ts'

/** A foreign table (pg_class, relkind f). Columns, defaults and constraints are objects of their own. */
export type ForeignTable = {
  server: string
  /** Sorted `name=value`; of a secret the value is not read. */
  options: readonly string[]
  /** The partitioned table: `['table', schema, name]`. */
  partitionOf: readonly string[] | null
  partitionBound: string | null
  /** A DETACH PARTITION … CONCURRENTLY was broken off: queries of the partitioned table leave it out. */
  detaching: boolean
  /** Quoted names of the tables it inherits from, in order. */
  inherits: readonly string[]
}

export const foreignTable = defineKind<ForeignTable>({
  kind: 'foreign-table',
  rareIn: ['pg_foreign_server'],
  attributes: {
    server: 'exact',
    options: 'exact',
    partitionOf: 'address',
    partitionBound: 'expression',
    detaching: 'exact',
    inherits: 'exact',
  },

  relations: () => 1,
  read: () => `
    select ${self('pg_class', 'c.oid')}, ${noParent},
      s.srvname::text as server, ${optionsWithoutSecrets('f.ftoptions', 'table')} as options, ${PLACE_AMONG_TABLES}
    from pg_catalog.pg_foreign_table f
    join pg_catalog.pg_class c on c.oid = f.ftrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_foreign_server s on s.oid = f.ftserver
    where ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  hides: ({ address, attributes }) =>
    hiddenOptions(attributes.options, 'table', `the foreign table ${address.names.join('.')}`),

  create(object, context) {
    const { partitionOf, partitionBound } = object.attributes
    if (partitionOf === null) return [born(object, context)]
    const attach = `ALTER TABLE ONLY ${qualified(partitionOf.slice(1))} ATTACH PARTITION ${qualified(object.address.names)} ${partitionBound}`
    return [born(object, context), { sql: attach, needs: [partitionedTableOf(object) ?? ''] }]
  },

  beyond: beyondDetaching,
  alter(old, rebuilt) {
    const rest = ({ attributes }: CatalogObject<ForeignTable>): string =>
      JSON.stringify({ ...attributes, options: null })
    if (rest(old) !== rest(rebuilt)) return undefined
    const change = optionsChange(rebuilt.attributes.options, old.attributes.options)
    return {
      statements: [{ sql: `ALTER FOREIGN TABLE ${qualified(old.address.names)}${change}` }],
    }
  },
})

function born(
  { address, attributes }: CatalogObject<ForeignTable>,
  { clauses }: WriteContext,
): Statement {
  const lines = clauses.filter(({ sql }) => sql !== '').map(({ sql }) => `  ${sql}`)
  const body = lines.length === 0 ? ' ()' : ` (\n${lines.join(',\n')}\n)`
  const inherits =
    attributes.inherits.length === 0 ? '' : ` INHERITS (${attributes.inherits.join(', ')})`
  return {
    sql: `CREATE FOREIGN TABLE ${qualified(address.names)}${body}${inherits} SERVER ${ident(attributes.server)}${optionsClause(attributes.options)}`,
  }
}
