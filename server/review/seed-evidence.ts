import type { ComparedRun } from '../project/run.ts'
import { sensitiveIn } from '../rows/sensitive.ts'
import { addressOf, describeAddress } from '../../shared/model.ts'
import { comparedTables } from '../../shared/rows.ts'
import type { RowHash, RowHashes, SensitiveLook } from '../../shared/seed-evidence.ts'
import { shortHash, type Piece, type Side } from './content.ts'

/** What evidence keeps at most of each: it stays small however many tables hold rows. */
const MOST = 500

/** How many rows the tables hold on both sides, and hashes of them; of tables that hold some. */
export function rowHashesOf(
  { old, rebuilt, volatileRows }: ComparedRun,
  pieces: readonly Piece[],
): RowHashes {
  const hashes = new Map(
    pieces.flatMap(({ rows, content }) =>
      rows ? [[placeOf(rows.side, rows.table), shortHash(content)] as const] : [],
    ),
  )
  const [mine, theirs] = [old, rebuilt].map(
    ({ data }) => new Map(comparedTables(data).map(({ table, rows }) => [table, rows.length])),
  )
  const sideOf = (side: Side, table: string, rows: number | undefined): RowHash['old'] =>
    rows === undefined ? null : { rows, hash: hashes.get(placeOf(side, table)) ?? null }
  const found = [...new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])])]
    .filter((table) => (mine?.get(table) ?? 0) + (theirs?.get(table) ?? 0) > 0)
    .sort()
  return {
    tables: found.slice(0, MOST).map((table) => ({
      table: describeAddress(addressOf(table)),
      old: sideOf('old', table, mine?.get(table)),
      rebuilt: sideOf('rebuilt', table, theirs?.get(table)),
      madeAnew: [...(volatileRows?.tables.get(table)?.columns.keys() ?? [])].sort(),
    })),
    more: Math.max(0, found.length - MOST),
  }
}

const placeOf = (side: Side, table: string): string => `${side} ${table}`

/** What of the seed looks as if it should not be committed. */
export const sensitiveOf = ({ old }: ComparedRun): SensitiveLook[] =>
  sensitiveIn(old.data.tables).slice(0, MOST)
