import { typeName } from '../kinds/sql.ts'
import type { Model } from '../../shared/model.ts'
import type { Cell, SeedData, TableRows } from '../../shared/rows.ts'
import { familyOf } from './cells.ts'
import { labelsOf } from './labels.ts'
import { inOrder, madeMoment, madeValue, type Replaced, type ValueShape } from './made-values.ts'
import { nameValues, type Use } from './name-values.ts'
import { ANY_ROW, literalKey, partsOf, prepareTable, scopes, type Part } from './prepare.ts'
import type { RowVolatility, VolatileColumn } from './volatile-column.ts'

/** Left to the column's default. */
export const BY_DEFAULT = Symbol('by default')

/** What an INSERT says for a column. */
export type SeedCell = Cell | typeof BY_DEFAULT

/** The rows as the seed writes them: the same for every build of the folder. */
export interface SeedRows extends Omit<TableRows, 'rows'> {
  /** Names of the columns whose values were made or left to a default in some row. */
  readonly made: ReadonlySet<string>
  readonly rows: readonly (readonly SeedCell[])[]
}

interface TakenApart {
  readonly table: TableRows
  /** Per row and column; null where the cell stands as it is. */
  readonly parts: readonly (readonly (readonly Part[] | null)[])[]
  readonly stable: readonly string[]
  readonly columns: readonly (VolatileColumn | undefined)[]
}

/** Replaces volatile values: one that others refer to by a value made from where it stands, the rest by defaults. */
export function deriveRows(
  data: SeedData,
  volatile: RowVolatility | null,
  model: Pick<Model, 'objects'>,
): readonly SeedRows[] {
  const tables = data.tables.map((table) => takeApart(table, volatile))
  const uses = usesOf(tables)
  const labels = labelsOf(tables.flatMap(linkedRows))
  const names = nameValues(uses, labels)
  const made = makeValues(uses, names, labels, new Set(tables.flatMap(literalCells)))
  const choices = firstLabels(model)
  return tables.map((table) => seedRows(table, uses, made, choices))
}

/** The first label of each enum: no other value can be made for one. */
const firstLabels = ({ objects }: Pick<Model, 'objects'>): ReadonlyMap<string, string> =>
  new Map(
    [...objects.values()].flatMap(({ kind, address, attributes }) => {
      const [label] = kind === 'enum' ? (attributes['labels'] as readonly string[]) : []
      return label === undefined ? [] : [[typeName(address), label] as const]
    }),
  )

function takeApart(table: TableRows, volatile: RowVolatility | null): TakenApart {
  const found = volatile?.tables.get(table.table)
  const names = table.columns.map((column) => column.name)
  const columns = names.map((name) => found?.columns.get(name))
  const scopeOf = scopes(table, found, names)
  const parts = table.rows.map((row) => {
    if (!found) return []
    const scope = scopeOf(row)
    return columns.map((column, place) => {
      const cell = row[place] ?? null
      if (!column || cell === null) return null
      const own = partsOf(cell, column, scope)
      return own.every((part) => part.role === 'literal') ? null : own
    })
  })
  const stable = found ? prepareTable(table, found, names).rows.map((row) => row.stable) : []
  return { table, parts, stable, columns }
}

const linkedRows = ({ parts, stable }: TakenApart): { stable: string; linked: string[] }[] =>
  parts.flatMap((row, index) => {
    const linked = row.flatMap((cell) => linkedTexts(cell ?? []))
    return linked.length === 0 ? [] : [{ stable: stable[index] ?? '', linked }]
  })

const linkedTexts = (parts: readonly Part[]): string[] =>
  parts.filter((part) => part.role === 'linked').map((part) => part.text)

function usesOf(tables: readonly TakenApart[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>()
  for (const { table, parts, stable, columns } of tables) {
    for (const [index, row] of parts.entries()) {
      const linked = row.flatMap((cell) => linkedTexts(cell ?? []))
      for (const [place, cell] of row.entries()) {
        const column = table.columns[place]
        if (!cell || !column) continue
        for (const { text: value, affix } of cell.filter(({ role }) => role === 'linked')) {
          const use: Use = {
            affix,
            table: table.table,
            column: column.name,
            type: column.type,
            whole: cell.length === 1,
            isKey: table.key?.length === 1 && table.key[0] === column.name,
            width: columns[place]?.width ?? null,
            row: stable[index] ?? '',
            others: linked,
          }
          const known = uses.get(value)
          if (known) known.push(use)
          else uses.set(value, [use])
        }
      }
    }
  }
  return uses
}

/** Gives each linked value its made one, no two of them the same, and none that stands in those columns already. */
function makeValues(
  uses: ReadonlyMap<string, readonly Use[]>,
  names: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
  taken: Set<string>,
): ReadonlyMap<string, string> {
  const order = [...uses.keys()].sort((a, b) => compareTexts(labels.get(a), labels.get(b)))
  const made = new Map<string, string>()
  let counted = 0
  for (const value of order) {
    const shape = shapeOf(value, uses.get(value) ?? [])
    const name = names.get(value) ?? ''
    const counts = shape.family === 'time' || shape.family === 'number'
    let number = counts ? counted : 0
    let candidate = madeValue(shape, name, number)
    while (taken.has(candidate) && candidate !== value && shape.family !== 'boolean') {
      candidate = madeValue(shape, name, ++number)
    }
    if (counts) counted = number
    taken.add(candidate)
    made.set(value, candidate)
  }
  return made
}

function shapeOf(value: string, uses: readonly Use[]): ValueShape {
  const whole = uses.filter((use) => use.whole)
  const shown = whole.length > 0 ? whole : uses
  const types = [...new Set(shown.map((use) => use.type))].sort()
  const family = types.map(familyOf).find((each) => each !== 'text') ?? 'text'
  const widths = new Set(shown.map((use) => use.width))
  const [width = null] = widths.size === 1 ? widths : []
  const longest = (end: 0 | 1): string =>
    uses.map(({ affix }) => affix[end]).toSorted((a, b) => b.length - a.length)[0] ?? ''
  const affix = [longest(0), longest(1)] as const
  return { family, types, sample: value, width, whole: whole.length > 0, affix }
}

/** Values of volatile columns that are the same in every build. */
const literalCells = ({ table, parts, columns }: TakenApart): string[] =>
  table.rows.flatMap((row, index) =>
    row.flatMap((cell, place) =>
      cell !== null && columns[place] && !parts[index]?.[place] ? [cell] : [],
    ),
  )

function seedRows(
  { table, parts, stable, columns }: TakenApart,
  uses: ReadonlyMap<string, readonly Use[]>,
  values: ReadonlyMap<string, string>,
  choices: ReadonlyMap<string, string>,
): SeedRows {
  const valueOf = (part: Part, ...more: [boolean, string, VolatileColumn, string]): string =>
    part.role === 'literal'
      ? part.text
      : part.role === 'linked'
        ? (values.get(part.text) ?? part.text)
        : freeValue(part, ...more)
  const made = new Set<string>()
  const rows = table.rows.map((row, index) =>
    row.map((cell, place): SeedCell => {
      const own = parts[index]?.[place]
      const [column, stored] = [columns[place], table.columns[place]]
      if (!own || !column || !stored) return cell
      made.add(stored.name)
      if (isLeftOut(own, column, stored.type, uses)) return BY_DEFAULT
      const name = JSON.stringify([stored.name, stable[index]])
      const choice = own.length === 1 && own[0]?.role === 'free' ? choices.get(stored.type) : null
      if (choice) return choice
      let before: Replaced | undefined
      let text = ''
      for (const part of own) {
        const made = valueOf(part, own.length === 1, stored.type, column, name)
        const isInside = own.length > 1 && familyOf(stored.type) === 'other'
        const isFree = isInside && part.role === 'free'
        // Digits after a minus count the other way round.
        const fitting = !isFree
          ? made
          : text.endsWith('-')
            ? part.text
            : inOrder(before, { sample: part.text, made })
        if (isInside && /\d/.test(part.text)) before = { sample: part.text, made: fitting }
        text += fitting
      }
      return text
    }),
  )
  return { ...table, made, rows }
}

/** Left to the default: what the default makes anew, unless something else refers to it or it has to be unique. */
function isLeftOut(
  parts: readonly Part[],
  column: VolatileColumn,
  type: string,
  uses: ReadonlyMap<string, readonly Use[]>,
): boolean {
  const [only] = parts
  if (!column.remade || !only || parts.length > 1) return false
  if (only.role === 'free') return true
  return familyOf(type) !== 'time' && uses.get(only.text)?.length === 1
}

function freeValue(
  part: Part,
  whole: boolean,
  type: string,
  column: VolatileColumn,
  name: string,
): string {
  if (part.time && !(whole && familyOf(type) === 'time')) return madeMoment(part.text)
  const { width } = column
  const { text: sample, affix } = part
  const shape = { family: familyOf(type), types: [type], sample, width, whole, affix }
  for (let number = 0; ; number++) {
    const value = madeValue(shape, name, number)
    const isTaken = column.literals.has(literalKey(ANY_ROW, value))
    if (!isTaken || value === part.text || shape.family === 'boolean') return value
  }
}

const compareTexts = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
