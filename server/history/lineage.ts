import type { Effect, MigrationHistory, Provenance } from '../../shared/history.ts'
import { keyOf } from '../../shared/model.ts'

/** Whose work the objects are that some migrations left. */
export function lineageOf(migrations: readonly MigrationHistory[]): Lineage {
  const lineage = new Lineage()
  for (const migration of migrations) lineage.take(migration)
  return lineage
}

/** The file that made each object that is still there, by the key of its address. */
export function makingFiles(migrations: readonly MigrationHistory[]): ReadonlyMap<string, string> {
  const files = new Map(migrations.map(({ name, file }) => [name, file ?? name]))
  return new Map(
    [...lineageOf(migrations).all].flatMap(([key, { created }]) => {
      const file = created === null ? undefined : files.get(created)
      return file === undefined ? [] : [[key, file] as const]
    }),
  )
}

/** Whose work the objects of a database are, kept up to date migration by migration. */
export class Lineage {
  readonly #known = new Map<string, Provenance>()

  /** By its key as of now; undefined where no effect told of it. */
  of(key: string): Provenance | undefined {
    return this.#known.get(key)
  }

  /** The migration that touched or made it last; undefined where none is known. */
  lastOf(key: string): string | undefined {
    const origin = this.of(key)
    return origin?.touched.at(-1) ?? origin?.created ?? undefined
  }

  get all(): ReadonlyMap<string, Provenance> {
    return this.#known
  }

  /** Undefined for what is only a name of it. */
  before(effect: Effect): Provenance | undefined {
    return this.#known.get(keyOf(effect.was ?? effect.address))
  }

  /** Goes on to what is there after that migration; where that is not known, everything that was known is forgotten. */
  take({ name, effects }: Pick<MigrationHistory, 'name' | 'effects'>): void {
    if (!effects) {
      this.#known.clear()
      return
    }
    const next = effects.objects.flatMap((effect): [string, Provenance][] => {
      const origin = this.#after(effect, name)
      return origin ? [[keyOf(effect.address), origin]] : []
    })
    // Two objects may have changed places.
    for (const { was, address } of effects.objects) this.#known.delete(keyOf(was ?? address))
    for (const [key, origin] of next) this.#known.set(key, origin)
  }

  #after(effect: Effect, migration: string): Provenance | undefined {
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
