import type { CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { literal } from './sql.ts'
import { commentTarget, targetOf } from './target.ts'

/** The comment on any object; null on an extension whose own comment was taken away. */
export type Comment = { text: string | null }

export const comment = defineKind<Comment>({
  kind: 'comment',
  attached: 'text',
  class: 'comment',
  attributes: { text: 'exact' },

  // An extension brings its own comment, so only another one counts. A copy of a database has the comments of subscriptions that it hasn't got.
  read: () => `
    select d.classoid as classid, d.objoid as objid, d.objsubid, null::text as qualifier, d.description as text
    from pg_catalog.pg_description d
    where (d.objoid >= 16384 or (d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        and d.objoid = (select n.oid from pg_catalog.pg_namespace n where n.nspname = 'public')))
      and d.classoid not in ('pg_catalog.pg_extension'::pg_catalog.regclass, 'pg_catalog.pg_largeobject'::pg_catalog.regclass)
      and (d.classoid <> 'pg_catalog.pg_subscription'::pg_catalog.regclass or d.objoid in (
        select s.oid from pg_catalog.pg_subscription s join pg_catalog.pg_database b on b.oid = s.subdbid
        where b.datname = pg_catalog.current_database()))
      and not exists (select from pg_catalog.pg_depend e
        where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')
      and not exists (
        select from pg_catalog.pg_depend part
        join pg_catalog.pg_depend e on e.classid = part.refclassid and e.objid = part.refobjid and e.deptype = 'e'
        where part.classid = d.classoid and part.objid = d.objoid and part.deptype in ('a', 'i')
          and (d.classoid <> 'pg_catalog.pg_class'::pg_catalog.regclass
            or exists (select from pg_catalog.pg_index i where i.indexrelid = d.objoid)))
      and not exists (
        select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname ~ '^pg_' and c.oid = case d.classoid
          when 'pg_catalog.pg_class'::pg_catalog.regclass then d.objoid
          when 'pg_catalog.pg_constraint'::pg_catalog.regclass
            then (select k.conrelid from pg_catalog.pg_constraint k where k.oid = d.objoid)
          when 'pg_catalog.pg_trigger'::pg_catalog.regclass
            then (select t.tgrelid from pg_catalog.pg_trigger t where t.oid = d.objoid) end)
    union all
    select 'pg_catalog.pg_extension'::pg_catalog.regclass, x.oid, 0, null, d.description
    from pg_catalog.pg_extension x
    left join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
      and d.objoid = x.oid and d.objsubid = 0
    left join pg_catalog.pg_available_extensions() own on own.name = x.extname
    where d.description is distinct from own.comment`,

  vary: ({ attributes: { text } }) => [{ text: `${text ?? ''}!` }],

  create: (object, { model }) =>
    setComment(object).map((statement) =>
      isOnNotNull(object, model) ? { ...statement, phase: 'late', since: 18 } : statement,
    ),
  alter: (old) => ({ statements: setComment(old) }),
  remove: (object) => [{ sql: `COMMENT ON ${commentTarget(targetOf(object))} IS NULL` }],
})

const setComment = (object: CatalogObject<Comment>): Statement[] => [
  { sql: `COMMENT ON ${commentTarget(targetOf(object))} IS ${textOf(object.attributes.text)}` },
]

/** A NOT NULL is part of its column, and one that isn't valid comes late. */
function isOnNotNull(object: CatalogObject<Comment>, model: Model): boolean {
  const target = targetOf(object)
  return target.type === 'table constraint' && !model.objects.has(keyOf(target))
}

const textOf = (text: string | null): string => (text === null ? 'NULL' : literal(text))
