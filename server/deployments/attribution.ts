import { Lineage } from '../history/lineage.ts'
import type { Finding } from '../../shared/finding.ts'
import type { MigrationHistory } from '../../shared/history.ts'
import { describeAddress, keyOf } from '../../shared/model.ts'

/** Tells of a difference between a history and a live database which migrations it comes of; null where none says a word of it. */
export function attributionOf(
  migrations: readonly MigrationHistory[],
): (finding: Finding) => string | null {
  const lineage = new Lineage()
  const left = new Map<string, string>()
  for (const migration of migrations) {
    for (const { change, address, was } of migration.effects?.objects ?? []) {
      if (change === 'dropped') left.set(keyOf(address), `${migration.name} drops it`)
      if (change === 'renamed' && was)
        left.set(keyOf(was), `${migration.name} makes it ${describeAddress(address)}`)
    }
    lineage.take(migration)
  }
  const isKnown = migrations.every(({ effects }) => effects !== null)
  return ({ change, address }) => {
    const key = keyOf(address)
    if (change === 'added') return left.get(key) ?? null
    const origin = lineage.of(key)
    if (!origin?.created) return isKnown ? null : 'which migration makes it could not be told'
    const last = origin.touched.at(-1)
    return `${origin.created} makes it${last === undefined ? '' : `, and ${last} is the last that touches it`}`
  }
}
