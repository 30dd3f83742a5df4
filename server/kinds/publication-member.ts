import type { CatalogObject } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import { ident, notMember, parent, qualified, self } from './sql.ts'

/** A table, or all tables of a schema, in a publication (pg_publication_rel, pg_publication_namespace). */
export type PublicationMember = {
  /** Names of the columns that are published, as the table has them; null for all. */
  columns: readonly string[] | null
  /** Which rows are published. */
  filter: string | null
}

const tables = (major: number): string => `
    select ${self('pg_publication_rel', 'r.oid')}, ${parent('pg_publication', 'r.prpubid')},
      ${
        major < 15
          ? 'null::text[] as columns, null::text as filter'
          : `case when r.prattrs is not null then array(select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[]) order by a.attnum) end as columns,
      pg_catalog.pg_get_expr(r.prqual, r.prrelid) as filter`
      }
    from pg_catalog.pg_publication_rel r
    where ${notMember('pg_publication', 'r.prpubid')}`

const schemas = `
    union all
    select ${self('pg_publication_namespace', 's.oid')}, ${parent('pg_publication', 's.pnpubid')}, null, null
    from pg_catalog.pg_publication_namespace s
    where ${notMember('pg_publication', 's.pnpubid')}`

export const publicationMember = defineKind<PublicationMember>({
  kind: 'publication-member',
  rareIn: ['pg_publication'],
  rename: 'never',
  attributes: { columns: 'exact', filter: 'expression' },

  // Which schemas are published whole is known from 15 on.
  read: (major) => tables(major) + (major < 15 ? '' : schemas),

  since: ({ address, attributes: { columns, filter } }) =>
    address.type === 'publication namespace' || columns !== null || filter !== null
      ? 15
      : undefined,
  create: (object) => [{ sql: alter(object, 'ADD', whole(object)), phase: 'late' }],
  drop: (object) => [{ sql: alter(object, 'DROP', member(object)) }],
})

const alter = ({ address }: CatalogObject, what: string, which: string): string =>
  `ALTER PUBLICATION ${ident(address.args[0] ?? '')} ${what} ${which}`

/** Tables that inherit from one are members of their own. */
const member = ({ address }: CatalogObject): string =>
  address.type === 'publication namespace'
    ? `TABLES IN SCHEMA ${qualified(address.names)}`
    : `TABLE ONLY ${qualified(address.names)}`

function whole(object: CatalogObject<PublicationMember>): string {
  const { columns, filter } = object.attributes
  return [
    member(object),
    ...(columns === null ? [] : [` (${columns.map(ident).join(', ')})`]),
    ...(filter === null ? [] : [` WHERE (${filter})`]),
  ].join('')
}
