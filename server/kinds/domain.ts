import { defineKind } from './kind.ts'
import { ident, nameOf, noParent, notMember, self, typeName, userSchema } from './sql.ts'

/** A domain (pg_type, typtype d); its CHECKs are constraints of their own. */
export type Domain = {
  type: string
  /** Qualified and quoted; null where it is the base type's own. */
  collation: string | null
  default: string | null
  notNull: boolean
  /** From 17 NOT NULL has a name. */
  notNullName: string | null
  /** A domain is born with its base type's default: as the text that the type was given, which is no expression. */
  baseHasDefault: boolean
  /** It still has that one. */
  keepsDefault: boolean
}

export const domain = defineKind<Domain>({
  kind: 'domain',
  rareIn: ["pg_type where typtype = 'd'"],
  attributes: {
    type: 'exact',
    collation: 'exact',
    default: 'expression',
    notNull: 'exact',
    notNullName: 'name',
    baseHasDefault: 'unused',
    keepsDefault: 'unused',
  },

  read: () => `
    select ${self('pg_type', 't.oid')}, ${noParent},
      pg_catalog.format_type(t.typbasetype, t.typtypmod) as type,
      case when t.typcollation <> base.typcollation then ${nameOf('pg_collation', 'coll', 't.typcollation')} end as collation,
      coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), pg_catalog.quote_literal(t.typdefault)) as default,
      t.typnotnull as "notNull",
      (select k.conname::text from pg_catalog.pg_constraint k
        where k.contypid = t.oid and k.contype = 'n') as "notNullName",
      base.typdefault is not null as "baseHasDefault",
      t.typdefaultbin is null and t.typdefault is not null as "keepsDefault"
    from pg_catalog.pg_type t
    join pg_catalog.pg_type base on base.oid = t.typbasetype
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'd' and ${userSchema('n')} and ${notMember('pg_type', 't.oid')}`,

  create({ address, attributes }, { clauses }) {
    const { type, collation, notNull, notNullName, baseHasDefault, keepsDefault } = attributes
    const name = typeName(address)
    const parts = [
      `CREATE DOMAIN ${name} AS ${type}`,
      collation === null ? '' : `COLLATE ${collation}`,
      attributes.default === null || keepsDefault ? '' : `DEFAULT ${attributes.default}`,
      notNull && notNullName !== null ? `CONSTRAINT ${ident(notNullName)}` : '',
      notNull ? 'NOT NULL' : '',
      ...clauses.map((clause) => clause.sql),
    ]
    const born = { sql: parts.filter((part) => part !== '').join(' ') }
    const inherits = attributes.default === null && baseHasDefault
    return inherits ? [born, { sql: `ALTER DOMAIN ${name} DROP DEFAULT` }] : [born]
  },

  vary: ({ attributes: { notNull, default: own } }) => [
    { notNull: !notNull, notNullName: null },
    ...(own === null ? [] : [{ default: null }]),
  ],

  alter(old, rebuilt) {
    const [wanted, there] = [old.attributes, rebuilt.attributes]
    if (wanted.type !== there.type || wanted.collation !== there.collation) return undefined
    const alter = (what: string) => ({ sql: `ALTER DOMAIN ${typeName(old.address)} ${what}` })
    const { notNull, notNullName } = wanted
    const set =
      notNullName === null ? 'SET NOT NULL' : `ADD CONSTRAINT ${ident(notNullName)} NOT NULL`
    return {
      statements: [
        ...(wanted.default === there.default
          ? []
          : [alter(wanted.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${wanted.default}`)]),
        ...(notNull === there.notNull ? [] : [alter(notNull ? set : 'DROP NOT NULL')]),
      ],
    }
  },
})
