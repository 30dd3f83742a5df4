import type { CatalogObject } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import { operatorItem, routineItem } from './operator-items.ts'
import { ident, parent, qualified, self } from './sql.ts'

/** An operator or function that was added to a family, and falls with that and with no class (pg_amop, pg_amproc). */
export type OperatorFamilyMember = {
  /** `OPERATOR 1 …` or `FUNCTION 1 …`, as ALTER OPERATOR FAMILY … ADD takes it. */
  item: string
}

// Who adds to the family of somebody else, an extension's or Postgres's own, added a thing of their own all the same.
const loose = (catalog: string, family: string, item: string): string => `
    select ${self(catalog, 'x.oid')}, ${parent('pg_opfamily', `x.${family}`)}, ${item} as item
    from pg_catalog.${catalog} x
    where x.oid >= 16384
      and not exists (select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = x.oid
          and (d.deptype = 'e' or d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and d.deptype = 'i'))
      and not exists (select from pg_catalog.pg_depend d
        join pg_catalog.pg_depend e on e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e'
        where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = x.oid and d.deptype in ('a', 'i'))`

export const operatorFamilyMember = defineKind<OperatorFamilyMember>({
  kind: 'operator-family-member',
  rareIn: ['pg_amop', 'pg_amproc'],
  rename: 'never',
  attributes: { item: 'exact' },

  read: () =>
    [
      loose('pg_amop', 'amopfamily', operatorItem('x')),
      loose('pg_amproc', 'amprocfamily', routineItem('x')),
    ].join('\n    union all'),

  create: (object) => [{ sql: `${alter(object)} ADD ${object.attributes.item}` }],
  drop(object) {
    const [what = '', number = ''] = object.attributes.item.split(' ')
    return [{ sql: `${alter(object)} DROP ${what} ${number} (${object.address.args.join(', ')})` }]
  },
})

/** Its names are the method's, the family's with its schema, and its own number. */
const alter = ({ address: { names } }: CatalogObject): string =>
  `ALTER OPERATOR FAMILY ${qualified(names.slice(1, -1))} USING ${ident(names[0] ?? '')}`
