import { defineKind } from './kind.ts'
import { noParent, notMember, qualified, self } from './sql.ts'

/** A publication (pg_publication); the tables and schemas it names are objects of their own. */
export type Publication = {
  allTables: boolean
  /** What is published: `insert, update, delete, truncate`. */
  publish: string
  viaRoot: boolean
  /** From 18: `none` or `stored`; null before. */
  generatedColumns: string | null
}

export const publication = defineKind<Publication>({
  kind: 'publication',
  rareIn: ['pg_publication'],
  attributes: {
    allTables: 'exact',
    publish: 'exact',
    viaRoot: 'exact',
    generatedColumns: 'exact',
  },

  read: (major) => `
    select ${self('pg_publication', 'p.oid')}, ${noParent},
      p.puballtables as "allTables",
      pg_catalog.concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
        case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end) as publish,
      p.pubviaroot as "viaRoot",
      ${major < 18 ? 'null::text' : `case p.pubgencols when 's' then 'stored' else 'none' end`} as "generatedColumns"
    from pg_catalog.pg_publication p
    where ${notMember('pg_publication', 'p.oid')}`,

  vary: ({ attributes: { viaRoot, publish } }) => [
    { viaRoot: !viaRoot },
    { publish: publish === 'insert' ? 'insert, delete' : 'insert' },
  ],

  betweenMajors: (_old, _rebuilt, { name, old, rebuilt }) =>
    name === 'generatedColumns' &&
    [old, rebuilt].includes(null) &&
    [old, rebuilt].every((value) => value !== 'stored')
      ? 'whether generated columns are published, which can be told from 18 on'
      : undefined,

  create({ address, attributes }) {
    const { allTables } = attributes
    const sql = `CREATE PUBLICATION ${qualified(address.names)}${allTables ? ' FOR ALL TABLES' : ''} WITH (${parameters(attributes)})`
    return [
      {
        sql,
        phase: 'late',
        ...(attributes.generatedColumns === 'stored' ? { since: 18 } : {}),
      },
    ]
  },

  alter: (old, rebuilt) =>
    old.attributes.allTables === rebuilt.attributes.allTables
      ? {
          statements: [
            {
              sql: `ALTER PUBLICATION ${qualified(old.address.names)} SET (${parameters(old.attributes)}${
                rebuilt.attributes.generatedColumns === 'stored' &&
                old.attributes.generatedColumns !== 'stored'
                  ? ', publish_generated_columns = none'
                  : ''
              })`,
            },
          ],
        }
      : undefined,
})

function parameters({ publish, viaRoot, generatedColumns }: Publication): string {
  return [
    `publish = '${publish}'`,
    `publish_via_partition_root = ${viaRoot}`,
    // What is usual is left out, so that servers before 18 take it too.
    ...(generatedColumns === 'stored' ? ['publish_generated_columns = stored'] : []),
  ].join(', ')
}
