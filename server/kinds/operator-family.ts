import { defineKind } from './kind.ts'
import { noParent, notMember, self, userSchema } from './sql.ts'
import { commentTarget } from './target.ts'

/** A family of operator classes (pg_opfamily); its access method is in its address. */
export type OperatorFamily = Record<never, never>

export const operatorFamily = defineKind<OperatorFamily>({
  kind: 'operator-family',
  rareIn: ['pg_opfamily'],
  rename: 'never',
  attributes: {},

  read: () => `
    select ${self('pg_opfamily', 'f.oid')}, ${noParent}
    from pg_catalog.pg_opfamily f
    join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
    where ${userSchema('n')} and ${notMember('pg_opfamily', 'f.oid')}`,

  create: ({ address }) => [{ sql: `CREATE ${commentTarget(address)}` }],
})
