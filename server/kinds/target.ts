import type { Address, CatalogObject } from '../../shared/model.ts'
import { ident, literal, qualified, signature, typeName } from './sql.ts'

/** What a comment, an owner or a privilege stands on, from its own address: `<kind> on <target type>`. */
export function targetOf({ kind, address }: CatalogObject, hasQualifier = false): Address {
  return {
    type: address.type.slice(`${kind} on `.length),
    names: address.names,
    args: hasQualifier ? address.args.slice(0, -1) : address.args,
  }
}

const last = (address: Address): string => ident(address.names.at(-1) ?? '')
const table = (address: Address): string => qualified(address.names.slice(0, -1))

const named = (word: string) => (address: Address) => `${word} ${qualified(address.names)}`
const onTable = (word: string) => (address: Address) =>
  `${word} ${last(address)} ON ${table(address)}`
/** Postgres prints these in the words of the standard, which most statements take for the name of a type of yours. */
const STANDARD_TYPES: Readonly<Record<string, string>> = {
  bigint: 'int8',
  bit: 'bit',
  'bit varying': 'varbit',
  boolean: 'bool',
  character: 'bpchar',
  'character varying': 'varchar',
  'double precision': 'float8',
  integer: 'int4',
  interval: 'interval',
  numeric: 'numeric',
  real: 'float4',
  smallint: 'int2',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
}

function ofType(address: Address): string {
  const name = typeName(address)
  const standard = STANDARD_TYPES[name]
  return `TYPE ${standard === undefined ? name : qualified(['pg_catalog', standard])}`
}

const usingMethod = (word: string) => (address: Address) =>
  `${word} ${qualified(address.names.slice(1))} USING ${ident(address.names[0] ?? '')}`

/** Stands for the name of the database that a statement runs in; no SQL can hold it. */
export const THIS_DATABASE = '\u0000'

/** A statement about the database it runs in, however that is called. */
export function inThisDatabase(sql: string): string {
  const [before = '', after] = sql.split(THIS_DATABASE)
  if (after === undefined) return sql
  const text = `${literal(before)} || pg_catalog.quote_ident(pg_catalog.current_database()) || ${literal(after)}`
  return `DO ${literal(`BEGIN EXECUTE ${text}; END`)}`
}

/** How each address type of pg_identify_object_as_address() is named in COMMENT ON and ALTER … OWNER TO. */
const TARGETS: Readonly<Record<string, (address: Address) => string>> = {
  'access method': named('ACCESS METHOD'),
  aggregate: (address) =>
    `AGGREGATE ${qualified(address.names)}(${address.args.join(', ') || '*'})`,
  cast: (address) => `CAST (${typeName(address)} AS ${address.args[0] ?? ''})`,
  collation: named('COLLATION'),
  'composite type': named('TYPE'),
  'composite type column': named('COLUMN'),
  conversion: named('CONVERSION'),
  database: () => `DATABASE ${THIS_DATABASE}`,
  'domain constraint': (address) =>
    `CONSTRAINT ${ident(address.args[0] ?? '')} ON DOMAIN ${typeName(address)}`,
  'event trigger': named('EVENT TRIGGER'),
  extension: named('EXTENSION'),
  'foreign table': named('FOREIGN TABLE'),
  'foreign table column': named('COLUMN'),
  'foreign-data wrapper': named('FOREIGN DATA WRAPPER'),
  function: (address) => `FUNCTION ${signature(address)}`,
  index: named('INDEX'),
  language: named('LANGUAGE'),
  'large object': (address) => `LARGE OBJECT ${address.names[0] ?? ''}`,
  'materialized view': named('MATERIALIZED VIEW'),
  'materialized view column': named('COLUMN'),
  operator: operatorTarget,
  'operator class': usingMethod('OPERATOR CLASS'),
  'operator family': usingMethod('OPERATOR FAMILY'),
  policy: onTable('POLICY'),
  procedure: procedureTarget,
  publication: named('PUBLICATION'),
  role: named('ROLE'),
  rule: onTable('RULE'),
  schema: named('SCHEMA'),
  sequence: named('SEQUENCE'),
  server: named('SERVER'),
  'statistics object': named('STATISTICS'),
  subscription: named('SUBSCRIPTION'),
  table: named('TABLE'),
  'table column': named('COLUMN'),
  'table constraint': onTable('CONSTRAINT'),
  tablespace: named('TABLESPACE'),
  'text search configuration': named('TEXT SEARCH CONFIGURATION'),
  'text search dictionary': named('TEXT SEARCH DICTIONARY'),
  'text search parser': named('TEXT SEARCH PARSER'),
  'text search template': named('TEXT SEARCH TEMPLATE'),
  transform: (address) =>
    `TRANSFORM FOR ${typeName(address)} LANGUAGE ${ident(address.args[0] ?? '')}`,
  trigger: onTable('TRIGGER'),
  type: ofType,
  view: named('VIEW'),
  'view column': named('COLUMN'),
}

/** What COMMENT ON and ALTER … OWNER TO call the object of that address: `TABLE "public"."users"`. */
export function commentTarget(address: Address): string {
  const target = TARGETS[address.type]
  if (target) return target(address)
  throw new Error(`No statement can name an object of type ${address.type}`)
}

/** How GRANT and REVOKE name an object. */
export interface PrivilegeTarget {
  /** After ON: `TABLE "public"."users"`. */
  readonly object: string
  /** After each privilege: ` ("email")` for a column, else nothing. */
  readonly columns: string
}

const GRANT_WORDS: Readonly<Record<string, string>> = {
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
  server: 'FOREIGN SERVER',
  view: 'TABLE',
  'materialized view': 'TABLE',
  'foreign table': 'TABLE',
}

/** What GRANT and REVOKE call the object or column of that address. */
export function privilegeTarget(address: Address): PrivilegeTarget {
  if (address.type.endsWith(' column')) {
    return { object: `TABLE ${table(address)}`, columns: ` (${last(address)})` }
  }
  if (address.type === 'aggregate') return { object: `FUNCTION ${signature(address)}`, columns: '' }
  const word = GRANT_WORDS[address.type]
  const object = word === undefined ? commentTarget(address) : `${word} ${qualified(address.names)}`
  return { object, columns: '' }
}

/** Only the input arguments are in the address; without IN, an overload with OUT arguments could be meant as well. */
function procedureTarget({ names, args }: Address): string {
  return `PROCEDURE ${qualified(names)}(${args.map((type) => `IN ${type}`).join(', ')})`
}

/** The name of an operator, which no quotes can stand around. */
export const operatorIn = ({ names }: Address): string =>
  `${ident(names[0] ?? '')}.${names[1] ?? ''}`

/** One that stands before its only operand has one argument. */
function operatorTarget(address: Address): string {
  const operands = address.args.length === 1 ? ['NONE', ...address.args] : address.args
  return `OPERATOR ${operatorIn(address)} (${operands.join(', ')})`
}
