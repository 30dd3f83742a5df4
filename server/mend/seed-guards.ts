import { guardsOf, type Guards } from '../baseline/seed-guards.ts'
import type { Model } from '../../shared/model.ts'
import { childrenByParent } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'
import type { Changes } from './changes.ts'

/**
 * Triggers, rules and checks that the seed's own statements didn't meet so far are kept away from them: an updated_at
 * trigger that the baseline gains would change the rows, an audit trigger add some.
 */
export function seedGuards(changes: Changes, model: Model, data: SeedData): Guards {
  const { created, altered } = changes
  const isNew = (key: string): boolean => created.has(key) || altered.has(key)
  const guarded = new Set<string>(['trigger', 'rule', 'constraint'])
  const objects = new Map(
    [...model.objects].filter(([key, { kind }]) => !guarded.has(kind) || isNew(key)),
  )
  const tables = data.tables
    .filter(({ table, rows }) => rows.length > 0 && objects.has(table))
    .map(({ table }) => table)
  const own = { ...model, objects, children: childrenByParent(objects.values()) }
  return guardsOf(own, tables, new Set())
}
