import { isPlainName, quote, sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { partitionedTableOf, takesColumnsFromParent } from './inheritance.ts'
import type { Statement, WriteContext } from './kind.ts'
import { defineKind } from './kind.ts'
import { alterTableTo } from './table-alter.ts'
import type { Table } from './table-attributes.ts'
import { storageParameter } from './table-options.ts'
import { beyondDetaching, PLACE_AMONG_TABLES } from './table-place.ts'
import {
  ident,
  noParent,
  notMember,
  options,
  qualified,
  self,
  tablespaceOf,
  userSchema,
} from './sql.ts'
import { keptToast, TOAST_TABLE } from './table-toast.ts'

export const table = defineKind<Table>({
  kind: 'table',
  builder: 'where it says exactly the same',
  attributes: {
    persistence: 'exact',
    partitionKey: 'expression',
    partitionOf: 'address',
    partitionBound: 'expression',
    detaching: 'exact',
    inherits: 'exact',
    typedOf: 'exact',
    accessMethod: 'exact',
    tablespace: 'exact',
    options: 'exact',
    toastOptions: 'exact',
    toastTable: 'unused',
    rowSecurity: 'exact',
    forceRowSecurity: 'exact',
    replicaIdentity: 'exact',
  },

  since: ({ attributes: { partitionKey, accessMethod } }) =>
    partitionKey !== null && accessMethod !== null ? 17 : undefined,
  plansExpressions: ({ attributes }) => attributes.partitionKey !== null,
  // Itself, and a TOAST table with its index.
  relations: () => 3,
  read: () => `
    select ${self('pg_class', 'c.oid')}, ${noParent},
      case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
      case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end as "partitionKey",
      ${PLACE_AMONG_TABLES},
      case when c.reloftype <> 0 then pg_catalog.format_type(c.reloftype, null) end as "typedOf",
      (select a.amname::text from pg_catalog.pg_am a where a.oid = c.relam) as "accessMethod",
      ${tablespaceOf('c.reltablespace')} as tablespace,
      ${options('c.reloptions')} as options,
      ${options('(select t.reloptions from pg_catalog.pg_class t where t.oid = c.reltoastrelid)')} as "toastOptions",
      ${TOAST_TABLE} as "toastTable",
      c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as "forceRowSecurity",
      case c.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then case when exists (
          select from pg_catalog.pg_index x where x.indrelid = c.oid and x.indisreplident) then 'default' else 'nothing' end
        else 'default' end as "replicaIdentity"
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  vary: ({
    attributes: {
      options,
      persistence,
      rowSecurity,
      forceRowSecurity,
      replicaIdentity,
      partitionKey,
    },
  }) => [
    { rowSecurity: !rowSecurity },
    { forceRowSecurity: !forceRowSecurity },
    { replicaIdentity: replicaIdentity === 'full' ? 'nothing' : 'full' },
    ...(partitionKey === null
      ? [
          { options: options.includes('fillfactor=77') ? [] : ['fillfactor=77'] },
          { persistence: persistence === 'unlogged' ? 'permanent' : 'unlogged' } as const,
        ]
      : []),
  ],

  create(object, context) {
    const name = qualified(object.address.names)
    return [...born(object, context), ...keptToast(object, context), ...settings(object, name)]
  },

  alter: alterTableTo,
  beyond: beyondDetaching,
})

function born(object: CatalogObject<Table>, context: WriteContext): Statement[] {
  const { partitionOf, partitionBound } = object.attributes
  if (partitionOf === null) return [createTable(object, context)]
  const name = qualified(object.address.names)
  const parentName = qualified(partitionOf.slice(1))
  const needs = [partitionedTableOf(object) ?? '']
  if (!takesColumnsFromParent(object, context.model)) {
    const attach = `ALTER TABLE ONLY ${parentName} ATTACH PARTITION ${name} ${partitionBound}`
    return [createTable(object, context), { sql: attach, needs }]
  }
  const head = `CREATE ${unlogged(object)}TABLE ${name} PARTITION OF ${parentName}`
  const lines = clauseLines(context)
  const clauses = lines === '' ? '' : ` (\n${lines}\n)`
  return [{ sql: [`${head}${clauses} ${partitionBound}`, ...tail(object)].join('\n'), needs }]
}

function createTable(object: CatalogObject<Table>, context: WriteContext): Statement {
  const { address, attributes } = object
  const inherits =
    attributes.inherits.length > 0 ? [`INHERITS (${attributes.inherits.join(', ')})`] : []
  const end = [...inherits, ...tail(object)]
  const of = attributes.typedOf === null ? '' : ` OF ${attributes.typedOf}`
  const said = context.clauses.filter((clause) => clause.sql !== '')
  const clauses = of !== '' && said.length === 0 ? '' : ` (\n${clauseLines(context)}\n)`
  const sql = [
    `CREATE ${unlogged(object)}TABLE ${qualified(address.names)}${of}${clauses}`,
    ...end,
  ].join('\n')

  const chains = said.map((clause) => clause.kysely)
  const sayable =
    of === '' && address.names.every(isPlainName) && chains.every((chain) => chain !== undefined)
  if (!sayable) return { sql }
  const kysely = [
    'db.schema',
    `  .createTable(${quote(address.names.join('.'))})`,
    ...(attributes.persistence === 'unlogged' ? ['  .modifyFront(sql`unlogged`)'] : []),
    ...chains.map((chain) => `  ${chain}`),
    ...(end.length > 0 ? [`  .modifyEnd(${sqlTemplate(end.join(' '))})`] : []),
  ].join('\n')
  return { sql, kysely }
}

const unlogged = (object: CatalogObject<Table>): string =>
  object.attributes.persistence === 'unlogged' ? 'UNLOGGED ' : ''

const clauseLines = (context: WriteContext): string =>
  context.clauses
    .filter((clause) => clause.sql !== '')
    .map((clause) => `  ${clause.sql}`)
    .join(',\n')

/** What stands after the columns: partition key, access method, storage parameters, tablespace. */
function tail({ attributes }: CatalogObject<Table>): string[] {
  const parameters = [
    ...attributes.options,
    ...attributes.toastOptions.map((option) => `toast.${option}`),
  ]
  const method = attributes.accessMethod
  return [
    ...(attributes.partitionKey === null ? [] : [`PARTITION BY ${attributes.partitionKey}`]),
    ...(method === null || (method === 'heap' && attributes.partitionKey === null)
      ? []
      : [`USING ${ident(method)}`]),
    ...(parameters.length === 0 ? [] : [`WITH (${parameters.map(storageParameter).join(', ')})`]),
    ...(attributes.tablespace === null ? [] : [`TABLESPACE ${ident(attributes.tablespace)}`]),
  ]
}

function settings({ attributes }: CatalogObject<Table>, name: string): Statement[] {
  const alter = (what: string): Statement => ({ sql: `ALTER TABLE ${name} ${what}` })
  return [
    ...(attributes.rowSecurity ? [alter('ENABLE ROW LEVEL SECURITY')] : []),
    ...(attributes.forceRowSecurity ? [alter('FORCE ROW LEVEL SECURITY')] : []),
    ...(attributes.replicaIdentity === 'full' ? [alter('REPLICA IDENTITY FULL')] : []),
    ...(attributes.replicaIdentity === 'nothing' ? [alter('REPLICA IDENTITY NOTHING')] : []),
  ]
}
