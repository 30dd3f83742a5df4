import { isPlainName, quote } from '../baseline/kysely-source.ts'
import { defineKind } from './kind.ts'
import { literal, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** An enum type (pg_type, typtype e) with its labels in their sort order. */
export type Enum = { labels: readonly string[] }

export const enumType = defineKind<Enum>({
  kind: 'enum',
  attributes: { labels: 'exact' },

  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent},
      array(select e.enumlabel::text from pg_catalog.pg_enum e
        where e.enumtypid = t.oid order by e.enumsortorder) as labels
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and ${userSchema('n')} and ${notMember('pg_type', 't.oid')}`,

  create({ address, attributes: { labels } }) {
    const name = typeName(address)
    const sql = `CREATE TYPE ${name} AS ENUM (${labels.map(literal).join(', ')})`
    if (!name.split('.').every(isPlainName) || !labels.every(isPlainLabel)) return [{ sql }]
    const chain = `db.schema.createType(${quote(name)}).asEnum([${labels.map(quote).join(', ')}])`
    return labels.length > 0 ? [{ sql, kysely: chain }] : [{ sql }]
  },
})

// The builder writes labels as '…' without E, so a backslash hangs on standard_conforming_strings.
const isPlainLabel = (label: string): boolean => !/['\\]/.test(label)
