import { kinds } from '../../kinds/registry.ts'
import { sinceOf } from '../../documents/since.ts'
import type { CatalogObject } from '../../../shared/model.ts'

const OF_THE_SERVER = 'tablespaces belong to the server, and a scratch server has none'
const UNLABELLED = 'a provider of labels is a library, and none comes with Postgres'

const BROKEN_OFF = 'only a DETACH PARTITION … CONCURRENTLY that was broken off leaves it'

/** The first major on which anything can vary them, where its catalogs are read before. */
const BEGINS: Readonly<Record<string, number>> = {
  'domain.notNullName': 17,
  'constraint.partsValidated': 18,
}

/** Attributes that no random schema varies, each with the reason. */
export const NEVER_VARIED: Readonly<Record<string, string>> = {
  'constraint.tablespace': OF_THE_SERVER,
  'default-privilege.passedOn': 'Postgres lets nobody but the role itself grant them',
  'extension.configuration': 'no extension that comes with Postgres keeps anything for people',
  'foreign-table.detaching': BROKEN_OFF,
  'index.tablespace': OF_THE_SERVER,
  'materialized-view.tablespace': OF_THE_SERVER,
  'procedure.callsItself': 'Postgres takes no CALL in a BEGIN ATOMIC body',
  'security-label.label': UNLABELLED,
  'subscription.usualStreaming': 'it is one constant for each major',
  'table.detaching': BROKEN_OFF,
  'table.tablespace': OF_THE_SERVER,
}

/** Which attributes of which kinds have had more than one value among the objects it was shown. */
export class Variety {
  /** By `kind.attribute`: its first value, and `null` once there was another. */
  readonly #seen = new Map<string, string | null>()

  note({ kind, attributes }: Pick<CatalogObject, 'kind' | 'attributes'>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const key = `${kind}.${name}`
      const first = this.#seen.get(key)
      if (first === null) continue
      const text = JSON.stringify(value)
      if (first === undefined) this.#seen.set(key, text)
      else if (first !== text) this.#seen.set(key, null)
    }
  }

  /** `kind.attribute` of the registry, as far as that major has it, that never had another value, or that no object had. */
  unvaried(major: number): readonly string[] {
    return Object.values(kinds).flatMap((module) =>
      Object.keys(module.attributes)
        .filter((name) => (sinceOf(module, name) ?? 0) <= major)
        .map((name) => `${module.kind}.${name}`)
        .filter((key) => (BEGINS[key] ?? 0) <= major)
        .filter((key) => this.#seen.get(key) !== null),
    )
  }
}
