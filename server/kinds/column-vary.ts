import type { CatalogObject } from '../../shared/model.ts'
import type { Column } from './column-catalog.ts'

/** Other values that a column could have. */
export function varyColumn({ attributes }: CatalogObject<Column>): readonly Partial<Column>[] {
  const { type, notNull, statistics, storage, options, identity, collation, inheritance } =
    attributes
  const other = anotherType(type)
  // A child has the type and collation of its parent.
  const isOwn = inheritance === 'local'
  const isText = /^(?:text|character varying|character)/.test(type)
  return [
    ...(identity === null && isOwn
      ? [{ notNull: !notNull, notNullName: null, notNullOptions: [] }]
      : []),
    { statistics: statistics === 77 ? 78 : 77 },
    { options: options.length > 0 ? [] : ['n_distinct=-0.5'] },
    ...(other === undefined || !isOwn ? [] : [{ type: other }]),
    ...(isText ? [{ storage: storage === 'EXTERNAL' ? 'MAIN' : 'EXTERNAL' }] : []),
    ...(isText && isOwn
      ? [{ collation: collation === 'pg_catalog."C"' ? 'pg_catalog."POSIX"' : 'pg_catalog."C"' }]
      : []),
    ...(identity === null || !isOwn
      ? []
      : [
          { identity: identity === 'always' ? 'by default' : 'always' } as const,
          { identityIncrement: attributes.identityIncrement === '3' ? '5' : '3' },
          { identityCycle: !attributes.identityCycle },
        ]),
  ]
}

/** A type that takes the same values and a few more. */
function anotherType(type: string): string | undefined {
  const length = /^(character varying|character|bit varying|numeric)\((\d+)/.exec(type)
  if (length) return type.replace(/\d+/, (digits) => String(Number(digits) + 1))
  return WIDER[type]
}

const WIDER: Readonly<Record<string, string>> = {
  smallint: 'integer',
  integer: 'bigint',
  bigint: 'numeric',
  real: 'double precision',
  date: 'timestamp without time zone',
  text: 'character varying',
  'character varying': 'text',
  json: 'jsonb',
  jsonb: 'json',
  'timestamp with time zone': 'timestamp(3) with time zone',
  'timestamp without time zone': 'timestamp(3) without time zone',
}
