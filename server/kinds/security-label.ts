import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, literal } from './sql.ts'
import { commentTarget, inThisDatabase, targetOf } from './target.ts'

/** What a provider of labels, whose name is in its address, says of any object (pg_seclabel, pg_shseclabel). */
export type SecurityLabel = { label: string }

export const securityLabel = defineKind<SecurityLabel>({
  kind: 'security-label',
  attached: 'text',
  attributes: { label: 'exact' },

  // Nothing tells what an extension or initdb has labelled itself, so all labels count. Those of subscriptions are shared, as their catalog is.
  read: () => `
    select l.classoid as classid, l.objoid as objid, l.objsubid, l.provider as qualifier, l.label
    from pg_catalog.pg_seclabel l
    where l.classoid <> 'pg_catalog.pg_largeobject'::pg_catalog.regclass
      and not (l.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and l.objoid in (
        select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname ~ '^pg_(temp|toast)'))
    union all
    select l.classoid, l.objoid, 0, l.provider, l.label
    from pg_catalog.pg_shseclabel l
    join pg_catalog.pg_database d on d.datname = pg_catalog.current_database()
    where (l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass and l.objoid = d.oid)
      or (l.classoid = 'pg_catalog.pg_subscription'::pg_catalog.regclass and l.objoid in (
        select s.oid from pg_catalog.pg_subscription s where s.subdbid = d.oid))`,

  create: (object) => [say(object, literal(object.attributes.label))],
  alter: (old) => ({ statements: [say(old, literal(old.attributes.label))] }),
  remove: (object) => [say(object, 'NULL')],
})

/** After all that can carry one is made; the provider has to be loaded by then. */
function say(object: CatalogObject, label: string): Statement {
  const target = targetOf(object, true)
  const provider = ident(object.address.args.at(-1) ?? '')
  return {
    sql: inThisDatabase(`SECURITY LABEL FOR ${provider} ON ${commentTarget(target)} IS ${label}`),
    phase: target.type === 'database' ? 'database' : 'late',
  }
}
