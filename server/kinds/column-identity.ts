import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import type { Statement } from './kind.ts'
import { qualified } from './sql.ts'

const LARGEST: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
}

/** The GENERATED … AS IDENTITY of a column; a partition's comes with the partitioned table's. */
export function identityParts(object: CatalogObject<Column>): { sql: string; kysely: string } {
  const { attributes } = object
  const sequence = attributes.identitySequence
  if (attributes.identity === null || sequence === null) return { sql: '', kysely: '' }
  const words = `GENERATED ${attributes.identity.toUpperCase()} AS IDENTITY`
  const own = attributes.identityType === null ? ` ${sequenceOptions(object)}` : ''
  const sql = `${words} (SEQUENCE NAME ${qualified(sequence)}${own})`
  if (!isUsual(object)) return { sql, kysely: `.modifyEnd(${sqlTemplate(sql)})` }
  const call =
    attributes.identity === 'always' ? 'generatedAlwaysAsIdentity' : 'generatedByDefaultAsIdentity'
  return { sql, kysely: `.${call}()` }
}

/** What the clause can't say of the sequence: another type than the column's, another persistence than the table's. */
export function identityStatements(object: CatalogObject<Column>): Statement[] {
  const { identitySequence, identityType, identityPersistence } = object.attributes
  if (identitySequence === null) return []
  const alter = (what: string): Statement => ({
    sql: `ALTER SEQUENCE ${qualified(identitySequence)} ${what}`,
  })
  return [
    ...(identityType === null
      ? []
      : [alter(`AS ${identityType} ${sequenceOptions(object)} RESTART`)]),
    ...(identityPersistence === null
      ? []
      : [
          {
            ...alter(`SET ${identityPersistence === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`),
            since: 15,
          },
        ]),
  ]
}

/** Turns the sequence from one side's type and persistence into the other's; `table` is the persistence of its table. */
export function identitySequenceTo(
  object: CatalogObject<Column>,
  there: Column,
  retyped: boolean,
  table: unknown,
): Statement[] {
  const { identitySequence, identityType, identityPersistence, type } = object.attributes
  if (identitySequence === null) return []
  const alter = (what: string): Statement => ({
    sql: `ALTER SEQUENCE ${qualified(identitySequence)} ${what}`,
  })
  const persistence = identityPersistence ?? table
  const noCycle = object.attributes.identityCycle ? '' : ' NO CYCLE'
  return [
    ...(saysItself(object.attributes, there, retyped)
      ? [alter(`AS ${identityType ?? type} ${sequenceOptions(object)}${noCycle} RESTART`)]
      : []),
    ...(identityPersistence === there.identityPersistence
      ? []
      : [{ ...alter(`SET ${persistence === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`), since: 15 }]),
  ]
}

/** True where the sequence has to be told of its type, which its column can't. */
export const saysItself = (wanted: Column, there: Column, retyped: boolean): boolean =>
  wanted.identityType !== there.identityType || (retyped && wanted.identityType !== null)

const sequenceOptions = ({ attributes }: CatalogObject<Column>): string =>
  [
    `START WITH ${attributes.identityStart} INCREMENT BY ${attributes.identityIncrement}`,
    `MINVALUE ${attributes.identityMin} MAXVALUE ${attributes.identityMax}`,
    `CACHE ${attributes.identityCache}${attributes.identityCycle ? ' CYCLE' : ''}`,
  ].join(' ')

/** True where GENERATED … AS IDENTITY without any option gives the same sequence, name included. */
function isUsual({ address, attributes }: CatalogObject<Column>): boolean {
  const [schema = '', table = '', column = ''] = address.names
  const name = `${table}_${column}_seq`
  const [sequenceSchema, sequenceName] = attributes.identitySequence ?? []
  return (
    Buffer.byteLength(name) <= 63 &&
    sequenceSchema === schema &&
    sequenceName === name &&
    attributes.identityType === null &&
    attributes.identityStart === '1' &&
    attributes.identityIncrement === '1' &&
    attributes.identityMin === '1' &&
    attributes.identityMax === LARGEST[attributes.type] &&
    attributes.identityCache === '1' &&
    attributes.identityCycle === false
  )
}
