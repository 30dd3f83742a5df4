import type { ComparedRun } from '../project/run.ts'
import { pairRows, type PairedTable } from '../rows/compare-rows.ts'
import { isDifference, reader } from '../rows/row-findings.ts'
import type { RowPair, RowsPage } from '../../shared/object.ts'
import type { Cell } from '../../shared/rows.ts'
import { ROWS_A_PAGE } from '../../shared/rows.ts'
import type { ObjectPair } from './run-index.ts'

const LONGEST_CELL = 4000

/** A row on each side, ready to be shown. */
interface Line {
  readonly status: RowPair['status']
  readonly old: readonly Cell[] | null
  readonly rebuilt: readonly Cell[] | null
  readonly differs: readonly number[]
}

const known = new WeakMap<ComparedRun, ReadonlyMap<string, PairedTable>>()
const lines = new WeakMap<PairedTable, readonly Line[]>()

/** Whether a table's rows are seed, and were compared. */
export const hasRows = (run: ComparedRun, pair: ObjectPair | null): boolean =>
  pair !== null && tableOf(run, pair) !== undefined

/** Some rows of a seed table, old beside rebuilt as the comparison pairs them; those that differ come first. */
export function rowsOf(run: ComparedRun, pair: ObjectPair, offset: number): RowsPage | undefined {
  const table = tableOf(run, pair)
  if (!table) return undefined
  let all = lines.get(table)
  if (!all) {
    all = linesOf(table)
    lines.set(table, all)
  }
  return {
    columns: [...table.columns],
    total: all.length,
    differing: all.filter(({ status }) => status !== 'same').length,
    offset,
    pairs: all.slice(offset, offset + ROWS_A_PAGE).map(shown),
  }
}

function tableOf(run: ComparedRun, { old, rebuilt }: ObjectPair): PairedTable | undefined {
  let tables = known.get(run)
  if (!tables) {
    const paired = pairRows(run.old.data, run.rebuilt.data, run.volatileRows)
    tables = new Map(paired.map((table) => [table.side.key, table]))
    known.set(run, tables)
  }
  return (old && tables.get(old.key)) ?? (rebuilt ? tables.get(rebuilt.key) : undefined)
}

function linesOf({ side, columns, pairs, changes, volatile }: PairedTable): Line[] {
  const [old, rebuilt] = [reader(side.old, columns), reader(side.rebuilt, columns)]
  const places = columns.flatMap((name, place) => (volatile.has(name) ? [place] : []))
  const same = pairs.map((pair): Line => {
    const [cells, others] = [old(pair.old), rebuilt(pair.rebuilt)]
    const differs = places.filter((place) => cells[place] !== others[place])
    const status = differs.length > 0 ? 'acceptable' : 'same'
    return { status, old: cells, rebuilt: others, differs }
  })
  return [
    ...changes.changed.map((row): Line => {
      const [cells, others] = [old(row.old), rebuilt(row.rebuilt)]
      const differs = row.places.filter(isDifference(row, cells, others))
      return { status: 'changed', old: cells, rebuilt: others, differs }
    }),
    ...changes.missing.map((row): Line => ({
      status: 'missing',
      old: old(row),
      rebuilt: null,
      differs: [],
    })),
    ...changes.added.map((row): Line => ({
      status: 'added',
      old: null,
      rebuilt: rebuilt(row),
      differs: [],
    })),
    ...same.filter(({ status }) => status !== 'same'),
    ...same.filter(({ status }) => status === 'same'),
  ]
}

const shown = ({ status, old, rebuilt, differs }: Line): RowPair => ({
  status,
  old: old && old.map(clip),
  rebuilt: rebuilt && rebuilt.map(clip),
  differs: [...differs],
})

const clip = (cell: Cell): Cell =>
  cell !== null && cell.length > LONGEST_CELL
    ? `${cell.slice(0, LONGEST_CELL)}… (${cell.length} characters)`
    : cell
