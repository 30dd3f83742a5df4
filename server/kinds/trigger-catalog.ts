import { fallsWithExtensions } from './falls-with.ts'
import { byBytes, nameOf, notMember, parent, self, userSchema } from './sql.ts'

const bit = (mask: number): string => `(t.tgtype::int & ${mask}) <> 0`

/** The texts of an EXECUTE FUNCTION call: pg_trigger keeps them as bytes, each ended by a zero byte. */
const ARGUMENTS = `
      select pg_catalog.convert_from(pg_catalog.substr(t.tgargs, part.start, part.stop - part.start),
          pg_catalog.getdatabaseencoding()::name) as argument, part.stop
      from (
        select coalesce(pg_catalog.lag(i) over (order by i), 0) + 1 as start, i as stop
        from pg_catalog.generate_series(1, pg_catalog.length(t.tgargs)) i
        where pg_catalog.get_byte(t.tgargs, i - 1) = 0
      ) part`

const UPDATE_OF = `
      select a.attname, place from pg_catalog.unnest(t.tgattr::smallint[]) with ordinality as u (attnum, place)
      join pg_catalog.pg_attribute a on a.attrelid = t.tgrelid and a.attnum = u.attnum`

const TIMING = `case when ${bit(2)} then 'BEFORE' when ${bit(64)} then 'INSTEAD OF' else 'AFTER' end`
const LEVEL = `case when ${bit(1)} then 'ROW' else 'STATEMENT' end`

/** The text that pg_get_triggerdef() prints before a WHEN condition. */
const BEFORE_WHEN = `pg_catalog.concat(
        'CREATE ', case when t.tgconstraint <> 0 then 'CONSTRAINT ' end,
        'TRIGGER ', pg_catalog.quote_ident(t.tgname), ' ', ${TIMING}, ' ',
        pg_catalog.concat_ws(' OR ',
          case when ${bit(4)} then 'INSERT' end,
          case when ${bit(8)} then 'DELETE' end,
          case when ${bit(16)} then pg_catalog.concat('UPDATE',
            ' OF ' || (select pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' order by place) from (${UPDATE_OF}) o)) end,
          case when ${bit(32)} then 'TRUNCATE' end),
        ' ON ', pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname), ' ',
        case when t.tgconstraint <> 0 then pg_catalog.concat(
          'FROM ' || ${nameOf('pg_class', 'rel', 't.tgconstrrelid')} || ' ',
          case when not t.tgdeferrable then 'NOT ' end, 'DEFERRABLE INITIALLY ',
          case when t.tginitdeferred then 'DEFERRED ' else 'IMMEDIATE ' end) end,
        case when t.tgoldtable is not null or t.tgnewtable is not null then 'REFERENCING ' end,
        'OLD TABLE AS ' || pg_catalog.quote_ident(t.tgoldtable) || ' ',
        'NEW TABLE AS ' || pg_catalog.quote_ident(t.tgnewtable) || ' ',
        'FOR EACH ', ${LEVEL}, ' WHEN (')`

/** The text that pg_get_triggerdef() prints after a WHEN condition; what stands in pg_catalog is printed bare. */
const AFTER_WHEN = `pg_catalog.concat(') EXECUTE FUNCTION ',
        case when fn.nspname <> 'pg_catalog' then pg_catalog.quote_ident(fn.nspname) || '.' end,
        pg_catalog.quote_ident(f.proname), '(',
        (select pg_catalog.string_agg('''' || pg_catalog.replace(argument, '''', '''''') || '''', ', ' order by stop)
          from (${ARGUMENTS}) o), ')')`

/** pg_get_expr() can't print OLD and NEW, so the condition is what stands between; the whole text if they don't fit. */
const WHEN = `case
        when t.tgqual is null then null
        when pg_catalog.starts_with(printed.definition, printed.head)
          and pg_catalog.right(printed.definition, pg_catalog.length(printed.tail)) = printed.tail
        then pg_catalog.substr(printed.definition, pg_catalog.length(printed.head) + 1,
          pg_catalog.length(printed.definition) - pg_catalog.length(printed.head) - pg_catalog.length(printed.tail))
        else printed.definition end`

const enabledAs = (trigger: string): string =>
  `case ${trigger}.tgenabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' when 'O' then 'ORIGIN' end`

/** The triggers that a copy on a partition comes from, nearest first. */
const CLONE_OF = `
        with recursive origin (oid, distance) as (
          select t.tgparentid, 1 where t.tgparentid <> 0
          union all
          select up.tgparentid, distance + 1 from origin join pg_catalog.pg_trigger up on up.oid = origin.oid
          where up.tgparentid <> 0
        )
        select array[on_.nspname, oc.relname, ot.tgname]::text[]
        from origin
        join pg_catalog.pg_trigger ot on ot.oid = origin.oid
        join pg_catalog.pg_class oc on oc.oid = ot.tgrelid
        join pg_catalog.pg_namespace on_ on on_.oid = oc.relnamespace
        order by distance`

/**
 * Every user's trigger, copies on partitions included, but for those that make a foreign key or a deferrable key work.
 * Before 15 copies count as internal. OFFSET 0: a definition is printed once, not anew for each place that uses it.
 */
export const triggerCatalog = (): string => `
    select ${self('pg_trigger', 't.oid')}, ${parent('pg_class', 't.tgrelid')},
      ${TIMING} as timing,
      pg_catalog.array_remove(array[
        case when ${bit(4)} then 'INSERT' end, case when ${bit(8)} then 'DELETE' end,
        case when ${bit(16)} then 'UPDATE' end, case when ${bit(32)} then 'TRUNCATE' end], null) as events,
      ${LEVEL} as level,
      array(select ${byBytes('attname::text')} from (${UPDATE_OF}) o order by 1) as "updateOf",
      ${nameOf('pg_proc', 'pro', 't.tgfoid')} as function,
      array(select argument from (${ARGUMENTS}) o order by stop) as arguments,
      ${WHEN} as when,
      t.tgoldtable::text as "oldTable", t.tgnewtable::text as "newTable",
      t.tgconstraint <> 0 as "constraintTrigger",
      t.tgdeferrable as deferrable, t.tginitdeferred as "initiallyDeferred",
      ${nameOf('pg_class', 'rel', 't.tgconstrrelid')} as "fromTable",
      ${enabledAs('t')} as enabled,
      ${enabledAs('origin')} as "originEnabled",
      array(${CLONE_OF}) as "cloneOf",
      (select array['trigger', up_n.nspname, up_c.relname, origin.tgname]::text[] from pg_catalog.pg_class up_c
        join pg_catalog.pg_namespace up_n on up_n.oid = up_c.relnamespace where up_c.oid = origin.tgrelid) as origin,
      ${fallsWithExtensions('pg_trigger', 't.oid')} as extensions,
      printed.definition
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_proc f on f.oid = t.tgfoid
    join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
    left join pg_catalog.pg_trigger origin on origin.oid = t.tgparentid
    left join pg_catalog.pg_constraint k on k.oid = t.tgconstraint
    cross join lateral (select pg_catalog.pg_get_triggerdef(t.oid) as definition,
      case when t.tgqual is not null then ${BEFORE_WHEN} end as head,
      case when t.tgqual is not null then ${AFTER_WHEN} end as tail offset 0) printed
    where (not t.tgisinternal or t.tgparentid <> 0)
      and (k.oid is null or k.contype = 't')
      and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`
