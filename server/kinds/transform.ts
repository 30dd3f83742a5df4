import { defineKind } from './kind.ts'
import { noParent, notMember, self } from './sql.ts'
import { commentTarget } from './target.ts'

/** How a language sees values of a type (pg_transform): functions with the types of their arguments. */
export type Transform = {
  fromSql: string | null
  toSql: string | null
}

export const transform = defineKind<Transform>({
  kind: 'transform',
  rareIn: ['pg_transform'],
  rename: 'never',
  attributes: { fromSql: 'exact', toSql: 'exact' },

  read: () => `
    select ${self('pg_transform', 't.oid')}, ${noParent},
      nullif(t.trffromsql, 0)::pg_catalog.regprocedure::text as "fromSql",
      nullif(t.trftosql, 0)::pg_catalog.regprocedure::text as "toSql"
    from pg_catalog.pg_transform t
    where ${notMember('pg_transform', 't.oid')}`,

  create({ address, attributes: { fromSql, toSql } }) {
    const ways = [
      ...(fromSql === null ? [] : [`FROM SQL WITH FUNCTION ${fromSql}`]),
      ...(toSql === null ? [] : [`TO SQL WITH FUNCTION ${toSql}`]),
    ]
    return [{ sql: `CREATE ${commentTarget(address)} (${ways.join(', ')})` }]
  },
})
