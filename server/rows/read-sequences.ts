import type { Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import type { SequenceState } from '../../shared/rows.ts'
import { literal, qualified } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'
import { configurationOf } from './configuration.ts'

/** Sequences with the column that they fall with; an identity's own sequence has no key but that column's. */
const SEQUENCES = `
  select n.nspname::text as schema, c.relname::text as name, d.deptype = 'i' as internal,
    tn.nspname::text as "tableSchema", t.relname::text as "table", a.attname::text as column
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
    and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_catalog.pg_class t on t.oid = d.refobjid
  left join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where c.relkind = 'S' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by n.nspname, c.relname`

interface SequenceRow {
  readonly schema: string
  readonly name: string
  readonly internal: boolean | null
  readonly tableSchema: string | null
  readonly table: string | null
  readonly column: string | null
}

/** So many sequences are asked by one query. */
const BATCH = 200

/** Reads where sequences stand: all that the model holds or its extensions keep for people, or those of some owners. */
export async function readSequences(
  query: Query,
  model: Model,
  isOwnerRead: (table: string) => boolean,
): Promise<SequenceState[]> {
  const rows = (await query(SEQUENCES)) as unknown as SequenceRow[]
  const configured = new Set(configurationOf(model).map(({ key }) => key))
  const wanted = rows.flatMap((row) => {
    const { tableSchema, table } = row
    const isOwned = tableSchema !== null && table !== null
    const owner = isOwned ? keyOf({ type: 'table', names: [tableSchema, table], args: [] }) : ''
    if (!isOwnerRead(owner)) return []
    const sequence = row.internal === true ? columnKey(row) : sequenceKey(row)
    return model.objects.has(sequence) || configured.has(sequence)
      ? [{ sequence, name: qualified([row.schema, row.name]) }]
      : []
  })
  const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, batch) =>
    wanted.slice(batch * BATCH, (batch + 1) * BATCH),
  )
  const states = await Promise.all(
    batches.map((batch) => query(batch.map(({ name }) => stateOf(name)).join('\nunion all '))),
  )
  const byName = new Map(states.flat().map((state) => [state['name'], state]))
  return wanted.map((each) => {
    const state = byName.get(each.name)
    return {
      ...each,
      lastValue: state?.['lastValue'] as string,
      isCalled: state?.['isCalled'] as boolean,
    }
  })
}

const stateOf = (name: string): string =>
  `select ${literal(name)}::text as name, last_value::text as "lastValue", is_called as "isCalled" from ${name}`

const sequenceKey = (row: SequenceRow): string =>
  keyOf({ type: 'sequence', names: [row.schema, row.name], args: [] })

const columnKey = (row: SequenceRow): string =>
  keyOf({
    type: 'table column',
    names: [row.tableSchema ?? '', row.table ?? '', row.column ?? ''],
    args: [],
  })
