import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** A range type (pg_range) with the multirange type that comes with it. Names are qualified and quoted. */
export type Range = {
  subtype: string
  operatorClass: string
  collation: string | null
  canonical: string | null
  subtypeDiff: string | null
  multirange: string
}

export const range = defineKind<Range>({
  kind: 'range',
  rareIn: ["pg_type where typtype = 'r'"],
  attributes: {
    subtype: 'exact',
    operatorClass: 'exact',
    collation: 'exact',
    canonical: 'exact',
    subtypeDiff: 'exact',
    multirange: 'exact',
  },

  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent},
      pg_catalog.format_type(r.rngsubtype, null) as subtype,
      ${nameOf('pg_opclass', 'opc', 'r.rngsubopc')} as "operatorClass",
      case when r.rngcollation <> sub.typcollation then ${nameOf('pg_collation', 'coll', 'r.rngcollation')} end as collation,
      ${nameOf('pg_proc', 'pro', 'r.rngcanonical')} as canonical,
      ${nameOf('pg_proc', 'pro', 'r.rngsubdiff')} as "subtypeDiff",
      pg_catalog.format_type(r.rngmultitypid, null) as multirange
    from pg_catalog.pg_range r
    join pg_catalog.pg_type t on t.oid = r.rngtypid
    join pg_catalog.pg_type sub on sub.oid = r.rngsubtype
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where ${userSchema('n')} and ${notMember('pg_type', 't.oid')}`,

  create,

  // Its canonical function takes and returns the type itself.
  shell: (object) =>
    object.attributes.canonical === null
      ? undefined
      : {
          standIn: [{ sql: `CREATE TYPE ${typeName(object.address)}` }],
          completed: create(object),
        },
})

function create({ address, attributes }: CatalogObject<Range>): Statement[] {
  const { subtype, operatorClass, collation, canonical, subtypeDiff, multirange } = attributes
  const parameters = [
    ['SUBTYPE', subtype],
    ['SUBTYPE_OPCLASS', operatorClass],
    ['COLLATION', collation],
    ['CANONICAL', canonical],
    ['SUBTYPE_DIFF', subtypeDiff],
    ['MULTIRANGE_TYPE_NAME', multirange],
  ].flatMap(([name, value]) => (value === null ? [] : [`${name} = ${value}`]))
  return [{ sql: `CREATE TYPE ${typeName(address)} AS RANGE (${parameters.join(', ')})` }]
}
