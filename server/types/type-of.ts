import type { CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { quote } from '../baseline/kysely-source.ts'

/** A type as Kysely's tables hold it: what a query gives, and what an insert takes where that is more. */
export interface ColumnTypes {
  readonly select: string
  readonly insert: string
}

const same = (type: string): ColumnTypes => ({ select: type, insert: type })
const DATE = { select: 'Date', insert: 'Date | string' }

/** What pg parses by itself, by the name that Postgres prints; every other type comes as its text. */
const PARSED: Readonly<Record<string, ColumnTypes>> = {
  smallint: same('number'),
  integer: same('number'),
  oid: same('number'),
  real: same('number'),
  'double precision': same('number'),
  bigint: { select: 'string', insert: 'string | number | bigint' },
  numeric: { select: 'string', insert: 'string | number' },
  boolean: same('boolean'),
  bytea: same('Buffer'),
  date: DATE,
  'timestamp without time zone': DATE,
  'timestamp with time zone': DATE,
  interval: { select: 'Interval', insert: 'Interval | string' },
  json: { select: 'Json', insert: 'string' },
  jsonb: { select: 'Json', insert: 'string' },
  point: { select: 'Point', insert: 'string' },
  circle: { select: 'Circle', insert: 'string' },
}

/** Elements of arrays that pg takes apart; others come as one text, `{a,b}`. */
const ARRAYS: Readonly<Record<string, ColumnTypes>> = {
  ...PARSED,
  numeric: { select: 'number', insert: 'string | number' },
  circle: same(''),
  ...Object.fromEntries(
    [
      'text',
      'character varying',
      'character',
      'macaddr',
      'inet',
      'cidr',
      'uuid',
      'money',
      'time without time zone',
      'time with time zone',
      'numrange',
    ].map((name) => [name, same('string')]),
  ),
}

/** Domains and enums of a model, by the names that Postgres prints. */
export interface NamedTypes {
  readonly domains: ReadonlyMap<string, CatalogObject>
  readonly enums: ReadonlyMap<string, CatalogObject>
}

/** A type's address is its name as Postgres prints it. */
export function namedTypesOf(model: Model): NamedTypes {
  const named = (kind: string) =>
    new Map(
      [...model.objects.values()]
        .filter((object) => object.kind === kind)
        .map((object) => [object.address.names.join('.'), object] as const),
    )
  return { domains: named('domain'), enums: named('enum') }
}

/** What pg gives for a column of that printed type, and takes for it. */
export function typesOf(printed: string, named: NamedTypes, depth: number = 0): ColumnTypes {
  const domain = named.domains.get(printed)
  if (domain && depth < MOST_DEEP) {
    return typesOf(String(domain.attributes['type']), named, depth + 1)
  }
  const labels = named.enums.get(printed)?.attributes['labels']
  if (Array.isArray(labels)) {
    return same(
      labels.length === 0 ? 'never' : labels.map((label) => quote(String(label))).join(' | '),
    )
  }
  const isArray = printed.endsWith('[]')
  const name = plainName(isArray ? printed.slice(0, -2) : printed)
  if (!isArray) return (Object.hasOwn(PARSED, name) ? PARSED[name] : undefined) ?? same('string')
  const element = Object.hasOwn(ARRAYS, name) ? ARRAYS[name] : undefined
  if (!element || element.select === '') return same('string')
  return { select: `${bracketed(element.select)}[]`, insert: `${bracketed(element.insert)}[]` }
}

/** Domains of domains end somewhere. */
const MOST_DEEP = 50

/** `numeric(10,2)` and `timestamp(3) with time zone` without their sizes; `"char"` is another type than `char`. */
const plainName = (printed: string): string =>
  printed.startsWith('interval') ? 'interval' : printed.replace(/\([-\d,]+\)/, '')

const bracketed = (type: string): string => (type.includes(' | ') ? `(${type})` : type)

/** Whether a column of a NOT NULL domain, or of a domain of one, holds no null. */
export function neverNull(printed: string, named: NamedTypes, depth: number = 0): boolean {
  const domain = named.domains.get(printed)
  if (!domain || depth >= MOST_DEEP) return false
  return (
    domain.attributes['notNull'] === true ||
    neverNull(String(domain.attributes['type']), named, depth + 1)
  )
}

/** Key of the default of a column. */
export const defaultKeyOf = ({ address }: CatalogObject): string =>
  keyOf({ type: 'default value', names: address.names, args: [] })
