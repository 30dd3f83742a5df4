import type { CatalogObject } from '../../shared/model.ts'
import type { Grid } from '../../shared/object.ts'
import { cellOf, differingNames, EMPTY, markedBy, valueCell, type Cell } from './cells.ts'
import type { ObjectPair, RunIndex } from './run-index.ts'
import { shownSide } from './run-index.ts'
import { asPart, statusOf, worst } from './status.ts'

type ReadCell = (index: RunIndex, column: ObjectPair) => Cell

/** The columns of the grid, in the order people compare them. */
const HEADINGS: Readonly<Record<string, ReadCell>> = {
  type: (index, column) => cellOf(index, column, 'type'),
  nullable: (index, column) => {
    const { status } = cellOf(index, column, 'notNull')
    const cell = valueCell(index, column, ({ attributes }) =>
      attributes['notNull'] ? 'no' : 'yes',
    )
    return status === 'same' ? cell : { ...cell, status }
  },
  default: (index, column) =>
    defaultCell(index, column, ({ attributes }) =>
      attributes['generated'] === null ? (attributes['expression'] ?? null) : null,
    ),
  'identity/generated': (index, column) => {
    const generated = defaultCell(index, column, ({ attributes }) =>
      attributes['generated'] === null
        ? null
        : `generated ${String(attributes['generated'])}: ${String(attributes['expression'])}`,
    )
    const identity = valueCell(index, column, ({ attributes }) =>
      attributes['identity'] === null
        ? null
        : `generated ${String(attributes['identity'])} as identity`,
    )
    const marked = markedBy(index, column, ['identity'])
    return joined({ ...identity, status: marked === 'same' ? identity.status : marked }, generated)
  },
  collation: (index, column) => cellOf(index, column, 'collation'),
  comment: (index, column) => cellOf(index, childOf(index, column, 'comment'), 'text'),
}

/** Attributes that the headings show already, in words of their own. */
const SHOWN = new Set(['type', 'notNull', 'identity', 'collation'])

/** Kinds of parts that a column's line shows. */
export const SHOWN_IN_COLUMNS: readonly string[] = ['default', 'comment']

/** Columns old beside rebuilt, in the order they stand in on the old side. */
export function columnGrid(index: RunIndex, columns: readonly ObjectPair[]): Grid {
  const ordered = columns.toSorted((a, b) => placeOf(a) - placeOf(b))
  const more = [...new Set(ordered.flatMap((column) => differingNames(index, column)))].filter(
    (name) => !SHOWN.has(name),
  )
  return {
    kind: 'column',
    title: 'Columns',
    headings: [...Object.keys(HEADINGS), ...more],
    lines: ordered.map((column) => ({
      name: shownSide(column).address.names.at(-1) ?? '',
      status: statusOfLine(index, column),
      cells: [
        ...Object.values(HEADINGS).map((read) => read(index, column)),
        ...more.map((name) => cellOf(index, column, name)),
      ],
    })),
  }
}

const placeOf = (column: ObjectPair): number => {
  const place = Number(shownSide(column).attributes['position'])
  // One that only the rebuilt side has comes after the one it follows there.
  return column.old ? place : place + 0.5
}

function statusOfLine(index: RunIndex, column: ObjectPair) {
  const own = statusOf(index, column)
  if (own === 'missing' || own === 'added') return own
  const parts = index
    .childrenOf(column)
    .filter((part) => SHOWN_IN_COLUMNS.includes(shownSide(part).kind))
  return worst([own, ...parts.map((part) => asPart(statusOf(index, part)))])
}

const childOf = (index: RunIndex, column: ObjectPair, kind: string): ObjectPair | undefined =>
  index.childrenOf(column).find((part) => shownSide(part).kind === kind)

/** What a column holds where none is given stands in an object of its own. */
function defaultCell(
  index: RunIndex,
  column: ObjectPair,
  valueOf: (object: CatalogObject) => Cell['old'],
): Cell {
  const pair = childOf(index, column, 'default')
  if (!pair) return EMPTY
  const cell = valueCell(index, pair, valueOf)
  if (cell.old === null && cell.rebuilt === null) return EMPTY
  const marked = markedBy(index, pair, ['expression', 'generated', 'references'])
  return marked === 'same' ? cell : { ...cell, status: marked }
}

/** A column is either an identity or generated, but may be one on each side. */
function joined(first: Cell, second: Cell): Cell {
  const statuses = [first.status, second.status]
  return {
    old: first.old ?? second.old,
    rebuilt: first.rebuilt ?? second.rebuilt,
    status: statuses.includes('changed')
      ? 'changed'
      : statuses.includes('acceptable')
        ? 'acceptable'
        : 'same',
  }
}
