import { lineageOf } from '../history/lineage.ts'
import { goneIn, type Gone } from '../history/provenance.ts'
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
  const lineage = lineageOf(migrations)
  const gone = goneIn(migrations)
  const isKnown = migrations.every(({ effects }) => effects !== null)
  return ({ change, address }) => {
    const key = keyOf(address)
    if (change === 'added') return endOf(gone.get(key))
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

function endOf(gone: Gone | undefined): Attribution | null {
  if (!gone) return null
  const { migration, nowCalled } = gone
  const end = nowCalled ? `makes it ${describeAddress(nowCalled)}` : 'drops it'
  return { by: migration, text: `${migration} ${end}` }
}
