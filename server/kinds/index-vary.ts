import type { CatalogObject } from '../../shared/model.ts'
import type { Index } from './index-attributes.ts'

/** Other values that an index could have, with the statement that says them. */
export function varyIndex({ attributes }: CatalogObject<Index>): readonly Partial<Index>[] {
  const { statement, unique, predicate, options, nullsNotDistinct, statistics } = attributes
  const at = (name: Partial<Index>, text: string): readonly Partial<Index>[] =>
    text === statement ? [] : [{ ...name, statement: text }]
  const where = predicate === null ? '' : ` WHERE ${predicate}`
  const head = statement.slice(0, statement.length - where.length)
  const isWhole = statement.endsWith(where)
  return [
    ...at(
      { unique: !unique },
      unique
        ? statement
            .replace('CREATE UNIQUE INDEX', 'CREATE INDEX')
            .replace(' NULLS NOT DISTINCT', '')
        : attributes.method === 'btree'
          ? statement.replace('CREATE INDEX', 'CREATE UNIQUE INDEX')
          : statement,
    ),
    ...(isWhole
      ? predicate === null
        ? at({ predicate: '(1 = 1)' }, `${head} WHERE (1 = 1)`)
        : at({ predicate: null }, head)
      : []),
    ...(isWhole &&
    options.length === 0 &&
    attributes.method === 'btree' &&
    attributes.tablespace === null
      ? at({ options: ['fillfactor=77'] }, `${head} WITH (fillfactor='77')${where}`)
      : []),
    ...(isWhole &&
    unique &&
    !nullsNotDistinct &&
    options.length === 0 &&
    attributes.include.length === 0
      ? at({ nullsNotDistinct: true }, `${head} NULLS NOT DISTINCT${where}`)
      : []),
    ...(attributes.plain || statistics.length > 0 ? [] : [{ statistics: ['1=77'] }]),
  ]
}
