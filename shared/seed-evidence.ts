import { Type, type Static } from 'typebox'
import { counted, formatNumber } from './report.ts'
import { closed, nullable, oneOf } from './schema.ts'

/** The rows of one table on one side. */
const SideRows = closed({
  rows: Type.Integer(),
  /** Of all its rows in one order, without what each build makes anew; null where whole rows are other ones in each build. */
  hash: nullable(Type.String()),
})
type SideRows = Static<typeof SideRows>

/** What was read of the rows of one table, on both sides. */
export const RowHash = closed({
  /** `table public.roles` */
  table: Type.String(),
  /** Null where the side has no such table. */
  old: nullable(SideRows),
  rebuilt: nullable(SideRows),
  /** Columns with values that each build makes anew: such values are in no hash. */
  madeAnew: Type.Array(Type.String()),
})
export type RowHash = Static<typeof RowHash>

/** Of the tables that hold rows on a side, the first, and how many there are more. */
export const RowHashes = closed({ tables: Type.Array(RowHash), more: Type.Integer() })
export type RowHashes = Static<typeof RowHashes>

/** Values of one column that look as if they should not be committed; the values themselves are never repeated. */
export const SensitiveLook = closed({
  table: Type.String(),
  column: Type.String(),
  sort: oneOf(['secret', 'personal data']),
  /** As people read it: `a bcrypt password hash`, `an e-mail address`. */
  what: Type.String(),
  /** How many rows hold one. */
  rows: Type.Integer(),
})
export type SensitiveLook = Static<typeof SensitiveLook>

/** `12 rows, 0mF3…`; `not there` */
export const sideRowsText = (side: SideRows | null): string =>
  side === null
    ? 'not there'
    : `${counted(side.rows, 'row')}, ${side.hash ?? 'other ones in each build'}`

/** Both sides hold the same. */
export const isSameRows = ({ old, rebuilt }: RowHash): boolean =>
  old !== null &&
  rebuilt !== null &&
  old.hash !== null &&
  old.hash === rebuilt.hash &&
  old.rows === rebuilt.rows

/** `12 rows of column email of table public.users look like personal data: an e-mail address` */
export const sensitiveText = ({ table, column, sort, what, rows }: SensitiveLook): string =>
  `${counted(rows, 'row')} of column ${column} of ${table} ${rows === 1 ? 'looks' : 'look'} like ${sort === 'secret' ? 'a secret' : sort}: ${what}`

/** What is not shown of a long list. */
export const moreTablesText = ({ more }: RowHashes): string =>
  `and ${formatNumber(more)} more ${more === 1 ? 'table' : 'tables'}`

/** What the hashes are of, wherever they are shown. */
export const ROWS_MEAN =
  'Each hash is of all rows of a table in one order, without the values that each build makes anew: two equal ones stand for the same rows.'
