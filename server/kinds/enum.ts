import { isPlainName, quote } from '../baseline/kysely-source.ts'
import { defineKind } from './kind.ts'
import { literal, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** An enum type (pg_type, typtype e) with its labels in their sort order. */
export type Enum = { labels: readonly string[] }

export const enumType = defineKind<Enum>({
  kind: 'enum',
  builder: 'where it says exactly the same',
  attributes: { labels: 'exact' },

  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent},
      array(select e.enumlabel::text from pg_catalog.pg_enum e
        where e.enumtypid = t.oid order by e.enumsortorder) as labels
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and ${userSchema('n')} and ${notMember('pg_type', 't.oid')}`,

  vary: ({ attributes: { labels } }) => [
    { labels: [...labels, 'planted'] },
    ...(labels.length > 0 ? [{ labels: ['planted', ...labels.slice(1)] }] : []),
  ],

  create({ address, attributes: { labels } }) {
    const name = typeName(address)
    const sql = `CREATE TYPE ${name} AS ENUM (${labels.map(literal).join(', ')})`
    if (!name.split('.').every(isPlainName) || !labels.every(isPlainLabel)) return [{ sql }]
    const chain = `db.schema.createType(${quote(name)}).asEnum([${labels.map(quote).join(', ')}])`
    return labels.length > 0 ? [{ sql, kysely: chain }] : [{ sql }]
  },

  alter(old, rebuilt, { major }) {
    const [wanted, there] = [old.attributes.labels, rebuilt.attributes.labels]
    const type = `ALTER TYPE ${typeName(old.address)}`
    if (wanted.length === there.length) {
      const renamed = wanted.flatMap((label, place) =>
        label === there[place] ? [] : [[there[place] ?? '', label] as const],
      )
      if (renamed.some(([, label]) => there.includes(label))) return undefined
      return {
        statements: renamed.map(([from, to]) => ({
          sql: `${type} RENAME VALUE ${literal(from)} TO ${literal(to)}`,
        })),
        reprints: true,
      }
    }
    // Before 17 an added label can't be used in the transaction that adds it, and the seed may use it there.
    const kept = wanted.filter((label) => there.includes(label))
    if (major < 17 || JSON.stringify(kept) !== JSON.stringify(there)) return undefined
    return {
      statements: wanted.flatMap((label, place) => {
        if (there.includes(label)) return []
        const before = wanted[place - 1]
        const beside =
          before === undefined ? ` BEFORE ${literal(there[0] ?? '')}` : ` AFTER ${literal(before)}`
        return [
          {
            sql: `${type} ADD VALUE ${literal(label)}${there.length === 0 && before === undefined ? '' : beside}`,
          },
        ]
      }),
    }
  },
})

// The builder writes labels as '…' without E, so a backslash hangs on standard_conforming_strings.
const isPlainLabel = (label: string): boolean => !/['\\]/.test(label)
