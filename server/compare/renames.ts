import { ownNameOf, type CatalogObject } from '../../shared/model.ts'
import type { Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { ident } from '../kinds/sql.ts'
import { commentTarget } from '../kinds/target.ts'

/** An object of old and the one of rebuilt that stands for it. */
export type Pair = readonly [old: CatalogObject, rebuilt: CatalogObject]

/** Whether a name of its own differs; that of what it is part of, or stands on, does not count. */
export function isCalledOtherwise([old, rebuilt]: Pair): boolean {
  const { attached, rename } = kinds[old.kind]
  if (attached || rename === 'never') return false
  return (
    ownNameOf(old.address) !== ownNameOf(rebuilt.address) ||
    (old.parent === null && old.address.names[0] !== rebuilt.address.names[0])
  )
}

/** Gives what stands in rebuilt the names of old: parts before what they are part of, which still has its other name then. */
export const renameStatements = (pairs: readonly Pair[]): readonly Statement[] =>
  pairs
    .filter(isCalledOtherwise)
    .sort(([a], [b]) => b.address.names.length - a.address.names.length || (a.key < b.key ? -1 : 1))
    .flatMap(([old, rebuilt]) => renameOne(old, rebuilt))

function renameOne(old: CatalogObject, rebuilt: CatalogObject): readonly Statement[] {
  const { renameTo } = kinds[old.kind]
  if (renameTo) return renameTo(old, rebuilt)
  const [wanted, there] = [nameParts(old), nameParts(rebuilt)]
  const [name, otherName] = [wanted.at(-1), there.at(-1)]
  const target = commentTarget(rebuilt.address)
  const moves = wanted[0] !== there[0] && old.parent === null
  const moved = commentTarget({ ...rebuilt.address, names: movedNames(old, rebuilt) })
  return [
    ...(moves ? [{ sql: `ALTER ${target} SET SCHEMA ${wanted[0] ?? ''}` }] : []),
    ...(name === otherName
      ? []
      : [{ sql: `ALTER ${moves ? moved : target} RENAME TO ${name ?? ''}` }]),
  ]
}

/** The quoted parts of an object's name; that of a type is one text, printed by Postgres. */
const nameParts = ({ address }: CatalogObject): readonly string[] =>
  address.type === 'type'
    ? (address.names[0]?.match(/"(?:[^"]|"")*"|[^".]+/g) ?? [])
    : address.names.map(ident)

/** The name that something has once it stands in the schema of old. */
function movedNames(old: CatalogObject, rebuilt: CatalogObject): readonly string[] {
  if (old.address.type !== 'type')
    return [old.address.names[0] ?? '', ...rebuilt.address.names.slice(1)]
  return [`${nameParts(old)[0] ?? ''}.${nameParts(rebuilt).at(-1) ?? ''}`]
}
