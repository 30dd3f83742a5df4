import type { Effect, HistoryFinding, MigrationHistory } from '../../../shared/history.ts'
import { addressOf, describeAddress, keyOf } from '../../../shared/model.ts'
import { Lineage } from '../lineage.ts'
import { isReplaced } from './mending.ts'

/** They say something of an object that stays. */
const SAID_OF_OTHERS: ReadonlySet<Effect['kind']> = new Set([
  'comment',
  'default',
  'owner',
  'privilege',
  'default-privilege',
  'security-label',
  'database',
  'database-setting',
  'role-setting',
])

/** What one migration makes and a later one drops; not what it puts another one in the place of. */
export function pairFindings(migrations: readonly MigrationHistory[]): HistoryFinding[] {
  const lineage = new Lineage()
  return migrations.flatMap((migration) => {
    const pairs = new Map<string, Effect[]>()
    for (const effect of droppedIn(migration)) {
      const created = lineage.before(effect)?.created
      if (created) pairs.set(created, [...(pairs.get(created) ?? []), effect])
    }
    lineage.take(migration)
    return [...pairs].map(([created, effects]) => pairFinding(created, migration.name, effects))
  })
}

const droppedIn = ({ effects }: MigrationHistory): Effect[] => {
  const objects = effects?.objects ?? []
  const gone = new Set(
    objects.filter(({ change }) => change === 'dropped').map(({ address }) => keyOf(address)),
  )
  return objects.filter(
    (effect) =>
      effect.change === 'dropped' &&
      !(effect.parent !== null && gone.has(effect.parent)) &&
      !SAID_OF_OTHERS.has(effect.kind) &&
      !isReplaced(effect, objects),
  )
}

const pairFinding = (
  created: string,
  dropped: string,
  effects: readonly Effect[],
): HistoryFinding => ({
  kind: 'created-then-dropped',
  migrations: [created, dropped],
  objects: effects.map(({ address }) => address),
  text: `${created} makes ${listed(effects)}, and ${dropped} drops ${effects.length === 1 ? 'it' : 'them'}`,
})

const listed = (effects: readonly Effect[]): string =>
  effects.map(({ address }) => describeAddress(addressOf(keyOf(address)))).join(' and ')
