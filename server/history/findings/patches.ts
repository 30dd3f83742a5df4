import type { Effect, HistoryFinding, MigrationHistory } from '../../../shared/history.ts'
import { describeAddress, keyOf } from '../../../shared/model.ts'
import { Lineage } from '../lineage.ts'
import { isReplaced } from './mending.ts'

/** What stands is made otherwise: that mends it, whatever else the migration does. */
const MENDED_IF_ALTERED: ReadonlySet<Effect['kind']> = new Set([
  'column',
  'constraint',
  'default',
  'index',
  'trigger',
  'policy',
  'rule',
  'statistics',
  'view',
  'materialized-view',
  'function',
  'procedure',
  'aggregate',
  'domain',
  'sequence',
])

/** What one forgets when one makes a table. */
const FORGOTTEN: ReadonlySet<Effect['kind']> = new Set([
  'constraint',
  'default',
  'index',
  'statistics',
])

/** Migrations that mend what earlier ones made: they make it otherwise, or add nothing but what was forgotten. */
export function patchFindings(migrations: readonly MigrationHistory[]): HistoryFinding[] {
  const lineage = new Lineage()
  return migrations.flatMap((migration) => {
    const own = (migration.effects?.objects ?? []).filter(isOwn)
    const mended = mendedBy(own)
    const makers = new Set(mended.flatMap((effect) => makersOf(effect, lineage)))
    lineage.take(migration)
    if (mended.length === 0 || makers.size === 0) return []
    const earlier = migrations.map(({ name }) => name).filter((name) => makers.has(name))
    return [patchFinding(earlier, migration.name, mended)]
  })
}

const isOwn = ({ change }: Effect): boolean => change !== 'follows'

function mendedBy(own: readonly Effect[]): readonly Effect[] {
  const isMended = (effect: Effect): boolean =>
    effect.change === 'altered' || effect.change === 'dropped'
      ? isMadeOtherwise(effect, own)
      : false
  const mended = own.filter(isMended)
  return own.every((effect) => isMended(effect) || isTuned(effect, own)) ? own : mended
}

const isMadeOtherwise = (effect: Effect, own: readonly Effect[]): boolean =>
  effect.change === 'altered'
    ? MENDED_IF_ALTERED.has(effect.kind)
    : isReplaced(effect, own) || (effect.kind === 'default' && !isGoneWithIts(effect, own))

const isGoneWithIts = ({ parent }: Effect, own: readonly Effect[]): boolean =>
  own.some(({ change, address }) => change === 'dropped' && keyOf(address) === parent)

/** Alone it would be growth; among nothing else it was forgotten, or is set anew. */
const isTuned = ({ change, kind }: Effect, own: readonly Effect[]): boolean => {
  if (change === 'created') return FORGOTTEN.has(kind) && !own.some(isNewRelation)
  if (change === 'rebuilt') return true
  return change === 'altered' && (kind === 'table' || kind === 'foreign-table')
}

const isNewRelation = ({ change, kind }: Effect): boolean =>
  change === 'created' && !FORGOTTEN.has(kind)

/** Who made it, or what it was forgotten of. */
function makersOf(effect: Effect, lineage: Lineage): string[] {
  const place = effect.change === 'created' ? effect.parent : keyOf(effect.was ?? effect.address)
  const made = place === null ? undefined : lineage.of(place)?.created
  return made ? [made] : []
}

const MOST_NAMED = 3

function patchFinding(
  earlier: readonly string[],
  name: string,
  mended: readonly Effect[],
): HistoryFinding {
  const told = mended.filter(({ change }) => change !== 'rebuilt')
  const named = told.slice(0, MOST_NAMED).map(({ address }) => describeAddress(address))
  const more = told.length - named.length
  const what = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
  return {
    kind: 'patch',
    migrations: [...earlier, name],
    objects: told.map(({ address }) => address),
    text: `mends what ${namesOf(earlier)} made: ${what}`,
  }
}

const namesOf = (earlier: readonly string[]): string =>
  earlier.length <= MOST_NAMED
    ? earlier.join(', ')
    : `${earlier.slice(0, MOST_NAMED).join(', ')} and ${earlier.length - MOST_NAMED} more`
