import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import { identitySequenceTo, saysItself } from './column-identity.ts'
import { notNullTo } from './column-not-null-alter.ts'
import { optionsChange } from './foreign-options.ts'
import type { Alteration, Release, Statement, WriteContext } from './kind.ts'
import { ident, ownerName, ownName, qualified } from './sql.ts'
import { storageParameter } from './table-options.ts'

type ColumnObject = CatalogObject<Column>

const alterTable = (object: ColumnObject, what: string, only = ''): Statement => ({
  sql: `ALTER TABLE ${only}${ownerName(object)} ${what}`,
})
const alterColumn = (object: ColumnObject, what: string, only = ''): Statement =>
  alterTable(object, `ALTER COLUMN ${ownName(object)} ${what}`, only)

/** Takes the column away; one that is inherited, of a typed table or of a partition key falls with its table only. */
export function dropColumn(
  object: ColumnObject,
  model: Model,
): readonly Statement[] | 'with parent' {
  if (isFixed(object, model) || !isOwn(object)) return 'with parent'
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
  // ALTER TABLE has no word for a column that is merged with an inherited one.
  const merges = wanted.inheritance !== there.inheritance && !own && !isOwn(rebuilt)
  const notNull = notNullTo(old, rebuilt, model)
  if (merges || notNull === undefined) return undefined
  const { validates = [] } = notNull
  // An identity needs its NOT NULL first.
  const [now, late] = wanted.identity === null ? [[], validates] : [validates, []]
  const statements = [
    ...(retyped && own
      ? [retype(old, typeText(wanted), sameFamily || isComputed(old, model))]
      : []),
    ...notNull.statements,
    ...now,
    ...identity(old, rebuilt, retyped),
    ...identitySequenceTo(
      old,
      there,
      retyped,
      model.objects.get(old.parent ?? '')?.attributes['persistence'],
    ),
    ...physical(old, rebuilt, retyped, major),
  ]
  const gone = there.identity !== null && wanted.identity === null
  const first = [...(gone ? [alterColumn(old, 'DROP IDENTITY')] : []), ...(notNull.first ?? [])]
  const restarts = statements.some(({ sql }) => sql.endsWith(' RESTART'))
  if (!retyped) return { statements, first, validates: late, restarts }
  return {
    statements,
    first,
    validates: late,
    restarts,
    frees: sameFamily && wanted.collation === there.collation ? 'readers' : 'all',
  }
}

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

/** Its values come from its expression anew: there is nothing to cast. */
const isComputed = ({ key }: ColumnObject, model: Model): boolean =>
  (model.children.get(key) ?? []).some(
    ({ attributes }) => typeof attributes['generated'] === 'string',
  )

/** By way of text, which every type has a cast from, unless it needs none. */
function retype(object: ColumnObject, type: string, asItIs = false): Statement {
  const [bare = type] = type.split(' COLLATE ')
  const using = bare === 'text' ? 'text' : `text::${bare}`
  // What another server holds is not cast, and Postgres takes no USING there.
  const isPlain = asItIs || object.address.type === 'foreign table column'
  return alterColumn(object, `TYPE ${type}${isPlain ? '' : ` USING ${ownName(object)}::${using}`}`)
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
    const own = wanted.identityType === null ? options : []
    const all = [`SEQUENCE NAME ${name}`, ...own].join(' ')
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
    ...((said(wanted) === said(there) && !retyped) || saysItself(wanted, there, retyped)
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
  const foreign = optionsChange(there.foreignOptions, wanted.foreignOptions)
  const names = there.options.map((option) => option.split('=')[0] ?? '')
  const storage = wanted.storage ?? (major < 16 ? usualStorage(wanted.type) : 'DEFAULT')
  return [
    ...(wanted.storage === there.storage && !(retyped && wanted.storage !== null)
      ? []
      : [{ ...set(`SET STORAGE ${storage}`), ...(storage === 'DEFAULT' ? { since: 16 } : {}) }]),
    ...(wanted.compression === there.compression && !(retyped && wanted.compression !== null)
      ? []
      : [set(`SET COMPRESSION ${wanted.compression ?? 'DEFAULT'}`)]),
    ...(wanted.statistics === there.statistics
      ? []
      : [set(`SET STATISTICS ${wanted.statistics ?? -1}`)]),
    ...(foreign === '' ? [] : [set(foreign.trim())]),
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
