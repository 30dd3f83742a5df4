import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import { identityStatements } from './column-identity.ts'
import type { Alteration, Release, Statement, WriteContext } from './kind.ts'
import { ident, ownerName, ownName, qualified } from './sql.ts'
import { storageParameter } from './table-options.ts'

type ColumnObject = CatalogObject<Column>

const alterTable = (object: ColumnObject, what: string, only = ''): Statement => ({
  sql: `ALTER TABLE ${only}${ownerName(object)} ${what}`,
})
const alterColumn = (object: ColumnObject, what: string, only = ''): Statement =>
  alterTable(object, `ALTER COLUMN ${ownName(object)} ${what}`, only)

/** Takes the column away; one of a typed table or of a partition key falls with its table only. */
export function dropColumn(
  object: ColumnObject,
  model: Model,
): readonly Statement[] | 'with parent' {
  if (isFixed(object, model)) return 'with parent'
  return [alterTable(object, `DROP COLUMN ${ownName(object)}`)]
}

/** Makes it text, so that its type can go and come back. */
export function releaseColumn(object: ColumnObject, model: Model): Release | undefined {
  if (isFixed(object, model)) return undefined
  const as = {
    ...object,
    attributes: { ...object.attributes, type: 'text', collation: null, storage: null },
  }
  return { statements: isOwn(object) ? [retype(object, 'text')] : [], as }
}

/** What of a column ALTER TABLE can set, from one side's to the other's. */
export function alterColumnTo(
  old: ColumnObject,
  rebuilt: ColumnObject,
  { model, major }: WriteContext,
): Alteration | undefined {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  const retyped = wanted.type !== there.type || wanted.collation !== there.collation
  if (retyped && isFixed(old, model)) return undefined
  const sameFamily = familyOf(wanted.type) === familyOf(there.type)
  const own = isOwn(old)
  const statements = [
    ...(retyped && own ? [retype(old, typeText(wanted), sameFamily)] : []),
    ...(own ? notNull(old, rebuilt) : []),
    ...identity(old, rebuilt, retyped),
    ...(sequenceDiffers(wanted, there) ? identityStatements(old) : []),
    ...physical(old, rebuilt, retyped, major),
  ]
  const gone = there.identity !== null && wanted.identity === null
  const first = gone ? [alterColumn(old, 'DROP IDENTITY')] : []
  if (!retyped) return { statements, first }
  return {
    statements,
    first,
    frees: sameFamily && wanted.collation === there.collation ? 'readers' : 'all',
  }
}

const sequenceDiffers = (wanted: Column, there: Column): boolean =>
  wanted.identityType !== there.identityType ||
  wanted.identityPersistence !== there.identityPersistence

/** What a table inherits changes with what it is inherited from. */
const isOwn = ({ attributes }: ColumnObject): boolean => attributes.inheritance === 'local'

function isFixed(object: ColumnObject, model: Model): boolean {
  const table = model.objects.get(object.parent ?? '')?.attributes
  const key = table?.['partitionKey']
  const name = object.address.names.at(-1) ?? ''
  return (table?.['typedOf'] ?? null) !== null || (typeof key === 'string' && key.includes(name))
}

/** A type without its length: what is the same there needs no cast. */
const familyOf = (type: string): string => type.replace(/\(.*?\)/, '')

const typeText = ({ type, collation }: Column): string =>
  collation === null ? type : `${type} COLLATE ${collation}`

/** By way of text, which every type has a cast from. */
function retype(object: ColumnObject, type: string, sameFamily = false): Statement {
  const [bare = type] = type.split(' COLLATE ')
  const using = bare === 'text' ? 'text' : `text::${bare}`
  return alterColumn(
    object,
    `TYPE ${type}${sameFamily ? '' : ` USING ${ownName(object)}::${using}`}`,
  )
}

function notNull(old: ColumnObject, rebuilt: ColumnObject): Statement[] {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  const add = (): Statement[] => {
    if (!wanted.notNull) return []
    if (wanted.notNullName === null) return [alterColumn(old, 'SET NOT NULL')]
    const name = `CONSTRAINT ${ident(wanted.notNullName)} NOT NULL ${ownName(old)}`
    return [alterTable(old, ['ADD', name, ...wanted.notNullOptions].join(' '))]
  }
  if (wanted.notNull !== there.notNull) {
    return wanted.notNull ? add() : [alterColumn(old, 'DROP NOT NULL')]
  }
  if (!wanted.notNull) return []
  const [name, otherName] = [wanted.notNullName, there.notNullName]
  if (name === null || otherName === null) return []
  const rename =
    name === otherName
      ? []
      : [alterTable(old, `RENAME CONSTRAINT ${ident(otherName)} TO ${ident(name)}`)]
  const has = (options: readonly string[], option: string): boolean => options.includes(option)
  const options = [wanted.notNullOptions, there.notNullOptions] as const
  const [inherits, inherited] = options.map((each) => !has(each, 'NO INHERIT'))
  const [valid, validated] = options.map((each) => !has(each, 'NOT VALID'))
  if (!valid && validated) return [alterColumn(old, 'DROP NOT NULL'), ...add()]
  return [
    ...rename,
    ...(inherits === inherited
      ? []
      : [
          alterTable(old, `ALTER CONSTRAINT ${ident(name)} ${inherits ? 'INHERIT' : 'NO INHERIT'}`),
        ]),
    ...(valid && !validated ? [alterTable(old, `VALIDATE CONSTRAINT ${ident(name)}`)] : []),
  ]
}

function identity(old: ColumnObject, rebuilt: ColumnObject, retyped: boolean): Statement[] {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  if (wanted.identity === null) return []
  const options = [
    `START WITH ${wanted.identityStart}`,
    `INCREMENT BY ${wanted.identityIncrement}`,
    `MINVALUE ${wanted.identityMin}`,
    `MAXVALUE ${wanted.identityMax}`,
    `CACHE ${wanted.identityCache}`,
    wanted.identityCycle ? 'CYCLE' : 'NO CYCLE',
  ]
  const name = qualified(wanted.identitySequence ?? [])
  const how = `GENERATED ${wanted.identity.toUpperCase()}`
  if (there.identity === null) {
    const all = [`SEQUENCE NAME ${name}`, ...options].join(' ')
    return [alterColumn(old, 'DROP DEFAULT'), alterColumn(old, `ADD ${how} AS IDENTITY (${all})`)]
  }
  const said = (column: Column): string =>
    JSON.stringify([
      column.identityStart,
      column.identityIncrement,
      column.identityMin,
      column.identityMax,
      column.identityCache,
      column.identityCycle,
    ])
  const [from, to] = [there.identitySequence ?? [], wanted.identitySequence ?? []]
  return [
    ...(wanted.identity === there.identity ? [] : [alterColumn(old, `SET ${how}`)]),
    ...(said(wanted) === said(there) && !retyped
      ? []
      : [
          alterColumn(
            old,
            [...options, 'RESTART']
              .map((option) => (option === 'RESTART' ? option : `SET ${option}`))
              .join(' '),
          ),
        ]),
    ...(from.at(-1) === to.at(-1)
      ? []
      : [
          {
            sql: `ALTER SEQUENCE ${qualified([to[0] ?? '', from[1] ?? ''])} RENAME TO ${ident(to[1] ?? '')}`,
          },
        ]),
  ]
}

function physical(
  old: ColumnObject,
  rebuilt: ColumnObject,
  retyped: boolean,
  major: number,
): Statement[] {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  const set = (what: string): Statement => alterColumn(old, what, 'ONLY ')
  const names = there.options.map((option) => option.split('=')[0] ?? '')
  const storage = wanted.storage ?? (major < 16 ? usualStorage(wanted.type) : 'DEFAULT')
  return [
    ...(wanted.storage === there.storage && !(retyped && wanted.storage !== null)
      ? []
      : [set(`SET STORAGE ${storage}`)]),
    ...(wanted.compression === there.compression && !(retyped && wanted.compression !== null)
      ? []
      : [set(`SET COMPRESSION ${wanted.compression ?? 'DEFAULT'}`)]),
    ...(wanted.statistics === there.statistics
      ? []
      : [set(`SET STATISTICS ${wanted.statistics ?? -1}`)]),
    ...(JSON.stringify(wanted.options) === JSON.stringify(there.options)
      ? []
      : [
          ...(names.length === 0 ? [] : [set(`RESET (${names.join(', ')})`)]),
          ...(wanted.options.length === 0
            ? []
            : [set(`SET (${wanted.options.map(storageParameter).join(', ')})`)]),
        ]),
  ]
}

/** How a type is stored unless told; before 16 it has to be named. */
const usualStorage = (type: string): string =>
  /^(numeric|inet|cidr)/.test(type) ? 'MAIN' : 'EXTENDED'
