import { keyOf, type CatalogObject } from '../../shared/model.ts'
import type { Constraint, ConstraintObject } from './constraint-attributes.ts'
import { builderCall } from './constraint-builder.ts'
import { constraintCatalog, constraintSums } from './constraint-catalog.ts'
import { marks, triggerStates } from './constraint-marks.ts'
import { constraintSince } from './constraint-since.ts'
import { varyConstraint } from './constraint-vary.ts'
import { attachedTo, heirsOf, partitionsOf, takesColumnsFromParent } from './inheritance.ts'
import type { Clause, Statement, WriteContext } from './kind.ts'
import { defineKind } from './kind.ts'
import { isReferenced } from './constraint-referenced.ts'
import { ident, ownerName, ownName, qualified } from './sql.ts'

const WITH_INDEX: readonly Constraint['type'][] = ['PRIMARY KEY', 'UNIQUE', 'EXCLUDE']

export const constraint = defineKind<Constraint>({
  kind: 'constraint',
  builder: 'where it says exactly the same',
  attributes: {
    type: 'exact',
    columns: 'exact',
    include: 'exact',
    references: 'address',
    referencedColumns: 'exact',
    match: 'exact',
    onUpdate: 'exact',
    onDelete: 'exact',
    onDeleteColumns: 'exact',
    deferrable: 'exact',
    deferred: 'exact',
    validated: 'exact',
    enforced: 'exact',
    noInherit: 'exact',
    inheritance: 'derived',
    origin: 'origin',
    period: 'exact',
    nullsNotDistinct: 'exact',
    expression: 'expression',
    exclusion: 'expression',
    options: 'exact',
    tablespace: 'exact',
    clustered: 'exact',
    replicaIdentity: 'exact',
    valid: 'exact',
    statistics: 'exact',
    partNames: 'name',
    partsValidated: 'exact',
    triggers: 'exact',
    attachedTo: 'address',
    definition: 'whole',
  },
  rename: 'name',
  relations: ({ attributes }) => (WITH_INDEX.includes(attributes.type) ? 1 : 0),
  read: constraintCatalog,
  summedUp: constraintSums,

  clause(object, context) {
    if (object.address.type === 'domain constraint') return inDomain(object)
    if (!standsInTable(object, context)) return undefined
    const kysely = builderCall(object)
    return {
      rank: 10_000 + RANKS[object.attributes.type],
      sql: `CONSTRAINT ${ownName(object)} ${object.attributes.definition}`,
      separable: true,
      ...(kysely === undefined ? {} : { kysely }),
    }
  },

  since: constraintSince,

  complete: marks,

  create(object, context) {
    if (object.address.type === 'domain constraint') return [onDomain(object)]
    const { attributes, address } = object
    const whole = originOf(object, context)
    if (attributes.inheritance === 'inherited') {
      return [...validation(object, whole), ...triggerStates(object)]
    }
    const { definition } = attributes
    const add = (table: string, name: string): string =>
      `ALTER TABLE ${table} ADD CONSTRAINT ${ident(name)} ${definition}`
    const name = address.names.at(-1) ?? ''
    if (attributes.type === 'CHECK' || attributes.type === 'FOREIGN KEY') {
      // Children that came later would have it valid, or under another name.
      const after =
        attributes.validated && attributes.partNames.length === 0
          ? []
          : heirsOf(context.model, object.parent ?? '')
      const needs = [...after, ...(whole ? [whole.key] : [])]
      const named = attributes.partNames
        .map(pair)
        .map(([table, own]) => ({ sql: add(table, own), needs }))
      const validated = attributes.partsValidated
        .map(pair)
        .map(([table, own]) => ({ sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${ident(own)}` }))
      return [
        ...named,
        { sql: add(ownerName(object), name), needs },
        ...validated,
        ...marks(object),
      ]
    }
    // Postgres attaches no index with exclusion operators: the whole makes its parts.
    if (attributes.type === 'EXCLUDE' || attributes.period) {
      if (attributes.attachedTo !== null) return marks(object)
      const needs = heirsOf(context.model, object.parent ?? '')
      return [{ sql: add(ownerName(object), name), needs }, ...marks(object)]
    }
    const partitions = partitionsOf(context.model, object.parent ?? '')
    const parts = attachedTo(context.model, object.key)
    const only = partitions.length > 0 ? 'ONLY ' : ''
    const older = isReferenced(context.model, object.key) ? [] : referencedTwins(object, context)
    const needs = [...partitions, ...parts.map(({ key }) => key), ...older]
    const attach = parts.map((part) => attachStatement(object, part))
    return [{ sql: add(`${only}${ownerName(object)}`, name), needs }, ...attach, ...marks(object)]
  },

  vary: varyConstraint,
  plansExpressions: () => true,
  followsType: true,
  drop: (object) =>
    object.attributes.origin !== null
      ? 'with origin'
      : [
          ...(object.attributes.replicaIdentity
            ? [{ sql: `${alterOwner(object)} REPLICA IDENTITY DEFAULT` }]
            : []),
          { sql: `${alterOwner(object)} DROP CONSTRAINT ${constraintName(object)}` },
        ],
  renameTo: (old, rebuilt) => [
    {
      sql: `${alterOwner(rebuilt)} RENAME CONSTRAINT ${constraintName(rebuilt)} TO ${constraintName(old)}`,
    },
  ],
  alter(old, rebuilt) {
    const differing = Object.keys(old.attributes).filter(
      (name) =>
        JSON.stringify(old.attributes[name as keyof Constraint]) !==
        JSON.stringify(rebuilt.attributes[name as keyof Constraint]),
    )
    const validates = old.attributes.validated && !rebuilt.attributes.validated
    const only = (...names: string[]): boolean => differing.every((name) => names.includes(name))
    if (!validates || !only('validated', 'definition')) return undefined
    return {
      statements: [],
      validates: [{ sql: `${alterOwner(old)} VALIDATE CONSTRAINT ${constraintName(old)}` }],
    }
  },
})

const constraintName = ({ address }: ConstraintObject): string =>
  ident((address.type === 'domain constraint' ? address.args : address.names).at(-1) ?? '')
const alterOwner = (object: ConstraintObject): string =>
  object.address.type === 'domain constraint'
    ? `ALTER DOMAIN ${object.address.names.join('.')}`
    : `ALTER TABLE ${ownerName(object)}`
const pair = (entry: string): [table: string, name: string] => JSON.parse(entry) as [string, string]

/** The CHECK of the parent that this one is inherited from. */
function originOf(
  { attributes }: ConstraintObject,
  { model }: WriteContext,
): CatalogObject | undefined {
  const [type = '', ...names] = attributes.type === 'CHECK' ? (attributes.origin ?? []) : []
  return model.objects.get(keyOf({ type, names, args: [] }))
}

/** One that came to the child as NOT VALID and was validated there alone. */
const validation = (object: ConstraintObject, whole: CatalogObject | undefined): Statement[] =>
  whole?.attributes['validated'] === false && object.attributes.validated
    ? [
        {
          sql: `ALTER TABLE ${ownerName(object)} VALIDATE CONSTRAINT ${ownName(object)}`,
          needs: [whole.key],
        },
      ]
    : []

const RANKS: Readonly<Record<Constraint['type'], number>> = {
  'PRIMARY KEY': 0,
  UNIQUE: 1,
  'FOREIGN KEY': 3,
  CHECK: 2,
  EXCLUDE: 4,
}

/**
 * What CREATE TABLE can say without changing it: it takes a NOT VALID as valid, merges two equal UNIQUE constraints,
 * and the keys of a partitioned table would name those of its partitions by themselves.
 */
function standsInTable(object: ConstraintObject, context: WriteContext): boolean {
  const { attributes } = object
  const { model } = context
  const owner = model.objects.get(object.parent ?? '')
  const attached = owner !== undefined && owner.attributes['partitionOf'] !== null
  if (!attributes.validated || attributes.partNames.length > 0) return false
  if (attributes.inheritance === 'inherited') {
    const comesLate = originOf(object, context)?.attributes['validated'] === false
    return attached && !comesLate && !takesColumnsFromParent(owner, model)
  }
  if (attributes.inheritance === 'both') return true
  if (object.address.type !== 'table constraint' || builderCall(object) === undefined) return false
  if (attributes.attachedTo !== null) return false
  const table = model.objects.get(object.parent ?? '')
  if (!table || (table.attributes['typedOf'] ?? null) !== null) return false
  if (attributes.type === 'FOREIGN KEY' || attributes.type === 'CHECK')
    return table.attributes['partitionOf'] === null
  if (table.attributes['partitionKey'] !== null) return false
  return twinsOf(object, context).length === 0
}

/** Other keys on the same columns: in one CREATE TABLE they would become one. */
const twinsOf = (object: ConstraintObject, { model }: WriteContext): readonly CatalogObject[] =>
  (model.children.get(object.parent ?? '') ?? []).filter(
    (other) =>
      other.kind === object.kind &&
      other.key !== object.key &&
      JSON.stringify(other.attributes['columns']) === JSON.stringify(object.attributes.columns) &&
      (other.attributes['type'] === 'UNIQUE' || other.attributes['type'] === 'PRIMARY KEY'),
  )

/** Of several keys on the same columns a foreign key takes the oldest: the one that it stands on has to be that. */
const referencedTwins = (object: ConstraintObject, context: WriteContext): readonly string[] =>
  twinsOf(object, context)
    .map(({ key }) => key)
    .filter((key) => isReferenced(context.model, key))

/** A domain that is used in arrays or composites takes no further constraint: it is born with them. */
const inDomain = ({ address, attributes }: ConstraintObject): Clause | undefined =>
  attributes.validated
    ? {
        rank: 0,
        sql: `CONSTRAINT ${ident(address.args.at(-1) ?? '')} ${attributes.definition}`,
        separable: true,
      }
    : undefined

const onDomain = ({ address, attributes }: ConstraintObject): Statement => ({
  sql: `ALTER DOMAIN ${address.names.join('.')} ADD CONSTRAINT ${ident(address.args.at(-1) ?? '')} ${attributes.definition}`,
})

/** The index behind a key of a partition becomes part of the one behind the partitioned table's. */
const attachStatement = (whole: ConstraintObject, part: CatalogObject): Statement => {
  const indexOf = ({ address }: CatalogObject): string =>
    qualified([address.names[0] ?? '', address.names.at(-1) ?? ''])
  return { sql: `ALTER INDEX ${indexOf(whole)} ATTACH PARTITION ${indexOf(part)}` }
}
