import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { conditionOn, conditions } from './conditions.ts'
import { chosen, type Column, type Part, type Place, type Table } from './place.ts'
import { cut, names, texts } from './texts.ts'

const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']

const queries = fc.record({
  from: fc.nat(20),
  shape: fc.constantFrom('plain', 'plain', 'union', 'with', 'group', 'window', 'join', 'sub-select'),
  condition: conditions,
  text: texts,
  renamed: fc.option(names, { nil: undefined }),
})

type Query = typeof queries extends fc.Arbitrary<infer T> ? T : never

interface Written {
  readonly sql: string
  readonly columns: Column[]
  readonly shape: Query['shape']
}

const TEXT = { sql: 'text', values: ["'x'"], can: 'text' } as const
const SAID = 'what is said'

function queryOf(
  possible: readonly Table[],
  { from, shape, condition, text, renamed }: Query,
): Written | undefined {
  const on = chosen(possible, from)
  if (!on) return undefined
  const kept = on.columns.filter(({ name }) => name !== SAID && name !== renamed)
  const columns: Column[] = kept.map((column, rank) =>
    renamed !== undefined && rank === 0
      ? { ...column, name: renamed, made: 'plain' }
      : { ...column, made: 'plain' },
  )
  const list = kept.map((column, rank) =>
    renamed !== undefined && rank === 0 ? `t.${ident(column.name)} AS ${ident(renamed)}` : `t.${ident(column.name)}`,
  )
  const said = `${literal(text)}::text AS ${ident(SAID)}`
  const where = conditionOn(on.columns, condition, 't.')
  const plain = `SELECT ${[...list, said].join(', ')} FROM ${on.sql} t WHERE ${where}`
  const count = `SELECT count(*) AS ${ident(SAID)} FROM ${on.sql} t`
  const shapes: Readonly<Record<Query['shape'], string>> = {
    plain,
    union: `${plain} UNION ALL ${plain}`,
    with: `WITH ${ident(cut(text, 9) || 'w')} AS (${plain}) SELECT * FROM ${ident(cut(text, 9) || 'w')}`,
    group: `${count} GROUP BY ((${where}) IS TRUE) HAVING count(*) > 1`,
    window: `SELECT row_number() OVER (PARTITION BY ${where}) AS ${ident(SAID)} FROM ${on.sql} t`,
    join: `SELECT ${[...list, said].join(', ')} FROM ${on.sql} t LEFT JOIN LATERAL (${count} WHERE ${where}) x ON true`,
    'sub-select': `${plain} AND EXISTS (${count} WHERE ${where})`,
  }
  const isCount = shape === 'group' || shape === 'window'
  const last: Column = {
    name: SAID,
    type: isCount ? { sql: 'bigint', values: ['1'], can: 'number' } : TEXT,
    made: 'generated',
  }
  return { sql: shapes[shape], columns: isCount ? [last] : [...columns, last], shape }
}

/** CREATE VIEW, over tables and over views. */
export const views: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    query: queries,
    options: fc.constantFrom('', '', 'security_barrier = true', 'security_invoker = true', 'security_barrier = false'),
    check: fc.constantFrom('', '', ' WITH LOCAL CHECK OPTION', ' WITH CASCADED CHECK OPTION'),
    default: fc.boolean(),
  })
  .map(({ name, query, options, check, default: hasDefault }) => (place) => {
    const written = queryOf([...place.tables, ...place.views], query)
    if (!written) return
    const own = place.name(name)
    const sql = place.in(own)
    const known = options.includes('invoker') && place.major < 15 ? '' : options
    const isSimple = written.shape === 'plain' && written.columns.length > 1 && place.tables.some((table) => written.sql.includes(`FROM ${table.sql} t`))
    place.run(
      `CREATE VIEW ${sql}${known && ` WITH (${known})`} AS ${written.sql}${isSimple ? check : ''}`,
    )
    if (hasDefault) place.run(`ALTER VIEW ${sql} ALTER COLUMN ${ident(SAID)} SET DEFAULT ${written.shape === 'group' || written.shape === 'window' ? '3' : literal(query.text)}`)
    register(place, { name: own, sql, form: 'ordinary', kept: 'logged', columns: written.columns, keys: [] }, 'VIEW')
  })

/** CREATE MATERIALIZED VIEW, filled or not, with an index. */
export const materializedViews: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    query: queries,
    data: fc.constantFrom('', ' WITH NO DATA'),
    index: fc.option(names, { nil: undefined }),
    options: fc.constantFrom('', ' WITH (fillfactor = 80)'),
    column: fc.constantFrom('', '', 'SET STATISTICS 12', 'SET (n_distinct = 3)', 'SET STORAGE EXTERNAL', 'SET COMPRESSION pglz'),
    method: fc.nat(3),
    replica: fc.constantFrom('', '', 'FULL', 'NOTHING'),
    falls: fc.constantFrom('', '', 'DEPENDS ON EXTENSION plpgsql'),
  })
  .map(({ name, query, data, index, options, column, method, replica, falls }) => (place) => {
    const written = queryOf(
      place.tables.filter(({ form }) => form !== 'foreign'),
      query,
    )
    if (!written) return
    const own = place.name(name)
    const sql = place.in(own)
    const chosenMethod = chosen(place.tableMethods, method)
    const using = chosenMethod === 'heap' ? '' : ` USING ${chosenMethod}`
    place.run(`CREATE MATERIALIZED VIEW ${sql}${using}${options} AS ${written.sql}${data}`)
    const isLong = written.columns.at(-1)?.type.sql === 'text'
    if (replica) place.run(`ALTER TABLE ${sql} REPLICA IDENTITY ${replica}`)
    if (falls) place.run(`ALTER MATERIALIZED VIEW ${sql} ${falls}`)
    if (column && (isLong || !/STORAGE|COMPRESSION/.test(column))) place.run(`ALTER MATERIALIZED VIEW ${sql} ALTER COLUMN ${ident(SAID)} ${column}`)
    if (index !== undefined) {
      const indexName = ident(place.name(index))
      place.run(`CREATE INDEX ${indexName} ON ${sql} (${ident(SAID)} DESC)`)
    }
    register(place, { name: own, sql, form: 'ordinary', kept: 'logged', columns: written.columns, keys: [] }, 'MATERIALIZED VIEW')
  })

function register(place: Place, view: Table, word: 'VIEW' | 'MATERIALIZED VIEW'): void {
  place.views.push(view)
  place.made(`${word} ${view.sql}`)
  place.grantable.push({ target: `TABLE ${view.sql}`, rights: RIGHTS })
  for (const { name } of view.columns) place.remarkable.push(`COLUMN ${view.sql}.${ident(name)}`)
  if (word === 'VIEW') place.plainViews.push(view)
}
