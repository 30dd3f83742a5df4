import { kinds } from '../kinds/registry.ts'
import { targetOf } from '../kinds/target.ts'
import { KIND_NAMES, type Kind } from '../../shared/kinds.ts'
import { ownNameOf, type Address, type CatalogObject } from '../../shared/model.ts'
import type { Entry } from './run-index.ts'

/** An object's schema, empty where it stands in none, and its name within that. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/** How the tree names an entry. */
export function nameOfEntry({ kind, address }: Entry): QualifiedName {
  const { names, args } = address
  const isAttached = kind in kinds && kinds[kind as Kind].attached !== undefined
  if (isAttached) return { schema: '', name: describe(address) }
  const parts = names.length === 1 && address.type === 'type' ? printedParts(names[0] ?? '') : names
  const [schema = '', ...rest] = parts.length > 1 ? parts : ['', ...parts]
  const isRoutine = ['function', 'procedure', 'aggregate'].includes(kind)
  const list = isRoutine ? `(${args.join(', ')})` : args.length > 0 ? ` (${args.join(', ')})` : ''
  return { schema, name: rest.join('.') + list }
}

/** Name of an entry with its schema. */
export function fullName(entry: Entry): string {
  const { schema, name } = nameOfEntry(entry)
  return schema === '' ? name : `${schema}.${name}`
}

/** How a grid names a part of an object. */
export function nameOfPart(object: CatalogObject, whole: CatalogObject): string {
  const { address } = object
  const { attached } = kinds[object.kind]
  if (attached === undefined) return ownNameOf(address)
  const hasRole = attached === 'role'
  const target = targetOf(object, hasRole)
  const role = hasRole ? (address.args.at(-1) ?? '') : ''
  const shownRole = role === '' && hasRole ? 'the migrating role' : role
  const isWhole =
    target.type === whole.address.type && ownNameOf(target) === ownNameOf(whole.address)
  const place = isWhole ? '' : `${target.type} ${ownNameOf(target)}`
  const name = [place, shownRole].filter((part) => part !== '').join(': ')
  return name === '' ? KIND_NAMES[object.kind] : name
}

const describe = ({ names, args }: Address): string =>
  [names.map((name) => name || 'the migrating role').join('.'), args.join(', ')]
    .filter((part) => part !== '')
    .join(' ')

/** The parts of a name as Postgres prints it: `public."Mood"`. */
function printedParts(name: string): string[] {
  const parts = [...name.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)]
  return parts.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
