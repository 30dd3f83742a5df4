import type { Effect, MigrationHistory } from '../../shared/history.ts'
import { keyOf, type Address } from '../../shared/model.ts'

/** Where an object comes from. */
export interface Origin {
  readonly kind: Effect['kind']
  readonly address: Address
  readonly parent: string | null
  /** The migration that created it; null: one whose effects are not known, or it was there before all. */
  readonly created: string | null
  /** Those that altered, renamed or rebuilt it since, in order; not those of which it only follows. */
  readonly touched: readonly string[]
  /** What it was called before, first name first. */
  readonly was: readonly Address[]
}

/** Whose work the objects are that some migrations left. */
export function lineageOf(migrations: readonly MigrationHistory[]): Lineage {
  const lineage = new Lineage()
  for (const migration of migrations) lineage.take(migration)
  return lineage
}

/** Whose work the objects of a database are, kept up to date migration by migration. */
export class Lineage {
  readonly #origins = new Map<string, Origin>()

  /** By its key as of now; undefined where no effect told of it. */
  of(key: string): Origin | undefined {
    return this.#origins.get(key)
  }

  /** The migration that touched or made it last; undefined where none is known. */
  lastOf(key: string): string | undefined {
    const origin = this.of(key)
    return origin?.touched.at(-1) ?? origin?.created ?? undefined
  }

  get origins(): ReadonlyMap<string, Origin> {
    return this.#origins
  }

  /** Undefined for what is only a name of it. */
  before(effect: Effect): Origin | undefined {
    return this.#origins.get(keyOf(effect.was ?? effect.address))
  }

  /** Goes on to what is there after that migration; where that is not known, everything that was known is forgotten. */
  take({ name, effects }: Pick<MigrationHistory, 'name' | 'effects'>): void {
    if (!effects) {
      this.#origins.clear()
      return
    }
    const next = effects.objects.flatMap((effect): [string, Origin][] => {
      const origin = this.#after(effect, name)
      return origin ? [[keyOf(effect.address), origin]] : []
    })
    // Two objects may have changed places.
    for (const { was, address } of effects.objects) this.#origins.delete(keyOf(was ?? address))
    for (const [key, origin] of next) this.#origins.set(key, origin)
  }

  #after(effect: Effect, migration: string): Origin | undefined {
    const { change, kind, address, parent, was } = effect
    if (change === 'dropped') return undefined
    const place = { kind, address, parent }
    if (change === 'created') return { ...place, created: migration, touched: [], was: [] }
    const known = this.before(effect)
    const touched = known?.touched ?? []
    return {
      ...place,
      created: known?.created ?? null,
      touched: change === 'follows' ? touched : [...touched, migration],
      was: was ? [...(known?.was ?? []), was] : (known?.was ?? []),
    }
  }
}
