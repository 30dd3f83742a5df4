import type { Row } from '../postgres/session.ts'

/** `classid/objid/objsubid`: what one server calls an object. Never leaves this room. */
export type Pin = string

export const pinOf = (classid: unknown, objid: unknown, objsubid: unknown): Pin =>
  `${classid}/${objid}/${objsubid ?? 0}`

/** The oid of pg_class, on every server. */
export const RELATIONS = 1259

/** The object that a pin is, or is a column of. */
export const wholeOf = (pin: Pin): Pin =>
  pin.endsWith('/0') ? pin : `${pin.slice(0, pin.lastIndexOf('/'))}/0`

/** The oid of the catalog that a pin's object stands in. */
export const catalogOf = (pin: Pin): string => pin.slice(0, pin.indexOf('/'))

/** The oid of a pin's object in its catalog. */
export const oidOf = (pin: Pin): string => pin.slice(pin.indexOf('/') + 1, pin.lastIndexOf('/'))

/** Objects made by initdb have smaller numbers. */
export const isPostgresOwn = (pin: Pin): boolean => Number(oidOf(pin)) < 16_384

const pinText = (prefix = ''): string =>
  `pg_catalog.concat_ws('/', ${prefix}classid, ${prefix}objid, ${prefix}objsubid)`

/** Gives the pins that a query of classid, objid and objsubid selects, as one text: a row for each would cost more than all else. */
export const pinsQuery = (sql: string): string =>
  `select pg_catalog.string_agg(${pinText('p.')}, ',') as pins from (${sql}) p`

/** What a row of it says. */
export const pinsIn = (row: Row | undefined): Pin[] => partsOf(row?.['pins'])

/** What is said in one text, parted by commas. */
export const partsOf = (text: unknown): string[] =>
  typeof text === 'string' ? text.split(',') : []

/** Objects made by initdb are not worth an edge, but where an extension has them; those of people have larger numbers. */
const ALL_EDGES = `d.objid >= 16384 or d.refobjid >= 16384 or d.deptype = 'e'`

/** Before 15 what the expression of a generated column needs is noted of the column: there it is said of the expression. */
const NOTED_OF_COLUMNS = `(
  select case when x.oid is null then d.classid else 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid end as classid,
    coalesce(x.oid, d.objid) as objid, case when x.oid is null then d.objsubid else 0 end as objsubid,
    case when x.oid is null then d.deptype else 'n' end as deptype, d.refclassid, d.refobjid, d.refobjsubid
  from pg_catalog.pg_depend d
  left join (
    select e.oid, e.adrelid, e.adnum from pg_catalog.pg_attrdef e
    join pg_catalog.pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum and a.attgenerated <> ''
  ) x on d.classid = ${RELATIONS} and d.deptype = 'a' and x.adrelid = d.objid and x.adnum = d.objsubid)`

/** One row for `edgesIn`, of which rows of pg_depend, `d`, and of more like them. */
const edgesQuery = (major: number, which: string, more?: string): string => `
  select pg_catalog.string_agg(${pinText('d.')} || d.deptype::text || ${pinText('d.ref')}, ',') as edges
  from (select d.classid, d.objid, d.objsubid, d.deptype, d.refclassid, d.refobjid, d.refobjsubid
          from ${major < 15 ? NOTED_OF_COLUMNS : 'pg_catalog.pg_depend'} d
         where ${which}${more === undefined ? '' : ` union all ${more}`}) d`

/** Routines with the transforms that they name, which Postgres only notes from 18 on. */
const NAMED_EDGES = `
  select 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid, 0, 'n'::"char",
    'pg_catalog.pg_transform'::pg_catalog.regclass::oid, t.oid, 0
  from pg_catalog.pg_transform t
  join pg_catalog.pg_proc p on p.prolang = t.trflang and t.trftype = any (p.protrftypes)`

/** Everything that depends on anything. */
export const dependencies = (major: number): string => edgesQuery(major, ALL_EDGES, NAMED_EDGES)

/**
 * What of it tells what belongs to an extension or to one of these tables: members, what is internal to them, what that falls
 * with, and by which Postgres's own refer to people's.
 */
export const memberships = (major: number, tables: Iterable<Pin>): string => `
  with recursive inside (classid, objid) as (
    select e.classid, e.objid from pg_catalog.pg_depend e where e.deptype = 'e'
    ${[...tables].map(asRow).join(' ')}
    union
    select d.classid, d.objid from inside i
    join pg_catalog.pg_depend d on d.refclassid = i.classid and d.refobjid = i.objid and d.deptype = 'i'
  )
  ${edgesQuery(
    major,
    `d.deptype = 'e' or (d.objid < 16384 and d.refobjid >= 16384)
      or (d.deptype in ('i', 'a') and (d.refclassid, d.refobjid) in (select i.classid, i.objid from inside i))`,
  )}`

const asRow = (pin: Pin): string => `union all select ${catalogOf(pin)}::oid, ${oidOf(pin)}::oid`

/** Takes objects as oid[] of their catalogs and oid[] of themselves: what each of them needs. */
export const edgesOf = (major: number): string =>
  edgesQuery(
    major,
    `(d.classid, d.objid) in (select w.classid, w.objid from unnest($1, $2) w (classid, objid))`,
    `select n.* from (${NAMED_EDGES}) n (classid, objid, objsubid, deptype, refclassid, refobjid, refobjsubid)
     where n.objid = any ($2)`,
  )

/** A row of pg_depend: `from` needs `to`; the type is its `deptype`. */
export interface Edge {
  readonly from: Pin
  readonly to: Pin
  readonly type: string
}

/** What the row of such a query says. */
export const edgesIn = (row: Row | undefined): Edge[] =>
  partsOf(row?.['edges']).map((text) => {
    const at = text.search(/[a-z]/i)
    return { from: text.slice(0, at), type: text.charAt(at), to: text.slice(at + 1) }
  })

/**
 * What stands for what. Postgres already knows: an address that no kind claims (a view's rewrite rule, a table's
 * row type, the index behind a primary key) stands for the object that it is internal to.
 */
export class Claims {
  readonly edges: readonly Edge[]
  readonly #claimed: ReadonlyMap<Pin, string>
  readonly #internalTo = new Map<Pin, Pin>()
  readonly #memberOf = new Map<Pin, Pin>()
  readonly #owners = new Map<Pin, Pin[]>()

  constructor(claimed: ReadonlyMap<Pin, string>, edges: readonly Edge[]) {
    this.#claimed = claimed
    this.edges = edges
    for (const { from, to, type } of this.edges) {
      if (type === 'i') this.#internalTo.set(from, to)
      if (type === 'a') this.#own(from, wholeOf(to))
      if (type === 'e') this.#memberOf.set(from, to)
    }
  }

  #own(pin: Pin, owner: Pin): void {
    const owners = this.#owners.get(pin)
    if (owners) owners.push(owner)
    else this.#owners.set(pin, [owner])
  }

  /** Key of the object that a pin stands for. */
  resolve(pin: Pin): string | undefined {
    for (let at: Pin | undefined = pin, steps = 0; at !== undefined && steps < 20; steps += 1) {
      const key = this.#claimed.get(at) ?? this.#claimed.get(wholeOf(at))
      if (key !== undefined) return key
      at = this.#aboveOf(at)
    }
    return undefined
  }

  /** What a pin, or the whole of it, is internal to. */
  #aboveOf(pin: Pin): Pin | undefined {
    return this.#internalTo.get(pin) ?? this.#internalTo.get(wholeOf(pin))
  }

  /** The pin at the end of the internal edges: what a person would name. */
  root(pin: Pin): Pin {
    let at = pin
    for (let steps = 0; steps < 20; steps += 1) {
      const next = this.#aboveOf(at)
      if (next === undefined) break
      at = next
    }
    return at
  }

  /** Whole pins that a pin falls with. */
  ownersOf(pin: Pin): readonly Pin[] {
    return this.#owners.get(pin) ?? []
  }

  /** Pin of the extension that a pin, or what it is internal to, belongs to. */
  extensionOf(pin: Pin): Pin | undefined {
    if (this.#memberOf.size === 0) return undefined
    return this.#memberOf.get(wholeOf(pin)) ?? this.#memberOf.get(wholeOf(this.root(pin)))
  }

  /** True for what falls with something that belongs to an extension: told as a part of it. */
  isPartOfExtension(pin: Pin): boolean {
    return this.ownersOf(pin).some((owner) => this.extensionOf(owner) !== undefined)
  }
}
