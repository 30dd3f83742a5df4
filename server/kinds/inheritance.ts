import type { CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'

const cache = new WeakMap<Model, ReadonlyMap<string, readonly string[]>>()

/** Keys of the partitions of a partitioned table, direct ones only. */
export function partitionsOf(model: Model, key: string): readonly string[] {
  let partitions = cache.get(model)
  if (!partitions) {
    partitions = groupByParent(model)
    cache.set(model, partitions)
  }
  return partitions.get(key) ?? []
}

/** Whether the object with that key is a partitioned table. */
export const isPartitioned = (model: Model, key: string | null): boolean =>
  typeof model.objects.get(key ?? '')?.attributes['partitionKey'] === 'string'

/** Key of the partitioned table that this object is a partition of. */
export function partitionedTableOf(object: CatalogObject): string | undefined {
  const names = object.attributes['partitionOf']
  return Array.isArray(names)
    ? keyOf({ type: String(names[0]), names: names.slice(1) as string[], args: [] })
    : undefined
}

/**
 * True where `CREATE TABLE … PARTITION OF` gives the partition its columns in the right order; a table that was
 * attached later may have them in another one and has to be attached again.
 */
export function takesColumnsFromParent(object: CatalogObject, model: Model): boolean {
  const parent = partitionedTableOf(object)
  if (parent === undefined) return false
  const own = columnNames(model, object.key)
  const inherited = columnNames(model, parent)
  if (!namesNotNullAlike(model, object.key, parent)) return false
  if (!generatesAlike(model, object.key, parent)) return false
  return own.length === inherited.length && own.every((name, rank) => name === inherited[rank])
}

/** From 18 a NOT NULL has a name, which a partition that was attached later brings along. */
function namesNotNullAlike(model: Model, key: string, parent: string): boolean {
  const names = (table: string): Map<string, unknown> =>
    new Map(
      (model.children.get(table) ?? [])
        .filter((child) => child.address.type === 'table column')
        .map((child) => [child.address.names.at(-1) ?? '', child.attributes['notNullName']]),
    )
  const inherited = names(parent)
  return [...names(key)].every(
    ([name, own]) => own === null || (inherited.get(name) ?? own) === own,
  )
}

/** A partition that was attached can compute a generated column by an expression of its own. */
function generatesAlike(model: Model, key: string, parent: string): boolean {
  const expressions = (table: string): Map<string, string> =>
    new Map(
      (model.children.get(table) ?? []).flatMap((column) =>
        (model.children.get(column.key) ?? [])
          .filter(({ attributes }) => typeof attributes['generated'] === 'string')
          .map(({ attributes }) => [
            column.address.names.at(-1) ?? '',
            String(attributes['expression']),
          ]),
      ),
    )
  const inherited = expressions(parent)
  return [...expressions(key)].every(([name, own]) => inherited.get(name) === own)
}

const isTable = (object: CatalogObject | undefined): object is CatalogObject =>
  /^(foreign )?table$/.test(object?.address.type ?? '')

const heirs = new WeakMap<Model, ReadonlyMap<string, readonly string[]>>()

/** Keys of the tables that inherit from a table or are partitions of it, at whatever level. */
export function heirsOf(model: Model, key: string): readonly string[] {
  const found = new Set<string>()
  const collect = (parent: string): void => {
    for (const heir of directHeirs(model).get(parent) ?? []) {
      if (found.has(heir)) continue
      found.add(heir)
      collect(heir)
    }
  }
  collect(key)
  return [...found]
}

/** Whether tables inherit from the one with that key, partitions included. */
export const hasHeirs = (model: Model, key: string | null): boolean =>
  key !== null && directHeirs(model).has(key)

function directHeirs(model: Model): ReadonlyMap<string, readonly string[]> {
  const known = heirs.get(model)
  if (known) return known
  const groups = new Map<string, string[]>()
  for (const object of model.objects.values()) {
    if (!isTable(object)) continue
    for (const parent of object.dependsOn) {
      if (!isTable(model.objects.get(parent))) continue
      groups.set(parent, [...(groups.get(parent) ?? []), object.key])
    }
  }
  heirs.set(model, groups)
  return groups
}

/** The columns of the same name in the tables that a column's table inherits from or is a partition of. */
export function parentColumns(column: CatalogObject, model: Model): readonly CatalogObject[] {
  const table = model.objects.get(column.parent ?? '')
  const name = column.address.names.at(-1) ?? ''
  return (table?.dependsOn ?? []).flatMap((key) => {
    const ancestor = model.objects.get(key)
    if (!ancestor || !isTable(table) || !isTable(ancestor)) return []
    const { type, names } = ancestor.address
    return (
      model.objects.get(keyOf({ type: `${type} column`, names: [...names, name], args: [] })) ?? []
    )
  })
}

function columnNames(model: Model, key: string): string[] {
  return (model.children.get(key) ?? [])
    .filter((child) => child.address.type === 'table column')
    .sort((a, b) => Number(a.attributes['position']) - Number(b.attributes['position']))
    .map((child) => child.address.names.at(-1) ?? '')
}

const parts = new WeakMap<Model, ReadonlyMap<string, readonly CatalogObject[]>>()

/** The parts, on partitions, of a partitioned index or key. */
export function attachedTo(model: Model, key: string): readonly CatalogObject[] {
  let grouped = parts.get(model)
  if (!grouped) {
    const groups = new Map<string, CatalogObject[]>()
    for (const object of model.objects.values()) {
      const whole = object.attributes['attachedTo']
      if (!Array.isArray(whole)) continue
      const [type, ...names] = whole as string[]
      const wholeKey = keyOf({ type: type ?? '', names, args: [] })
      groups.set(wholeKey, [...(groups.get(wholeKey) ?? []), object])
    }
    grouped = groups
    parts.set(model, grouped)
  }
  return grouped.get(key) ?? []
}

function groupByParent(model: Model): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const object of model.objects.values()) {
    const parent = partitionedTableOf(object)
    if (parent === undefined) continue
    groups.set(parent, [...(groups.get(parent) ?? []), object.key])
  }
  return groups
}
