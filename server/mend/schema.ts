import { planObjects } from '../baseline/plan.ts'
import { kinds } from '../kinds/registry.ts'
import type { Statement } from '../kinds/kind.ts'
import { renameStatements, type Pair } from '../compare/renames.ts'
import type { Finding } from '../../shared/finding.ts'
import { keyOf } from '../../shared/model.ts'
import { Changes } from './changes.ts'
import { planDrops } from './drop.ts'
import type { MendStatement } from './placing.ts'
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

/** What waits until the rows are mended, by keys of old. */
export interface Waiting {
  /** Of what is created. */
  readonly held: ReadonlySet<string>
  /** Of what is altered, and then checks the rows. */
  readonly late: ReadonlySet<string>
}

const NOTHING_WAITS: Waiting = { held: new Set(), late: new Set() }

/** The statements for what waits, in an order that works. */
export const waitingStatements = (
  { sides, altered, born }: Changes,
  { held, late }: Waiting,
): readonly Statement[] => [
  ...[...late].flatMap((key) => altered.get(key)?.validates ?? []),
  ...planObjects(sides.old, new Set([...held].filter((key) => !born.has(key)))),
]

/** The statements for all but what waits, in an order that works. */
export function statementsOf(
  changes: Changes,
  { held, late }: Waiting = NOTHING_WAITS,
): readonly MendStatement[] {
  const { sides, dropped, released, created, born, altered, renamed } = changes
  const later = new Map(
    [...altered].map(([key, { statements, validates = [] }]) => [
      key,
      late.has(key) ? statements : [...statements, ...validates],
    ]),
  )
  const now = [...created].filter((key) => !born.has(key) && !held.has(key))
  return [
    ...planDrops(sides.rebuilt, dropped, released),
    ...renameStatements(renamedPairs(sides, renamed)),
    ...[...altered.values()].flatMap(({ first = [] }) => first),
    ...planObjects(sides.old, new Set(now), { given: later }),
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
