import { byBytes, options } from './sql.ts'

const of = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass`

const RELATION = `pg_catalog.concat(case
            when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid)
            when c.relkind in ('i', 'I') then pg_catalog.pg_get_indexdef(c.oid)
            when c.relkind = 'S' then (select pg_catalog.concat_ws(' ', s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
                s.seqcache, s.seqcycle) from pg_catalog.pg_sequence s where s.seqrelid = c.oid)
            else pg_catalog.concat(c.relrowsecurity, c.relforcerowsecurity, (select pg_catalog.string_agg(pg_catalog.concat_ws(' ',
                a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull), ',' order by a.attnum)
              from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) end,
          case when c.reloptions is not null and c.relkind not in ('i', 'I') then ${options('c.reloptions')} end)`

const TYPE = `pg_catalog.concat_ws(' ', t.typstorage, t.typnotnull, t.typdefault, t.typreceive, t.typsend, t.typmodin, t.typmodout,
            t.typanalyze, (select pg_catalog.string_agg(pg_catalog.quote_literal(l.enumlabel), ',' order by l.enumsortorder)
              from pg_catalog.pg_enum l where l.enumtypid = t.oid))`

/** What the definition of a member says, where it isn't told by its identity. */
const DEFINITION = `case m.classid
        when ${of('pg_proc')} then (select case p.prokind when 'a' then '' else pg_catalog.pg_get_functiondef(p.oid) end
          from pg_catalog.pg_proc p where p.oid = m.objid)
        when ${of('pg_class')} then (select ${RELATION} from pg_catalog.pg_class c where c.oid = m.objid)
        when ${of('pg_type')} then (select ${TYPE} from pg_catalog.pg_type t where t.oid = m.objid)
        when ${of('pg_operator')} then (select pg_catalog.concat_ws(' ', o.oprcode, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge)
          from pg_catalog.pg_operator o where o.oid = m.objid)
        when ${of('pg_constraint')} then pg_catalog.pg_get_constraintdef(m.objid)
        when ${of('pg_trigger')} then (select pg_catalog.concat(pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
          from pg_catalog.pg_trigger t where t.oid = m.objid)
        when ${of('pg_event_trigger')} then (select pg_catalog.concat_ws(' ', t.evtevent, t.evttags, t.evtenabled, t.evtfoid::pg_catalog.regproc)
          from pg_catalog.pg_event_trigger t where t.oid = m.objid)
        when ${of('pg_ts_dict')} then (select d.dictinitoption from pg_catalog.pg_ts_dict d where d.oid = m.objid)
        when ${of('pg_foreign_data_wrapper')} then (select pg_catalog.concat_ws(' ', w.fdwhandler::pg_catalog.regproc,
            w.fdwvalidator::pg_catalog.regproc, ${options('w.fdwoptions')})
          from pg_catalog.pg_foreign_data_wrapper w where w.oid = m.objid)
        when ${of('pg_rewrite')} then (select pg_catalog.concat(pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled)
          from pg_catalog.pg_rewrite r where r.oid = m.objid)
        when ${of('pg_policy')} then (select pg_catalog.concat_ws(' ', p.polcmd, p.polpermissive,
            pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
          from pg_catalog.pg_policy p where p.oid = m.objid)
        when ${of('pg_attrdef')} then (select pg_catalog.pg_get_expr(d.adbin, d.adrelid)
          from pg_catalog.pg_attrdef d where d.oid = m.objid) end`

/** What is said of it and of its columns, by its own script or by people. */
const COMMENTS = `(select pg_catalog.string_agg(pg_catalog.concat(d.objsubid, ' ', pg_catalog.quote_literal(d.description)), ',' order by d.objsubid)
          from pg_catalog.pg_description d where d.classoid = m.classid and d.objoid = m.objid)`

/** From 18 a NOT NULL is a constraint, and so a part of a member. */
const NOT_NULL = `(select 'NOT NULL by ' from pg_catalog.pg_constraint c
          where m.classid = ${of('pg_constraint')} and c.oid = m.objid and c.contype = 'n')`

/**
 * Selects the members of the extension `x` and their parts: indexes, triggers and the like are no members themselves,
 * whoever made them.
 */
export const MEMBERS = `
        with member (classid, objid) as (
          select classid, objid from pg_catalog.pg_depend e
          where e.refclassid = ${of('pg_extension')} and e.refobjid = x.oid and e.deptype = 'e'
        )
        select ${byBytes(`pg_catalog.concat(${NOT_NULL}, i.type, ' ', i.identity,
          ' ' || pg_catalog.left(pg_catalog.md5(nullif(pg_catalog.concat(${DEFINITION}, ${COMMENTS}), '')), 8))`)}
        from (
          select classid, objid from member
          union
          select part.classid, part.objid from pg_catalog.pg_depend part
          join member on member.classid = part.refclassid and member.objid = part.refobjid
          where part.deptype in ('a', 'i') and (
            part.classid in (${['pg_constraint', 'pg_policy', 'pg_attrdef', 'pg_amop', 'pg_amproc'].map(of).join(', ')})
            or part.classid = ${of('pg_class')} and exists (
              select from pg_catalog.pg_index own where own.indexrelid = part.objid)
            or part.classid = ${of('pg_trigger')} and exists (
              select from pg_catalog.pg_trigger own where own.oid = part.objid and not own.tgisinternal)
            or part.classid = ${of('pg_rewrite')} and exists (
              select from pg_catalog.pg_rewrite own where own.oid = part.objid and own.ev_type <> '1'))
        ) m cross join lateral pg_catalog.pg_identify_object(m.classid, m.objid, 0) i
        order by 1`
