import { defineKind } from './kind.ts'
import { noParent, notMember, self } from './sql.ts'
import { commentTarget } from './target.ts'

/** A cast (pg_cast). */
export type Cast = {
  /** The function with the types of its arguments, qualified and quoted; null where there is none. */
  function: string | null
  /** FUNCTION, INOUT or BINARY. */
  method: string
  /** EXPLICIT, ASSIGNMENT or IMPLICIT: where it happens unasked. */
  context: string
}

export const cast = defineKind<Cast>({
  kind: 'cast',
  rareIn: ['pg_cast'],
  rename: 'never',
  attributes: { function: 'exact', method: 'exact', context: 'exact' },

  read: () => `
    select ${self('pg_cast', 'c.oid')}, ${noParent},
      nullif(c.castfunc, 0)::pg_catalog.regprocedure::text as function,
      case c.castmethod when 'i' then 'INOUT' when 'b' then 'BINARY' else 'FUNCTION' end as method,
      case c.castcontext when 'i' then 'IMPLICIT' when 'a' then 'ASSIGNMENT' else 'EXPLICIT' end as context
    from pg_catalog.pg_cast c
    where c.oid >= 16384 and ${notMember('pg_cast', 'c.oid')}
      and not exists (select from pg_catalog.pg_depend i
        where i.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass and i.objid = c.oid and i.deptype = 'i')`,

  create({ address, attributes: { function: called, method, context } }) {
    const how =
      method === 'INOUT'
        ? 'WITH INOUT'
        : method === 'BINARY'
          ? 'WITHOUT FUNCTION'
          : `WITH FUNCTION ${called ?? ''}`
    return [{ sql: `CREATE ${commentTarget(address)} ${how}${WHEN[context] ?? ''}` }]
  },
})

const WHEN: Readonly<Record<string, string>> = {
  ASSIGNMENT: ' AS ASSIGNMENT',
  IMPLICIT: ' AS IMPLICIT',
}
