import { conditionTemplate, isPlainName, quote } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import type { Index } from './index-attributes.ts'
import { indexCatalog, indexSums } from './index-catalog.ts'
import { varyIndex } from './index-vary.ts'
import { attachedTo, partitionsOf } from './inheritance.ts'
import { dropWith } from './falls-with.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, qualified } from './sql.ts'

type IndexObject = CatalogObject<Index>

export const indexKind = defineKind<Index>({
  kind: 'index',
  builder: 'where it says exactly the same',
  attributes: {
    method: 'exact',
    unique: 'exact',
    nullsNotDistinct: 'exact',
    columns: 'expression',
    include: 'exact',
    predicate: 'expression',
    options: 'exact',
    tablespace: 'exact',
    statistics: 'exact',
    clustered: 'exact',
    replicaIdentity: 'exact',
    extensions: 'exact',
    valid: 'exact',
    attachedTo: 'address',
    origin: 'origin',
    on: 'unused',
    plain: 'unused',
    statement: 'unused',
    definition: 'whole',
  },
  rename: 'name',
  vary: varyIndex,
  plansExpressions: () => true,
  followsType: true,
  drop: ({ address, attributes }) =>
    attributes.attachedTo !== null
      ? 'with origin'
      : [
          ...(attributes.replicaIdentity
            ? [{ sql: `ALTER TABLE ${qualified(attributes.on.slice(1))} REPLICA IDENTITY DEFAULT` }]
            : []),
          { sql: `DROP INDEX ${qualified(address.names)}` },
        ],
  since: ({ attributes }) => (attributes.nullsNotDistinct ? 15 : undefined),
  relations: () => 1,
  read: indexCatalog,
  summedUp: indexSums,

  create(object, context) {
    const { attributes } = object
    const partitions = partitionsOf(context.model, object.parent ?? '')
    const parts = attachedTo(context.model, object.key)
    const only = attributes.statement.startsWith(
      ' ON ONLY ',
      attributes.statement.length - attributes.definition.length,
    )
    const kysely = only ? undefined : builder(object)
    const own: Statement = {
      sql: attributes.statement,
      needs: [...partitions, ...parts.map(({ key }) => key)],
      ...(kysely === undefined ? {} : { kysely }),
    }
    const index = qualified(object.address.names)
    const attach = parts.map((part) => ({
      sql: `ALTER INDEX ${index} ATTACH PARTITION ${indexName(part)}`,
    }))
    return [own, ...attach, ...marks(object), ...dropWith(object, attributes.extensions)]
  },
})

/** A part is an index, or a key whose index has the key's name. */
const indexName = ({ address }: CatalogObject): string =>
  qualified([address.names[0] ?? '', address.names.at(-1) ?? ''])

function builder({ address, attributes }: IndexObject): string | undefined {
  const name = address.names.at(-1) ?? ''
  const sayable =
    attributes.plain &&
    attributes.include.length === 0 &&
    attributes.options.length === 0 &&
    [name, ...attributes.on.slice(1), ...attributes.columns].every(isPlainName)
  if (!sayable) return undefined
  return [
    'db.schema',
    `  .createIndex(${quote(name)})`,
    ...(attributes.unique ? ['  .unique()'] : []),
    `  .on(${quote(attributes.on.slice(1).join('.'))})`,
    ...(attributes.method === 'btree' ? [] : [`  .using(${quote(attributes.method)})`]),
    `  .columns([${attributes.columns.map(quote).join(', ')}])`,
    ...(attributes.nullsNotDistinct ? ['  .nullsNotDistinct()'] : []),
    ...(attributes.predicate === null
      ? []
      : [`  .where(${conditionTemplate(attributes.predicate)})`]),
  ].join('\n')
}

/** What can only be said once the index exists. */
function marks({ address, attributes }: IndexObject): Statement[] {
  const index = qualified(address.names)
  const name = ident(address.names.at(-1) ?? '')
  const table = qualified(attributes.on.slice(1))
  const late = (sql: string): Statement => ({ sql, phase: 'late' })
  const targets = attributes.statistics.map((entry) => entry.split('='))
  return [
    ...targets.map(([column, target]) =>
      late(`ALTER INDEX ${index} ALTER COLUMN ${column} SET STATISTICS ${target}`),
    ),
    ...(attributes.tablespace === null
      ? []
      : [late(`ALTER INDEX ${index} SET TABLESPACE ${ident(attributes.tablespace)}`)]),
    ...(attributes.clustered ? [late(`ALTER TABLE ${table} CLUSTER ON ${name}`)] : []),
    ...(attributes.replicaIdentity
      ? [late(`ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${name}`)]
      : []),
  ]
}
