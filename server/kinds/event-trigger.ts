import type { CatalogObject } from '../../shared/model.ts'
import { ENABLE } from './enabled.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { byBytes, literal, nameOf, noParent, notMember, qualified, self } from './sql.ts'

/** An event trigger (pg_event_trigger): it belongs to the database, and fires for other statements. */
export type EventTrigger = {
  event: string
  /** Commands it is limited to, sorted; none for all. */
  tags: readonly string[]
  /** Qualified and quoted; it takes no arguments. */
  function: string
  /** ORIGIN, DISABLED, REPLICA or ALWAYS. */
  enabled: string
}

export const eventTrigger = defineKind<EventTrigger>({
  kind: 'event-trigger',
  rareIn: ['pg_event_trigger'],
  attributes: { event: 'exact', tags: 'exact', function: 'exact', enabled: 'exact' },

  read: () => `
    select ${self('pg_event_trigger', 'g.oid')}, ${noParent},
      g.evtevent::text as event,
      array(select ${byBytes('t')} from pg_catalog.unnest(g.evttags) t order by 1) as tags,
      ${nameOf('pg_proc', 'pro', 'g.evtfoid')} as function,
      case g.evtenabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' else 'ORIGIN' end as enabled
    from pg_catalog.pg_event_trigger g
    where ${notMember('pg_event_trigger', 'g.oid')}`,

  vary: ({ attributes: { enabled } }) => [
    { enabled: enabled === 'DISABLED' ? 'ORIGIN' : 'DISABLED' },
  ],

  create(object) {
    const { event, tags, function: called, enabled } = object.attributes
    const only = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.map(literal).join(', ')})`
    const sql = `CREATE EVENT TRIGGER ${qualified(object.address.names)} ON ${event}${only} EXECUTE FUNCTION ${called}()`
    return [{ sql, phase: 'database' }, ...(enabled === 'ORIGIN' ? [] : [toggle(object)])]
  },

  alter(old, rebuilt) {
    const said = ({ attributes: { enabled: _, ...all } }: CatalogObject<EventTrigger>): string =>
      JSON.stringify(all)
    return said(old) === said(rebuilt) ? { statements: [toggle(old)] } : undefined
  },
})

const toggle = (object: CatalogObject<EventTrigger>): Statement => ({
  sql: `ALTER EVENT TRIGGER ${qualified(object.address.names)} ${ENABLE[object.attributes.enabled] ?? 'ENABLE'}`,
  phase: 'database',
})
