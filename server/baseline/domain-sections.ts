import { partitionedTableOf } from '../kinds/inheritance.ts'
import { domainsOf, mostOf, type ChosenNames } from '../../shared/domains.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'

/**
 * The domain of each object by its key: of tables with all their parts, of others that of the tables that they need. `files`
 * are those of the migrations that made tables, by the keys of these.
 */
export function domainsOfModel(
  model: Model,
  chosen: ChosenNames,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const wholes = new Map<string, string>()
  const wholeOf = (key: string): string => {
    const known = wholes.get(key)
    if (known !== undefined) return known
    const parent = model.objects.get(key)?.parent ?? null
    const whole = parent === null ? key : wholeOf(parent)
    wholes.set(key, whole)
    return whole
  }
  const needs = new Map<string, Set<string>>()
  for (const { key, dependsOn } of model.objects.values()) {
    const whole = wholeOf(key)
    const own = needs.get(whole) ?? new Set()
    for (const needed of dependsOn) if (wholeOf(needed) !== whole) own.add(wholeOf(needed))
    needs.set(whole, own)
  }
  const tables = [...model.objects.values()].filter(isTable)
  const { of } = domainsOf(
    tables.map((table) => ({
      key: table.key,
      schema: table.address.names[0] ?? '',
      name: table.address.names.slice(1).join('.'),
      partOf: partitionedTableOf(table) ?? null,
      refersTo: [...(needs.get(table.key) ?? [])],
      file: files.get(table.key) ?? null,
    })),
    chosen,
  )
  return new Map(
    [...model.objects.keys()].flatMap((key) => {
      const whole = wholeOf(key)
      const domain = of.get(whole) ?? mostOf([...(needs.get(whole) ?? [])], of)
      return domain === undefined ? [] : [[key, domain] as const]
    }),
  )
}

const isTable = ({ kind, parent }: CatalogObject): boolean =>
  parent === null && (kind === 'table' || kind === 'foreign-table')
