import type { CatalogObject } from '../../shared/model.ts'
import { ENABLE } from './enabled.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { notMember, ownerName, ownName, parent, self, userSchema } from './sql.ts'

/** A rewrite rule (pg_rewrite), but for the one that makes a view a view. */
export type Rule = {
  event: string
  instead: boolean
  /** ORIGIN, DISABLED, REPLICA or ALWAYS. */
  enabled: string
  definition: string
}

export const rule = defineKind<Rule>({
  kind: 'rule',
  rareIn: ["pg_rewrite where ev_type <> '1'"],
  attributes: { event: 'exact', instead: 'exact', enabled: 'exact', definition: 'expression' },

  read: () => `
    select ${self('pg_rewrite', 'r.oid')}, ${parent('pg_class', 'r.ev_class')},
      case r.ev_type when '1' then 'SELECT' when '2' then 'UPDATE' when '3' then 'INSERT' else 'DELETE' end as event,
      r.is_instead as instead,
      case r.ev_enabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' else 'ORIGIN' end as enabled,
      pg_catalog.rtrim(pg_catalog.pg_get_ruledef(r.oid), ';') as definition
    from pg_catalog.pg_rewrite r
    join pg_catalog.pg_class c on c.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not (r.ev_type = '1' and c.relkind in ('v', 'm'))
      and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  vary: ({ attributes: { enabled } }) => [
    { enabled: enabled === 'DISABLED' ? 'ORIGIN' : 'DISABLED' },
    { enabled: enabled === 'ALWAYS' ? 'REPLICA' : 'ALWAYS' },
  ],

  create(object) {
    const { definition, enabled } = object.attributes
    const action = ENABLE[enabled]
    if (action === undefined) return [{ sql: definition }]
    return [{ sql: definition }, toggle(object, action)]
  },

  alter: (old, rebuilt) =>
    old.attributes.definition === rebuilt.attributes.definition
      ? { statements: [toggle(old, ENABLE[old.attributes.enabled] ?? 'ENABLE')] }
      : undefined,
})

const toggle = (object: CatalogObject<Rule>, action: string): Statement => ({
  sql: `ALTER TABLE ${ownerName(object)} ${action} RULE ${ownName(object)}`,
  phase: 'late',
})
