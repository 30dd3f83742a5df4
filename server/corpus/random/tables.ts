import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { columnLists, writeColumns, type WrittenColumns } from './columns.ts'
import { chosen, type Part, type Place, type Table } from './place.ts'
import { names, remarks } from './texts.ts'

const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']

/** Makes a table known to later parts. */
export function registerTable(place: Place, table: Table): void {
  place.tables.push(table)
  const word = table.form === 'foreign' ? 'FOREIGN TABLE' : 'TABLE'
  place.made(`${word} ${table.sql}`)
  place.grantable.push({ target: `TABLE ${table.sql}`, rights: RIGHTS })
  for (const { name } of table.columns) {
    place.remarkable.push(`COLUMN ${table.sql}.${ident(name)}`)
    place.grantable.push({
      target: `TABLE ${table.sql}`,
      rights: [`SELECT (${ident(name)})`, `UPDATE (${ident(name)})`],
    })
  }
}

/** Says of columns what CREATE TABLE can't. */
export function finishColumns(place: Place, sql: string, { late, afterwards }: WrittenColumns): void {
  for (const setting of late) place.run(`ALTER TABLE ${sql} ${setting}`)
  for (const statement of afterwards) place.run(statement)
}

const marks = fc.record({
  unlogged: fc.boolean(),
  options: fc.constantFrom('', '', ' WITH (fillfactor = 70)', ' WITH (autovacuum_enabled = off, toast.autovacuum_enabled = on)'),
  security: fc.constantFrom('', '', 'ENABLE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY'),
  replica: fc.constantFrom('', '', 'REPLICA IDENTITY FULL', 'REPLICA IDENTITY NOTHING'),
  method: fc.nat(3),
  hole: fc.boolean(),
  renamedFrom: fc.option(names, { nil: undefined, freq: 4 }),
})

/** An ordinary table. */
export const ordinaryTables: fc.Arbitrary<Part> = fc
  .record({ name: names, columns: columnLists, marks, remark: remarks, owned: fc.nat(9) })
  .map(({ name, columns, marks, remark, owned }) => (place) => {
    const finalName = place.name(name)
    const first = marks.renamedFrom === undefined ? finalName : place.name(marks.renamedFrom)
    const written = writeColumns(place, columns, { identity: 'allowed' })
    const list = [...(marks.hole ? ['"a hole" text'] : []), ...written.clauses]
    const word = marks.unlogged ? 'UNLOGGED TABLE' : 'TABLE'
    const method = chosen(place.tableMethods, marks.method)
    const using = method === 'heap' ? '' : ` USING ${method}`
    place.run(`CREATE ${word} ${place.in(first)} (${list.join(', ')})${using}${marks.options}`)
    const sql = place.in(finalName)
    if (first !== finalName) place.run(`ALTER TABLE ${place.in(first)} RENAME TO ${ident(finalName)}`)
    if (marks.hole) place.run(`ALTER TABLE ${sql} DROP COLUMN "a hole"`)
    finishColumns(place, sql, written)
    for (const each of [marks.security, marks.replica]) {
      if (each) place.run(`ALTER TABLE ${sql} ${each}`)
    }
    place.run(`COMMENT ON TABLE ${sql} IS ${literal(remark)}`)
    registerTable(place, { name: finalName, sql, form: 'ordinary', kept: marks.unlogged ? 'unlogged' : 'logged', columns: written.columns, keys: [] })
    ownSequence(place, sql, written, owned)
  })

/** A sequence that goes with a column; its owner follows the table's, so that nobody else is named for it. */
function ownSequence(place: Place, sql: string, { columns }: WrittenColumns, choice: number): void {
  const sequence = choice % 3 === 0 ? place.sequences.shift() : undefined
  const column = chosen(columns, choice)
  if (!sequence || !column) return
  place.run(`ALTER SEQUENCE ${sequence} OWNED BY ${sql}.${ident(column.name)}`)
  const target = `SEQUENCE ${sequence}`
  place.ownable.splice(place.ownable.indexOf(target), 1)
}

/** A table of a composite type, some of whose columns have options of their own. */
export const typedTables: fc.Arbitrary<Part> = fc
  .record({ name: names, of: fc.nat(9), own: fc.constantFrom('nothing', 'not null', 'default') })
  .map(({ name, of, own }) => (place) => {
    const type = chosen(place.composites, of)
    if (!type) return
    const finalName = place.name(name)
    const sql = place.in(finalName)
    const [first] = type.columns
    const option = own === 'default' ? `DEFAULT ${first?.type.values[0] ?? 'NULL'}` : 'NOT NULL'
    const list = first && own !== 'nothing' ? ` (${ident(first.name)} WITH OPTIONS ${option})` : ''
    place.run(`CREATE TABLE ${sql} OF ${type.sql}${list}`)
    registerTable(place, { name: finalName, sql, form: 'part', kept: 'logged', columns: [...type.columns], keys: [] })
  })

/** A table that inherits from another. */
export const inheritedTables: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    from: fc.nat(20),
    columns: fc.array(fc.record({ name: names, type: fc.nat(400) }), { maxLength: 3 }),
    again: fc.nat(9),
    own: fc.constantFrom('nothing', 'default', 'not null', 'no default'),
  })
  .map(({ name, from, columns, again, own }) => (place) => {
    const above = chosen(
      place.tables.filter(({ form }) => form === 'ordinary'),
      from,
    )
    if (!above) return
    place.inherited.add(above.sql)
    const sql = place.in(place.name(name))
    const taken = new Set(above.columns.map((column) => column.name))
    const added = columns.flatMap((column) => {
      if (taken.has(column.name)) return []
      taken.add(column.name)
      return [{ name: column.name, type: place.type(column.type), made: 'plain' as const }]
    })
    const list = added.map((column) => `${ident(column.name)} ${column.type.sql}`)
    place.run(`CREATE TABLE ${sql} (${list.join(', ')}) INHERITS (${above.sql})`)
    const plain = chosen(
      above.columns.filter(({ made }) => made === 'plain'),
      again,
    )
    if (plain && own !== 'nothing') {
      const change = {
        default: `SET DEFAULT ${plain.type.values[0] ?? 'NULL'}`,
        'not null': 'SET NOT NULL',
        'no default': 'DROP DEFAULT',
      }[own]
      place.run(`ALTER TABLE ${sql} ALTER COLUMN ${ident(plain.name)} ${change}`)
    }
    const inherited = above.columns.map((column) =>
      column.made === 'identity' ? { ...column, made: 'plain' as const } : column,
    )
    registerTable(place, { name, sql, form: 'part', kept: 'logged', columns: [...inherited, ...added], keys: [] })
  })
