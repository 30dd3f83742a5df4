import { originOf } from '../compare/compare.ts'
import { heirsOf } from '../kinds/inheritance.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, childrenByParent, keyOf } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'
import type { Step } from './acts.ts'
import type { Changes } from './changes.ts'
import type { Waiting } from './schema.ts'

/** The columns of a table whose values are mended; `all` where rows go, or are written anew. */
export type Touched = ReadonlyMap<string, ReadonlySet<string> | 'all'>

/** What waits until rows are mended that could break it. */
export function waitingFor(
  changes: Changes,
  touched: Touched,
  rebuilt: SeedData,
  seed: readonly Step[],
): Waiting {
  const { held, late } = new Breakable(changes, touched, rebuilt, seed)
  return { held, late }
}

/** A model of what stands before that comes. */
export function modelBefore(model: Model, { held, late }: Waiting): Model {
  if (held.size + late.size === 0) return model
  const objects = new Map([...model.objects].filter(([key]) => !held.has(key)))
  for (const key of late) {
    const column = objects.get(key)
    if (column?.kind !== 'column') continue
    const attributes = { ...column.attributes, notNull: false, notNullOptions: [] }
    objects.set(key, { ...column, attributes })
  }
  return { ...model, objects, children: childrenByParent(objects.values()) }
}

/** Says what of old the rows could break that the seed's own statements put in. */
class Breakable {
  readonly #changes: Changes
  readonly #touched: Touched
  readonly #filled: ReadonlySet<string>
  readonly #seed: readonly Step[]

  /** `touched` by key of old, also where rows are only added; `rebuilt` is what the seed's own statements put in. */
  constructor(changes: Changes, touched: Touched, rebuilt: SeedData, seed: readonly Step[]) {
    this.#seed = seed
    this.#changes = changes
    this.#touched = touched
    this.#filled = new Set(
      rebuilt.tables.flatMap(({ table, rows }) => (rows.length > 0 ? [table] : [])),
    )
  }

  /** Keys of what is created only once the rows are mended, with all that needs it. */
  get held(): ReadonlySet<string> {
    const { sides, created } = this.#changes
    const objects = [...created].flatMap((key) => sides.old.objects.get(key) ?? [])
    const held = new Set(objects.filter((object) => this.has(object)).map(({ key }) => key))
    for (let size = -1; size !== held.size;) {
      size = held.size
      for (const object of objects) {
        const needs = [object.parent, originOf(object), ...object.dependsOn]
        if (needs.some((need) => typeof need === 'string' && held.has(need))) held.add(object.key)
      }
    }
    return held
  }

  /** Keys of what is altered so that it checks the rows, and does so only once they are mended. */
  get late(): ReadonlySet<string> {
    const { sides, altered } = this.#changes
    const keys = [...altered].flatMap(([key, { validates = [] }]) =>
      validates.length === 0 ? [] : [key],
    )
    return new Set(
      keys.filter((key) => {
        const object = sides.old.objects.get(key)
        return object && (object.kind === 'column' ? this.has(object) : this.#touched.size > 0)
      }),
    )
  }

  has(object: CatalogObject): boolean {
    const { kind, attributes, parent } = object
    if (kind === 'column') {
      const options = attributes['notNullOptions']
      if (Array.isArray(options) && options.includes('NOT VALID')) {
        return this.#filledBelow(parent).length > 0
      }
      return this.#isTouched(parent, [object.address.names.at(-1) ?? ''])
    }
    if (kind === 'index') return attributes['unique'] === true && this.#isTouched(parent, [])
    if (kind !== 'constraint' || attributes['enforced'] === false) return false
    const columns = attributes['columns'] as readonly string[]
    // Rows that were there before it may break it, and those of the seed come after it.
    if (attributes['validated'] === false) return this.#filledBelow(parent).length > 0
    const references = attributes['references']
    if (!Array.isArray(references)) return this.#isTouched(parent, columns)
    const [type = '', ...names] = references as string[]
    const key = keyOf({ type, names, args: [] })
    // The rows of a partitioned table are those of its partitions.
    const referenced = [key, ...heirsOf(this.#changes.sides.old, key)]
    const lacks = referenced.some((each) => this.#touched.has(each))
    const holders = this.#filledBelow(parent)
    if (this.#isTouched(parent, columns) || (lacks && holders.length > 0)) return true
    const filled = this.#filledBelow(key)
    return holders.length > 0 && filled.length > 0 && !this.#comeFirst(filled, holders)
  }

  /** Whether the seed surely puts rows that are referred to in before those that refer to them. */
  #comeFirst(referenced: readonly string[], holders: readonly string[]): boolean {
    const steps = this.#seed
    if (steps.length === 0) return true
    const namesOf = (keys: readonly string[]): ReadonlySet<string> =>
      new Set(keys.map((key) => (addressOf(key).names.at(-1) ?? '').toLowerCase()))
    const [first, then] = [namesOf(referenced), namesOf(holders)]
    const isOpen = ({ acts, names }: Step): boolean =>
      acts.some(
        ({ does }) =>
          does === 'unknown' ||
          (does === 'change' && [...first, ...then].some((each) => names(each))),
      )
    if (steps.some(isOpen)) return false
    const insertsInto = (tables: ReadonlySet<string>): number[] =>
      steps.flatMap(({ acts }, place) =>
        acts.flatMap((act) => (act.does === 'insert' && tables.has(act.on) ? [place] : [])),
      )
    const [mine, theirs] = [insertsInto(first), insertsInto(then)]
    // One statement may put in rows that refer to each other.
    const isOne = mine.length === 1 && theirs.length === 1 && mine[0] === theirs[0]
    const [last, next] = [mine.at(-1), theirs[0]]
    return isOne || (last !== undefined && next !== undefined && last < next)
  }

  /** Whether values of these columns are mended in rows that are there; no columns stand for any. */
  #isTouched(parent: string | null, columns: readonly string[]): boolean {
    return this.#filledBelow(parent).some((table) => {
      const touched = this.#touched.get(table)
      if (touched === undefined || touched === 'all') return touched === 'all'
      return columns.length === 0 ? touched.size > 0 : columns.some((name) => touched.has(name))
    })
  }

  /** Keys of the tables whose rows belong to a table, or hold values of a domain. */
  #filledBelow(parent: string | null): readonly string[] {
    const { old, naming } = this.#changes.sides
    const object = parent === null ? undefined : old.objects.get(parent)
    if (!object || parent === null) return []
    const isFilled = (key: string): boolean => this.#filled.has(naming.keyInRebuilt(key))
    if (object.kind === 'table') return [parent, ...heirsOf(old, parent)].filter(isFilled)
    const tables = [...old.objects.values()].filter(({ kind }) => kind === 'table')
    return tables.map(({ key }) => key).filter(isFilled)
  }
}
