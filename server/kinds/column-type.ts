import { isPlainName, quote, sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'

/** Types that Kysely's builder takes as they are, by the name format_type() prints. */
const SAME = new Set([
  'bigint',
  'boolean',
  'bytea',
  'date',
  'double precision',
  'integer',
  'json',
  'jsonb',
  'numeric',
  'real',
  'smallint',
  'text',
  'uuid',
])

/** The word Kysely's builder has for a type that format_type() printed, or undefined where it has none. */
export function kyselyType(type: string): string | undefined {
  if (SAME.has(type)) return type
  if (type === 'character varying') return 'varchar'
  const sized =
    /^(character varying|character|numeric|timestamp|time)\((\d+)(?:,(\d+))?\)(.*)$/.exec(type)
  const [
    ,
    name = type.replace(/ with(out)? time zone$/, ''),
    size,
    scale,
    rest = type.slice(name.length),
  ] = sized ?? []
  const length = size === undefined ? '' : scale === undefined ? `(${size})` : `(${size}, ${scale})`
  if (name === 'character varying' && rest === '') return `varchar${length}`
  if (name === 'character' && rest === '' && length !== '') return `char${length}`
  if (name === 'numeric' && rest === '' && scale !== undefined) return `numeric${length}`
  if (name === 'timestamp' || name === 'time') {
    if (rest === ' without time zone') return `${name}${length}`
    if (rest === ' with time zone') return `${name}tz${length}`
  }
  return undefined
}

/** The builder call that adds a column of that type; undefined where Kysely has none. */
export function columnCall(
  object: CatalogObject<Column>,
  text: string,
  calls: readonly (string | undefined)[],
): string | undefined {
  const name = object.address.names.at(-1) ?? ''
  if (!isPlainName(name) || calls.includes(undefined)) return undefined
  const known = kyselyType(text)
  const type = known === undefined ? sqlTemplate(text) : quote(known)
  const callback = calls.length === 0 ? '' : `, (col) => col${calls.join('')}`
  return `.addColumn(${quote(name)}, ${type}${callback})`
}
