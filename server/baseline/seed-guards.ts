import type { CatalogObject, Model } from '../../shared/model.ts'
import { ident, ownerName, ownName, qualified } from '../kinds/sql.ts'
import { constraintsOf } from '../rows/causes.ts'
import { partitionedAncestors } from '../rows/partitions.ts'

/** What has to be switched off around the INSERTs so that rows arrive as they are, and how it is put back. */
export interface Guards {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** Guards for the tables with seed rows; the constraints that are away for that time need none. */
export function guardsOf(
  model: Model,
  tables: readonly string[],
  away: ReadonlySet<string>,
): Guards {
  const seeded = [...tables].sort()
  // A partition's copies of its parent's triggers are triggers of its own, in a state of their own.
  const triggers = seeded.flatMap((table) => childrenOf(model, table, 'trigger')).filter(fires)
  const rules = seeded.flatMap((table) => childrenOf(model, table, 'rule')).filter(fires)
  // They would see what is done here for the triggers and constraints.
  const watchers = [...model.objects.values()].filter(
    (object) => object.kind === 'event-trigger' && fires(object),
  )
  const forced = seeded.flatMap((table) => {
    const { attributes, address } = model.objects.get(table) ?? {}
    const isForced = attributes?.['rowSecurity'] === true && attributes['forceRowSecurity'] === true
    return isForced ? [`ALTER TABLE ${qualified(address?.names ?? [])}`] : []
  })
  const constraints = deferredConstraints(model, seeded, away)
  const immediate = alsoImmediate(model)
  const deferred = constraints.filter((name) => !immediate.has(name))
  return {
    before: [
      ...watchers.map((watcher) => alterWatcher(watcher, 'DISABLE')),
      ...triggers.map((trigger) => alter(trigger, 'DISABLE')),
      ...rules.map((rule) => alter(rule, 'DISABLE')),
      ...forced.map((head) => `${head} NO FORCE ROW LEVEL SECURITY`),
    ],
    after: [
      // Checks that still wait would keep the tables from being altered, now and in later migrations.
      ...(constraints.length === 0 ? [] : [`SET CONSTRAINTS ${constraints.join(', ')} IMMEDIATE`]),
      ...forced.map((head) => `${head} FORCE ROW LEVEL SECURITY`),
      ...rules.map((rule) => alter(rule, stateOf(rule))),
      ...triggers.map((trigger) => alter(trigger, stateOf(trigger))),
      ...(deferred.length === 0 ? [] : [`SET CONSTRAINTS ${deferred.join(', ')} DEFERRED`]),
      ...watchers.map((watcher) => alterWatcher(watcher, stateOf(watcher))),
    ],
  }
}

/** Those that are disabled or only meant for replicas stay as they are. */
const fires = ({ attributes }: CatalogObject): boolean =>
  attributes['enabled'] === 'ORIGIN' || attributes['enabled'] === 'ALWAYS'

const stateOf = ({ attributes }: CatalogObject): string =>
  attributes['enabled'] === 'ALWAYS' ? 'ENABLE ALWAYS' : 'ENABLE'

const alter = (object: CatalogObject, action: string): string =>
  `ALTER TABLE ${ownerName(object)} ${action} ${object.kind === 'rule' ? 'RULE' : 'TRIGGER'} ${ownName(object)}`

const alterWatcher = ({ address }: CatalogObject, action: string): string =>
  `ALTER EVENT TRIGGER ${qualified(address.names)} ${action}`

const childrenOf = (model: Model, parent: string, kind: CatalogObject['kind']): CatalogObject[] =>
  (model.children.get(parent) ?? [])
    .filter((child) => child.kind === kind)
    .sort((a, b) => (a.key < b.key ? -1 : 1))

/** Names of the constraints whose checks wait for the end of the transaction. */
function deferredConstraints(
  model: Model,
  tables: readonly string[],
  away: ReadonlySet<string>,
): string[] {
  const holders = new Set(tables.flatMap((table) => [table, ...partitionedAncestors(model, table)]))
  const names = [...holders].flatMap((holder) =>
    constraintsOf(model, holder)
      .filter(({ key, attributes }) => attributes['deferred'] === true && !away.has(key))
      .map(settableName),
  )
  return [...new Set(names)].sort()
}

/** SET CONSTRAINTS knows only schema and name, which constraints of several tables may share. */
const alsoImmediate = (model: Model): ReadonlySet<string> =>
  new Set(
    [...model.objects.values()]
      .filter(({ kind, attributes }) => kind === 'constraint' && attributes['deferred'] === false)
      .map(settableName),
  )

const settableName = ({ address }: CatalogObject): string =>
  `${ident(address.names[0] ?? '')}.${ident(address.names.at(-1) ?? '')}`
