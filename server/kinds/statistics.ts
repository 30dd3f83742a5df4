import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { notMember, parent, qualified, self, userSchema } from './sql.ts'

/** Extended statistics of a table (pg_statistic_ext). */
export type Statistics = {
  /** How finely it samples; null for what the server has as its default. */
  target: number | null
  definition: string
}

export const statistics = defineKind<Statistics>({
  kind: 'statistics',
  rareIn: ['pg_statistic_ext'],
  attributes: { target: 'exact', definition: 'expression' },

  read: () => `
    select ${self('pg_statistic_ext', 's.oid')}, ${parent('pg_class', 's.stxrelid')},
      nullif(s.stxstattarget, -1)::int as target,
      pg_catalog.pg_get_statisticsobjdef(s.oid) as definition
    from pg_catalog.pg_statistic_ext s
    join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
    where ${userSchema('n')} and ${notMember('pg_statistic_ext', 's.oid')}
      and ${notMember('pg_class', 's.stxrelid')}`,

  vary: ({ attributes: { target } }) => [{ target: target === 77 ? 78 : 77 }],

  plansExpressions: () => true,
  create: (object) => [
    { sql: object.attributes.definition },
    ...(object.attributes.target === null ? [] : [sampled(object)]),
  ],

  alter: (old, rebuilt) =>
    old.attributes.definition === rebuilt.attributes.definition
      ? { statements: [sampled(old)] }
      : undefined,
})

const sampled = ({ address, attributes }: CatalogObject<Statistics>): Statement => ({
  sql: `ALTER STATISTICS ${qualified(address.names)} SET STATISTICS ${attributes.target ?? -1}`,
})
