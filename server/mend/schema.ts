import { planObjects } from '../baseline/plan.ts'
import { kinds } from '../kinds/registry.ts'
import type { Statement } from '../kinds/kind.ts'
import { renameStatements, type Pair } from '../compare/renames.ts'
import type { Finding } from '../../shared/finding.ts'
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

/** Why no statement mends this finding; null where some do. */
export function beyond(sides: MendSides, finding: Finding): string | null {
  const key = keyOf(finding.address)
  const old = sides.old.objects.get(key)
  const rebuilt = sides.rebuilt.objects.get(sides.naming.keyInRebuilt(key))
  if (finding.change !== 'changed' || !old || !rebuilt) return null
  const context = { model: sides.old, major: sides.rebuilt.server.major, clauses: [] }
  const why = kinds[old.kind].beyond?.(old, rebuilt, context)
  if (why !== undefined) return why
  const { created, dropped, altered, renamed, released } = changesFor(sides, [finding])
  const count = created.size + dropped.size + altered.size + renamed.size + released.size
  const names = finding.attributes.map(({ name }) => name).join(', ')
  return count > 0 ? null : `no statement is known that changes ${names} alone`
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

/** What validates constraints, where rows are mended as well: it stands after those. */
export const validationsOf = ({ altered }: Changes): readonly string[] =>
  [...altered.values()].flatMap(({ validates = [] }) => validates.map(({ sql }) => sql))

/** The statements for all of it, in an order that works; with rows to mend, what validates constraints comes after them. */
export function statementsOf(
  changes: Changes,
  rows: 'stay' | 'are mended' = 'stay',
): readonly Statement[] {
  const { sides, dropped, released, created, born, altered, renamed } = changes
  const later = new Map(
    [...altered].map(([key, { statements, validates = [] }]) => [
      key,
      rows === 'stay' ? [...statements, ...validates] : statements,
    ]),
  )
  return [
    ...planDrops(sides.rebuilt, dropped, released),
    ...renameStatements(renamedPairs(sides, renamed)),
    ...[...altered.values()].flatMap(({ first = [] }) => first),
    ...planObjects(sides.old, new Set([...created].filter((key) => !born.has(key))), later),
  ]
}

const renamedPairs = (
  { old, rebuilt, naming }: MendSides,
  renamed: ReadonlySet<string>,
): readonly Pair[] =>
  [...renamed].flatMap((key) => {
    const mine = old.objects.get(key)
    const theirs = rebuilt.objects.get(naming.keyInRebuilt(key))
    return mine && theirs ? [[mine, theirs] as const] : []
  })
