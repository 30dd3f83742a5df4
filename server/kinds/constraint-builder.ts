import { isPlainName, quote, sqlTemplate } from '../baseline/kysely-source.ts'
import type { ConstraintObject } from './constraint-attributes.ts'

/** The builder call that says exactly this constraint, where Kysely has one. */
export function builderCall(object: ConstraintObject): string | undefined {
  const { attributes, address } = object
  const name = address.names.at(-1) ?? ''
  const names = [
    name,
    ...attributes.columns,
    ...(attributes.references ?? []).slice(1),
    ...attributes.referencedColumns,
  ]
  const unsayable =
    attributes.include.length > 0 ||
    attributes.onDeleteColumns.length > 0 ||
    attributes.deferrable ||
    attributes.period ||
    attributes.noInherit === true ||
    attributes.inheritance !== 'local' ||
    !attributes.enforced ||
    attributes.match === 'FULL' ||
    attributes.match === 'PARTIAL'
  if (unsayable || !(attributes.type === 'CHECK' ? isPlainName(name) : names.every(isPlainName)))
    return undefined
  const columns = `[${attributes.columns.map(quote).join(', ')}]`
  switch (attributes.type) {
    case 'PRIMARY KEY':
      return `.addPrimaryKeyConstraint(${quote(name)}, ${columns})`
    case 'UNIQUE': {
      const callback = attributes.nullsNotDistinct ? ', (unique) => unique.nullsNotDistinct()' : ''
      return `.addUniqueConstraint(${quote(name)}, ${columns}${callback})`
    }
    case 'CHECK':
      return attributes.expression === null
        ? undefined
        : `.addCheckConstraint(${quote(name)}, ${sqlTemplate(attributes.expression)})`
    case 'FOREIGN KEY':
      return foreignKeyCall(object)
    case 'EXCLUDE':
      return undefined
  }
}

function foreignKeyCall({ attributes, address }: ConstraintObject): string {
  const actions = [
    ...(attributes.onDelete === 'NO ACTION'
      ? []
      : [`.onDelete('${attributes.onDelete?.toLowerCase()}')`]),
    ...(attributes.onUpdate === 'NO ACTION'
      ? []
      : [`.onUpdate('${attributes.onUpdate?.toLowerCase()}')`]),
  ]
  const parts = [
    quote(address.names.at(-1) ?? ''),
    `[${attributes.columns.map(quote).join(', ')}]`,
    quote((attributes.references ?? []).slice(1).join('.')),
    `[${attributes.referencedColumns.map(quote).join(', ')}]`,
    ...(actions.length === 0 ? [] : [`(key) => key${actions.join('')}`]),
  ]
  return `.addForeignKeyConstraint(${parts.join(', ')})`
}
