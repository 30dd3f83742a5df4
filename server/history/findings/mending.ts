import type { Effect } from '../../../shared/history.ts'

/** Such a thing belongs to a table, and another one does its work. */
const REPLACEABLE: ReadonlySet<Effect['kind']> = new Set([
  'index',
  'constraint',
  'trigger',
  'policy',
  'rule',
  'statistics',
])
const ROUTINES: ReadonlySet<Effect['kind']> = new Set(['function', 'procedure', 'aggregate'])

/** Whether another one of its sort was made for the same table by the same migration, or a routine of its name. */
export function isReplaced(dropped: Effect, objects: readonly Effect[]): boolean {
  const made = objects.filter(({ change, kind }) => change === 'created' && kind === dropped.kind)
  if (REPLACEABLE.has(dropped.kind)) {
    return made.some(({ parent }) => parent !== null && parent === dropped.parent)
  }
  const name = String(dropped.address.names)
  return ROUTINES.has(dropped.kind) && made.some(({ address }) => String(address.names) === name)
}
