import fc from 'fast-check'
import { ident } from '../../kinds/sql.ts'
import { conditionOn, conditions } from './conditions.ts'
import { chosen, type Column, type Part } from './place.ts'
import { names } from './texts.ts'

/** CREATE PUBLICATION of some tables, of the schema, or of nothing. */
export const publications: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    what: fc.constantFrom('nothing', 'table', 'rows', 'columns', 'schema'),
    condition: conditions,
    options: fc.constantFrom('', "publish = 'insert, delete'", 'publish_via_partition_root = true', 'publish_generated_columns = stored'),
  })
  .map(({ name, table, what, condition, options }) => (place) => {
    const own = ident(place.wideName(name))
    const possible = place.tables.filter(({ form, kept }) => form === 'ordinary' && kept === 'logged')
    const on = chosen(possible, table)
    const column = on?.columns.find(({ made }) => made === 'plain')
    const isNew = place.major >= 15
    const scope = {
      nothing: '',
      table: on ? ` FOR TABLE ${on.sql}` : '',
      rows: on ? ` FOR TABLE ${on.sql}${isNew ? ` WHERE (${conditionOn(builtIn(on.columns), condition)})` : ''}` : '',
      columns: on && column ? ` FOR TABLE ${on.sql}${isNew ? ` (${ident(column.name)})` : ''}` : '',
      schema: isNew ? ` FOR TABLES IN SCHEMA ${ident(place.schema)}` : '',
    }[what]
    const known = options.includes('generated') && place.major < 18 ? '' : options
    place.run(`CREATE PUBLICATION ${own}${scope}${known && ` WITH (${known})`}`)
    place.made(`PUBLICATION ${own}`)
  })

/** A condition on rows can only read types, functions and collations of Postgres's own. */
const builtIn = (columns: readonly Column[]): Column[] =>
  columns.filter(({ type: { sql, can } }) => can !== 'text' && (!sql.startsWith('"') || sql === '"char"'))
