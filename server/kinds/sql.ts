import type { Address, CatalogObject } from '../../shared/model.ts'
import { MIGRATING_ROLE } from '../../shared/model.ts'

/** A name as an identifier, always quoted. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A name in a message: quoted as Postgres does, wherever it is not all small letters. */
export const shownName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : ident(name)

/** An SQL string literal that means the same whatever standard_conforming_strings says. */
export const literal = (text: string): string =>
  text.includes('\\')
    ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`

/** Names as one identifier, joined by dots. */
export const qualified = (names: readonly string[]): string => names.map(ident).join('.')

/** The table, view or domain that an object belongs to: every name but its own. */
export const ownerName = (object: CatalogObject): string =>
  qualified(object.address.names.slice(0, -1))

/** The last part of an object's name, quoted. */
export const ownName = (object: CatalogObject): string => ident(object.address.names.at(-1) ?? '')

/** A role in a statement; the migrating role is whoever runs the baseline. */
export const roleName = (role: string): string =>
  role === MIGRATING_ROLE ? 'CURRENT_USER' : role === 'public' ? 'PUBLIC' : ident(role)

/** An argument or type name of an address is printed by format_type already, so it stands as it is. */
export const signature = (address: Address): string =>
  `${qualified(address.names)}(${address.args.join(', ')})`

/** Limits a catalog query to schemas people create. */
export const userSchema = (n: string): string =>
  `(${n}.nspname !~ '^pg_' and ${n}.nspname <> 'information_schema')`

/** Leaves out what belongs to an extension. */
export const notMember = (catalog: string, oid: string): string =>
  `not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
    and e.objid = ${oid} and e.deptype = 'e')`

/** The part of that name of the first table that a table inherits from: `[type, schema, table, name]`. */
export const inheritedFrom = (type: string, table: string, name: string): string =>
  `(select array['${type}', hn.nspname, hc.relname, ${name}]::text[] from pg_catalog.pg_inherits h
        join pg_catalog.pg_class hc on hc.oid = h.inhparent join pg_catalog.pg_namespace hn on hn.oid = hc.relnamespace
        where h.inhrelid = ${table} order by h.inhseqno limit 1)`

/** The columns of a query that say which object a row is: the whole object `oid` of `catalog`. */
export const self = (catalog: string, oid: string, subid = '0'): string =>
  `'pg_catalog.${catalog}'::pg_catalog.regclass::oid as classid, ${oid} as objid, ${subid} as objsubid`

/** The columns of a query that say which object a row is a part of. */
export const parent = (catalog: string, oid: string, subid = '0'): string =>
  `'pg_catalog.${catalog}'::pg_catalog.regclass::oid as parent_classid, ${oid} as parent_objid, ${subid} as parent_objsubid`

export const noParent =
  'null::oid as parent_classid, null::oid as parent_objid, null::int as parent_objsubid'

/** Storage parameters as sorted `name=value` texts. */
export const options = (column: string): string =>
  `case when ${column} is null then array[]::text[] else array(select o from unnest(${column}) o order by 1) end`

/**
 * An expression, or a part of FROM, in two ways that say the same: one is quicker where all objects are read, the other where
 * few are. As it stands it is the first; `ofFew` makes the second of it.
 */
export const twoWays = (ofAll: string, ofFew: string): string =>
  `/* of all */ ${ofAll} /* of few ${ofFew} */`

const TWO_WAYS = /\/\* of all \*\/[^]*?\/\* of few ([^]*?) \*\//g

/** A query in the way that is quicker where few objects are asked for. */
export const ofFew = (sql: string): string => sql.replaceAll(TWO_WAYS, '$1')

/** Whether a database has any such row at all: what is rare is looked for once, not for each row. */
export const isAny = (from: string): string => twoWays(`(select exists (select ${from}))`, 'true')

/** A list that is empty for every row unless a database has any such row at all. */
export const rareList = (any: string, list: string): string =>
  `case when ${isAny(any)} then ${list} else array[]::text[] end`

/** The columns `number=target` of the index `oid` whose statistics targets were set. */
export const statisticsTargets = (oid: string): string =>
  rareList(
    'from pg_catalog.pg_attribute any_ia where any_ia.attrelid >= 16384 and any_ia.attnum > 0 and any_ia.attstattarget >= 0',
    `array(select ia.attnum || '=' || ia.attstattarget from pg_catalog.pg_attribute ia
        where ia.attrelid = ${oid} and ia.attstattarget >= 0 order by ia.attnum)`,
  )

/** The tablespace that a relation was put into; null for the database's own. */
export const tablespaceOf = (oid: string): string =>
  `case when ${oid} <> 0 then (select s.spcname::text from pg_catalog.pg_tablespace s where s.oid = ${oid}) end`

const flattened = (
  column: string,
  order: string,
): string => `(select ' WITH (' || pg_catalog.string_agg(
        pg_catalog.quote_ident(o.name) || '=' || case when pg_catalog.quote_ident(o.value) = o.value then o.value
          else pg_catalog.quote_literal(o.value) end, ', ' order by ${order}) || ')'
        from (select pg_catalog.split_part(w.option, '=', 1) as name, w.rank, w.option,
          pg_catalog.substr(w.option, pg_catalog.strpos(w.option, '=') + 1) as value
          from unnest(${column}) with ordinality w(option, rank)) o)`

/** A printed definition with its storage parameters sorted: in which order they were set means nothing. */
export const withSortedOptions = (definition: string, column: string): string =>
  `case when ${column} is null then ${definition}
      else pg_catalog.replace(${definition}, ${flattened(column, 'o.rank')}, ${flattened(column, 'o.option')}) end`

/** The name of a type's address: Postgres prints it qualified and quoted already. */
export const typeName = (address: Address): string => address.names[0] ?? ''

/** The schema of what an address leads to; the name of a type is one text, printed by Postgres. */
export function schemaOf({ type, names }: Address): string {
  const first = names[0] ?? ''
  if (!/\btype$/.test(type)) return first
  const printed = /^(?:"((?:[^"]|"")*)"|([^".]+))\./.exec(first)
  return printed?.[1]?.replaceAll('""', '"') ?? printed?.[2] ?? ''
}

/** Selects the qualified and quoted name of the row `oid` of a catalog whose columns start with `prefix`; null for none. */
export const nameOf = (catalog: string, prefix: string, oid: string): string =>
  `(select pg_catalog.quote_ident(named_in.nspname) || '.' || pg_catalog.quote_ident(named.${prefix}name)
        from pg_catalog.${catalog} named
        join pg_catalog.pg_namespace named_in on named_in.oid = named.${prefix}namespace
        where named.oid = ${oid})`

/** Selects the row `oid` of pg_operator as `OPERATOR(schema.+)`; null for none. */
export const operatorName = (oid: string): string =>
  `(select 'OPERATOR(' || pg_catalog.quote_ident(named_in.nspname) || '.' || named.oprname || ')'
        from pg_catalog.pg_operator named
        join pg_catalog.pg_namespace named_in on named_in.oid = named.oprnamespace
        where named.oid = ${oid})`

/** Sorts texts alike on every server, whatever the database's collation. */
export const byBytes = (text: string): string => `${text} collate pg_catalog."C"`

/** The query of a view, without the semicolon. */
export const viewQuery = (oid: string): string =>
  `pg_catalog.rtrim(pg_catalog.pg_get_viewdef(${oid}), ';')`

/**
 * Each column of the view `c`, as the list of a stand-in selects it: `NULL::integer AS id`. A view can't be replaced by one
 * whose columns have another collation.
 */
export const VIEW_COLUMNS = `
        select pg_catalog.concat('NULL::', pg_catalog.format_type(a.atttypid, a.atttypmod),
          (select ' COLLATE ' || pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname)
            from pg_catalog.pg_collation l join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
            where l.oid = a.attcollation and l.oid <> t.typcollation),
          ' AS ', pg_catalog.quote_ident(a.attname))
        from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 order by a.attnum`

/** Oids below it come with Postgres; those above it are given out by initdb, such as the ones of the system's own collations. */
export const PINNED = 12_000

/** A part of WITH that `positionOf` looks into. */
export const WITH_DROPPED =
  'with_dropped as materialized (select distinct a.attrelid from pg_catalog.pg_attribute a where a.attisdropped)'

const hasDropped = (relation: string): string =>
  twoWays(
    `${relation} in (select w.attrelid from with_dropped w)`,
    `exists (select from pg_catalog.pg_attribute dropped where dropped.attrelid = ${relation} and dropped.attisdropped)`,
  )

const countedTo = (relation: string, number: string): string =>
  `(select count(*) from pg_catalog.pg_attribute before_a where before_a.attrelid = ${relation}
              and before_a.attnum between 1 and ${number} and not before_a.attisdropped)`

/** Where the column with that number stands among those of its relation that were not dropped, from 1; needs `WITH_DROPPED`. */
export const positionOf = (relation: string, number: string): string =>
  `case when ${hasDropped(relation)} then ${countedTo(relation, number)} else ${number} end`

/** The same of an array of numbers, in its order. */
export const positionsOf = (relation: string, numbers: string): string => `
        case when ${hasDropped(relation)}
          then array(select ${countedTo(relation, 'u.number')}::int2
            from unnest(${numbers}::int2[]) with ordinality u(number, rank) order by u.rank)
          else ${numbers}::int2[] end`

/** A literal of ASCII alone, on one line: it means the same whatever encoding a client sends a file in. Lone halves of a character are refused. */
export function asciiLiteral(text: string): string {
  if (/\p{Surrogate}|\0/u.test(text)) {
    throw new Error('a text that no database holds can be no literal')
  }
  if (/^[ -~]*$/.test(text)) return literal(text)
  const escaped = [...text].map((character) => {
    if (character === "'") return "''"
    if (character === '\\') return '\\\\'
    const code = character.codePointAt(0) ?? 0
    if (code >= 0x20 && code < 0x7f) return character
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
  })
  return `E'${escaped.join('')}'`
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')
