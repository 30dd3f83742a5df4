import type { CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { ENABLE } from './enabled.ts'
import { dropWith } from './falls-with.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ownerName, ownName } from './sql.ts'
import { triggerCatalog } from './trigger-catalog.ts'

/** A trigger (pg_trigger), copies on partitions included: their enabled state is their own. */
export type Trigger = {
  /** BEFORE, AFTER or INSTEAD OF. */
  timing: string
  events: readonly string[]
  /** ROW or STATEMENT. */
  level: string
  /** Sorted columns of UPDATE OF. */
  updateOf: readonly string[]
  /** Qualified and quoted. */
  function: string
  arguments: readonly string[]
  when: string | null
  oldTable: string | null
  newTable: string | null
  constraintTrigger: boolean
  deferrable: boolean
  initiallyDeferred: boolean
  /** Qualified and quoted; only constraint triggers have one. */
  fromTable: string | null
  /** ORIGIN, DISABLED, REPLICA or ALWAYS. */
  enabled: string
  /** What the trigger it is copied from has for `enabled`. */
  originEnabled: string | null
  /** The triggers it is copied from, nearest first: schema, table, name. */
  cloneOf: readonly (readonly [schema: string, table: string, name: string])[]
  /** The nearest of them, as `['trigger', schema, table, name]`. */
  origin: readonly string[] | null
  /** Extensions it is to be dropped with, sorted. */
  extensions: readonly string[]
  definition: string
}

export const trigger = defineKind<Trigger>({
  kind: 'trigger',
  rareIn: ['pg_trigger where not tgisinternal'],
  attributes: {
    timing: 'exact',
    events: 'exact',
    level: 'exact',
    updateOf: 'exact',
    function: 'exact',
    arguments: 'exact',
    when: 'expression',
    oldTable: 'exact',
    newTable: 'exact',
    constraintTrigger: 'exact',
    deferrable: 'exact',
    initiallyDeferred: 'exact',
    fromTable: 'exact',
    enabled: 'exact',
    originEnabled: 'unused',
    cloneOf: 'derived',
    origin: 'origin',
    extensions: 'exact',
    definition: 'unused',
  },

  read: triggerCatalog,

  vary: ({ attributes: { enabled } }) => [
    { enabled: enabled === 'DISABLED' ? 'ORIGIN' : 'DISABLED' },
    { enabled: enabled === 'ALWAYS' ? 'REPLICA' : 'ALWAYS' },
  ],

  create(object) {
    const { definition, enabled, cloneOf, originEnabled, extensions } = object.attributes
    const isCopy = cloneOf.length > 0
    return [
      ...(isCopy ? [] : [{ sql: definition }]),
      ...(enabled === (isCopy ? originEnabled : 'ORIGIN') ? [] : [enable(object)]),
      ...dropWith(object, extensions),
    ]
  },

  alter: (old, rebuilt) =>
    old.attributes.definition === rebuilt.attributes.definition
      ? { statements: [enable(old, 'ONLY ')] }
      : undefined,
})

/** Without ONLY, so that it reaches the copies on partitions; those that differ are set after it. */
function enable(object: CatalogObject<Trigger>, only = ''): Statement {
  const { enabled, cloneOf } = object.attributes
  const sql = `ALTER TABLE ${only}${ownerName(object)} ${ENABLE[enabled] ?? 'ENABLE'} TRIGGER ${ownName(object)}`
  return {
    sql,
    phase: 'late',
    needs: cloneOf.map((names) => keyOf({ type: 'trigger', names, args: [] })),
  }
}
