import { defineKind } from './kind.ts'
import { nameOf, noParent, notMember, operatorName, self, userSchema } from './sql.ts'
import { keyOf, type CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { commentTarget, operatorIn } from './target.ts'

/** An operator (pg_operator). Functions are qualified and quoted; which of a name follows from the operands. */
export type Operator = {
  /** Null for one that another only named as its commutator or negator. */
  function: string | null
  /** `OPERATOR(schema.+)`: its operands follow from its own. */
  commutator: string | null
  negator: string | null
  restrict: string | null
  join: string | null
  hashes: boolean
  merges: boolean
}

export const operator = defineKind<Operator>({
  kind: 'operator',
  rareIn: ['pg_operator'],
  rename: 'never',
  attributes: {
    function: 'exact',
    commutator: 'exact',
    negator: 'exact',
    restrict: 'exact',
    join: 'exact',
    hashes: 'exact',
    merges: 'exact',
  },

  read: () => `
    select ${self('pg_operator', 'o.oid')}, ${noParent},
      ${nameOf('pg_proc', 'pro', 'o.oprcode')} as function,
      ${operatorName('o.oprcom')} as commutator, ${operatorName('o.oprnegate')} as negator,
      ${nameOf('pg_proc', 'pro', 'o.oprrest')} as restrict, ${nameOf('pg_proc', 'pro', 'o.oprjoin')} as join,
      o.oprcanhash as hashes, o.oprcanmerge as merges
    from pg_catalog.pg_operator o
    join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
    where ${userSchema('n')} and ${notMember('pg_operator', 'o.oid')}`,

  names: ({ address: { args }, attributes: { commutator, negator } }) => [
    ...operatorKey(commutator, [...args].reverse()),
    ...operatorKey(negator, args),
  ],

  create(object) {
    const { address, attributes } = object
    // The one that names it makes it.
    if (attributes.function === null) return []
    const [left, right] = operandsOf(object)
    const parameters = [
      `FUNCTION = ${attributes.function}`,
      ...(left === undefined ? [] : [`LEFTARG = ${left}`]),
      `RIGHTARG = ${right}`,
      ...named('COMMUTATOR', attributes.commutator),
      ...named('NEGATOR', attributes.negator),
      ...estimators(attributes),
      ...(attributes.hashes ? ['HASHES'] : []),
      ...(attributes.merges ? ['MERGES'] : []),
    ]
    return [{ sql: `CREATE OPERATOR ${operatorIn(address)} (\n  ${parameters.join(',\n  ')}\n)` }]
  },

  alter(old, rebuilt) {
    const { restrict, join } = old.attributes
    const rest = ({ attributes }: CatalogObject<Operator>): string =>
      JSON.stringify({ ...attributes, restrict: null, join: null })
    if (rest(old) !== rest(rebuilt)) return undefined
    const set = `RESTRICT = ${restrict ?? 'NONE'}, JOIN = ${join ?? 'NONE'}`
    return { statements: [alter(old, `SET (${set})`)] }
  },
})

/** One that stands before its only operand has none on its left. */
function operandsOf({ address: { args } }: CatalogObject): readonly [string | undefined, string] {
  const right = args.at(-1) ?? ''
  return args.length > 1 ? [args[0], right] : [undefined, right]
}

const named = (name: string, value: string | null): string[] =>
  value === null ? [] : [`${name} = ${value}`]

const estimators = ({ restrict, join }: Operator): string[] => [
  ...named('RESTRICT', restrict),
  ...named('JOIN', join),
]

const alter = ({ address }: CatalogObject, what: string): Statement => ({
  sql: `ALTER ${commentTarget(address)} ${what}`,
})

/** The key of an operator that is named as `OPERATOR(schema.+)`, for these operands. */
function operatorKey(named: string | null, args: readonly string[]): string[] {
  const [, schema, symbol] = /^OPERATOR\((.*)\.([^.]+)\)$/s.exec(named ?? '') ?? []
  if (schema === undefined || symbol === undefined) return []
  const name = schema.startsWith('"') ? schema.slice(1, -1).replaceAll('""', '"') : schema
  return [keyOf({ type: 'operator', names: [name, symbol], args: [...args] })]
}
