import { keyOf, type Model } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import { ident, nameOf, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** A composite type (pg_type, typtype c, made by CREATE TYPE and not by a table or view). */
export type Composite = {
  /** Name, type as printed, collation where it isn't the type's own. */
  columns: readonly (readonly [name: string, type: string, collation: string | null])[]
}

export const composite = defineKind<Composite>({
  kind: 'composite',
  rareIn: ["pg_class where relkind = 'c'"],
  attributes: { columns: 'exact' },

  relations: () => 1,
  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent},
      array(
        select array[a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
          case when a.attcollation <> own.typcollation then ${nameOf('pg_collation', 'coll', 'a.attcollation')} end]
        from pg_catalog.pg_attribute a join pg_catalog.pg_type own on own.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
      ) as columns
    from pg_catalog.pg_type t
    join pg_catalog.pg_class c on c.oid = t.typrelid and c.relkind = 'c'
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'c' and ${userSchema('n')} and ${notMember('pg_type', 't.oid')}`,

  vary: ({ attributes: { columns } }) => [
    { columns: [...columns, ['planted', 'integer', null]] },
    ...(columns.length > 1 ? [{ columns: columns.slice(0, -1) }] : []),
  ],

  create({ address, attributes }) {
    const columns = attributes.columns.map(
      ([name, type, collation]) =>
        `${ident(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`}`,
    )
    return [{ sql: `CREATE TYPE ${typeName(address)} AS (${columns.join(', ')})` }]
  },

  // The type of an attribute can't be altered where a table uses it.
  alter(old, rebuilt, { model }) {
    const [wanted, there] = [old.attributes.columns, rebuilt.attributes.columns]
    const says = (column: (typeof wanted)[number]): string => JSON.stringify(column)
    const kept = there.filter((column) => wanted.some((each) => says(each) === says(column)))
    const gone = there.filter((column) => !kept.includes(column))
    const added = wanted.slice(kept.length)
    const fits = kept.every((column, place) => says(column) === says(wanted[place] ?? column))
    if (!fits || kept.length > wanted.length) return undefined
    const parts = [
      ...gone.map(([name]) => `DROP ATTRIBUTE ${ident(name)} CASCADE`),
      ...added.map(
        ([name, type, collation]) =>
          `ADD ATTRIBUTE ${ident(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`} CASCADE`,
      ),
    ]
    return parts.length === 0
      ? undefined
      : {
          statements: [{ sql: `ALTER TYPE ${typeName(old.address)} ${parts.join(', ')}` }],
          ...(gone.length > 0 ? { reaches: 'all' } : {}),
          brings: added.flatMap(([name]) => columnsCalled(name, rebuilt.key, model)),
        }
  },
})

/** Keys of the columns that tables of that type get with an attribute. */
const columnsCalled = (name: string, type: string, { objects }: Model): readonly string[] =>
  [...objects.values()]
    .filter(
      ({ attributes, dependsOn }) =>
        typeof attributes['typedOf'] === 'string' && dependsOn.includes(type),
    )
    .map(({ address }) =>
      keyOf({ type: 'table column', names: [...address.names, name], args: [] }),
    )
