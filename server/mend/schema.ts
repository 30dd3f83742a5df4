import { planObjects } from '../baseline/plan.ts'
import type { Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { ident } from '../kinds/sql.ts'
import { commentTarget } from '../kinds/target.ts'
import type { Finding } from '../../shared/finding.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { Changes } from './changes.ts'
import { planDrops } from './drop.ts'
import type { MendSides } from './sides.ts'

/** What has to happen so that these findings are none any more. */
export function changesFor(sides: MendSides, findings: readonly Finding[]): Changes {
  const changes = new Changes(sides)
  for (const finding of findings) note(changes, finding)
  return changes
}

function note(changes: Changes, { address, change }: Finding): void {
  const { old, rebuilt, naming, oldFollowers } = changes.sides
  const key = keyOf(address)
  if (!old.objects.has(key)) return changes.drop(key)
  if (!rebuilt.objects.has(naming.keyInRebuilt(key))) return changes.create(key)
  if (change === 'renamed') return changes.rename(key)
  changes.change(key)
  for (const follower of oldFollowers.get(key) ?? []) {
    if (differs(changes.sides, follower)) changes.change(follower)
  }
}

function differs({ old, rebuilt, naming }: MendSides, key: string): boolean {
  const mine = old.objects.get(key)
  const theirs = rebuilt.objects.get(naming.keyInRebuilt(key))
  return (
    mine !== undefined &&
    theirs !== undefined &&
    JSON.stringify(mine.attributes) !== JSON.stringify(theirs.attributes)
  )
}

/** The statements for all of it, in an order that works. */
export function statementsOf(changes: Changes): readonly Statement[] {
  const { sides, dropped, released, created, born, altered, renamed } = changes
  const later = new Map([...altered].map(([key, { statements }]) => [key, statements]))
  return [
    ...planDrops(sides.rebuilt, dropped, released),
    ...renameStatements(sides, renamed),
    ...[...altered.values()].flatMap(({ first = [] }) => first),
    ...planObjects(sides.old, new Set([...created].filter((key) => !born.has(key))), later),
  ]
}

/** Parts before what they are part of, which still has its name of rebuilt then. */
function renameStatements(
  { old, rebuilt, naming }: MendSides,
  renamed: ReadonlySet<string>,
): readonly Statement[] {
  const depth = (key: string): number => old.objects.get(key)?.address.names.length ?? 0
  return [...renamed]
    .sort((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1))
    .flatMap((key) => {
      const mine = old.objects.get(key)
      const theirs = rebuilt.objects.get(naming.keyInRebuilt(key))
      return mine && theirs ? renameOne(mine, theirs) : []
    })
}

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
