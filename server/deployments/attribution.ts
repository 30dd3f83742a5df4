import { Lineage } from '../history/lineage.ts'
import type { Finding } from '../../shared/finding.ts'
import type { MigrationHistory } from '../../shared/history.ts'
import { describeAddress, keyOf } from '../../shared/model.ts'

/** Of which migration a difference comes, as far as that is known. */
export interface Attribution {
  /** The one that made it so, or would have; null where that could not be told. */
  readonly by: string | null
  readonly text: string
}

/** Tells of a difference between a history and a live database which migrations it comes of; null where none says a word of it. */
export function attributionOf(
  migrations: readonly MigrationHistory[],
): (finding: Finding) => Attribution | null {
  const lineage = new Lineage()
  const left = new Map<string, Attribution>()
  for (const { name, effects } of migrations) {
    for (const { change, address, was } of effects?.objects ?? []) {
      if (change === 'dropped') left.set(keyOf(address), { by: name, text: `${name} drops it` })
      if (change === 'renamed' && was)
        left.set(keyOf(was), { by: name, text: `${name} makes it ${describeAddress(address)}` })
    }
    lineage.take({ name, effects })
  }
  const isKnown = migrations.every(({ effects }) => effects !== null)
  return ({ change, address }) => {
    const key = keyOf(address)
    if (change === 'added') return left.get(key) ?? null
    const origin = lineage.of(key)
    if (!origin?.created)
      return isKnown ? null : { by: null, text: 'which migration makes it could not be told' }
    const { created } = origin
    const last = origin.touched.at(-1)
    const touched = last === undefined ? '' : `, and ${last} is the last that touches it`
    return {
      by: change === 'missing' ? created : (last ?? created),
      text: `${created} makes it${touched}`,
    }
  }
}
