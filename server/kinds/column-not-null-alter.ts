import type { CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'
import { addNotNull, inheritsNotNull, lateNotNull } from './column-not-null.ts'
import { heirsOf, parentColumns } from './inheritance.ts'
import type { Statement } from './kind.ts'
import { ident, ownerName, ownName } from './sql.ts'

type ColumnObject = CatalogObject<Column>

interface Turned {
  readonly first?: readonly Statement[]
  readonly statements: readonly Statement[]
  /** What rows may break. */
  readonly validates?: readonly Statement[]
}

/** Turns the NOT NULL of one side into the other's; undefined where only the table made anew has it so. */
export function notNullTo(
  old: ColumnObject,
  rebuilt: ColumnObject,
  model: Model,
): Turned | undefined {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  if (!wanted.notNull && !there.notNull) return { statements: [] }
  if (!wanted.notNull) {
    // What is inherited goes with what it is inherited from.
    const falls = there.notNullInheritance === 'inherited'
    return { statements: falls ? [] : [drop(old, model)] }
  }
  if (!there.notNull) return { statements: [], validates: added(old, model) }
  if (wanted.notNullName === null || there.notNullName === null) return { statements: [] }
  const [becomes, is] = [wanted.notNullInheritance, there.notNullInheritance]
  if (becomes === 'inherited') {
    if (is === 'both') return undefined
    if (is === 'local') return { first: [drop(old, model)], statements: [] }
    return { statements: validity(old, there, rootsOf(old, model), model) }
  }
  if (is === 'inherited') {
    const sameName = becomes === 'local' ? old : named(old, there.notNullName)
    const isOther = isValid(wanted) !== isValid(there)
    if (becomes === 'both' && isOther) return undefined
    return { statements: [add(sameName, model)] }
  }
  if (becomes === 'both' && !isValid(wanted) && isValid(there)) return undefined
  return {
    statements: [
      ...(is === 'local' ? renamed(old, there) : []),
      ...inheritability(old, there),
      ...validity(old, there, [old], model),
    ],
  }
}

function added(old: ColumnObject, model: Model): Statement[] {
  const { notNullName, notNullInheritance } = old.attributes
  if (notNullName === null) {
    return inheritsNotNull(old, model) ? [] : [after(alterColumn(old, 'SET NOT NULL'), old, model)]
  }
  if (notNullInheritance !== 'inherited') return [add(old, model)]
  const comesLate = parentColumns(old, model).some(({ attributes }) => !isValid(attributes))
  return comesLate && isValid(old.attributes) ? [after(validate(old), old, model)] : []
}

const renamed = (old: ColumnObject, there: Column): Statement[] => {
  const [name, otherName] = [old.attributes.notNullName ?? '', there.notNullName ?? '']
  return name === otherName
    ? []
    : [since18(alterTable(old, `RENAME CONSTRAINT ${ident(otherName)} TO ${ident(name)}`))]
}

function inheritability(old: ColumnObject, there: Column): Statement[] {
  const inherits = ({ notNullOptions }: Column): boolean => !notNullOptions.includes('NO INHERIT')
  if (inherits(old.attributes) === inherits(there)) return []
  const name = ident(old.attributes.notNullName ?? '')
  const how = inherits(old.attributes) ? 'INHERIT' : 'NO INHERIT'
  return [since18(alterTable(old, `ALTER CONSTRAINT ${name} ${how}`))]
}

/** What is valid becomes NOT VALID only by being made anew where it came from, for all that inherit it. */
function validity(
  old: ColumnObject,
  there: Column,
  roots: readonly ColumnObject[],
  model: Model,
): Statement[] {
  if (isValid(old.attributes) === isValid(there)) return []
  if (isValid(old.attributes)) return [after(validate(old), old, model)]
  return roots.flatMap((root) => [
    alterColumn(root, 'DROP NOT NULL'),
    lateNotNull(root),
    ...heirsOf(model, root.parent ?? '').flatMap((table) => validatedIn(table, root, model)),
  ])
}

function validatedIn(table: string, root: ColumnObject, model: Model): Statement[] {
  const names = [
    ...(model.objects.get(table)?.address.names ?? []),
    root.address.names.at(-1) ?? '',
  ]
  const heir = model.objects.get(keyOf({ ...root.address, names })) as ColumnObject | undefined
  const isWanted = heir?.attributes.notNullInheritance === 'inherited' && isValid(heir.attributes)
  return isWanted ? [{ ...validate(heir), phase: 'late' }] : []
}

/** The columns whose own NOT NULL this one's comes from. */
function rootsOf(column: ColumnObject, model: Model): ColumnObject[] {
  if (column.attributes.notNullInheritance !== 'inherited') return [column]
  const parents = parentColumns(column, model) as readonly ColumnObject[]
  return parents
    .filter(
      ({ attributes }) => attributes.notNull && !attributes.notNullOptions.includes('NO INHERIT'),
    )
    .flatMap((parent) => rootsOf(parent, model))
}

const isValid = ({ notNullOptions }: { readonly notNullOptions?: unknown }): boolean =>
  !(Array.isArray(notNullOptions) && notNullOptions.includes('NOT VALID'))

const named = (old: ColumnObject, notNullName: string): ColumnObject => ({
  ...old,
  attributes: { ...old.attributes, notNullName },
})

/** Under another name it is as good, and every major knows how to say it; only a comment needs the name. */
const add = (old: ColumnObject, model: Model): Statement => {
  const isPlain = old.attributes.notNullOptions.length === 0 && !isCommented(old, model)
  return after(isPlain ? alterColumn(old, 'SET NOT NULL') : addNotNull(old), old, model)
}

const isCommented = ({ address, attributes }: ColumnObject, model: Model): boolean =>
  model.objects.has(
    keyOf({
      type: 'comment on table constraint',
      names: [...address.names.slice(0, -1), attributes.notNullName ?? ''],
      args: [],
    }),
  )

const since18 = (statement: Statement): Statement => ({ ...statement, since: 18 })
const drop = (old: ColumnObject, model: Model): Statement =>
  after(alterColumn(old, 'DROP NOT NULL'), old, model)
const validate = (old: ColumnObject): Statement =>
  since18(alterTable(old, `VALIDATE CONSTRAINT ${ident(old.attributes.notNullName ?? '')}`))

/** The columns that it may be inherited from are altered first. */
const after = (statement: Statement, column: ColumnObject, model: Model): Statement => ({
  ...statement,
  needs: parentColumns(column, model).map(({ key }) => key),
})

const alterTable = (object: ColumnObject, what: string): Statement => ({
  sql: `ALTER TABLE ${ownerName(object)} ${what}`,
})
const alterColumn = (object: ColumnObject, what: string): Statement =>
  alterTable(object, `ALTER COLUMN ${ownName(object)} ${what}`)
