import { kinds } from '../kinds/registry.ts'
import { KIND_NAMES, kindRank, type Kind } from '../../shared/kinds.ts'
import type { Grid } from '../../shared/object.ts'
import { plural } from '../../shared/report.ts'
import { cellOf, differingNames, saysSomething, type Cell } from './cells.ts'
import { columnGrid, SHOWN_IN_COLUMNS } from './column-grid.ts'
import { nameOfPart } from './naming.ts'
import { shownSide, type Entry, type ObjectPair, type RunIndex } from './run-index.ts'
import { asPart, statusOf, worst } from './status.ts'

/** Everything about an entry in grids: its columns first, then what it says itself, then its other parts by kind. */
export function gridsOf(index: RunIndex, entry: Entry): Grid[] {
  const { pair, parts } = entry
  if (!pair) return []
  const isColumn = (part: ObjectPair): boolean => shownSide(part).kind === 'column'
  const columns = parts.filter(isColumn)
  const shown = (part: ObjectPair): boolean => {
    const parent = index.parentOf(part)
    const inLine = parent !== undefined && isColumn(parent)
    return isColumn(part) || (inLine && SHOWN_IN_COLUMNS.includes(shownSide(part).kind))
  }
  const rest = new Map<Kind, ObjectPair[]>()
  for (const part of parts) {
    if (shown(part)) continue
    const { kind } = shownSide(part)
    rest.set(kind, [...(rest.get(kind) ?? []), part])
  }
  const own = ownGrid(index, pair)
  return [
    ...(columns.length > 0 ? [columnGrid(index, columns)] : []),
    ...(own.lines.length > 0 ? [own] : []),
    ...[...rest]
      .toSorted(([a], [b]) => kindRank(a) - kindRank(b))
      .map(([kind, members]) => partGrid(index, kind, members, pair)),
  ]
}

/** What an object says itself, one attribute a line. */
function ownGrid(index: RunIndex, pair: ObjectPair): Grid {
  const object = shownSide(pair)
  const differing = differingNames(index, pair)
  const telling = tellingAttributes(object.kind).filter((name) => {
    const { old, rebuilt } = cellOf(index, pair, name)
    return saysSomething(old) || saysSomething(rebuilt)
  })
  const rows = index.findingsOn(pair).filter(({ kind }) => kind === 'rows')
  const names = [...new Set([...differing, ...telling])]
  return {
    kind: 'attribute',
    title: titleOf(KIND_NAMES[object.kind]),
    headings: ['value'],
    lines: [
      ...names.map((name) => {
        const cell = cellOf(index, pair, name)
        return { name, status: cell.status, cells: [cell] }
      }),
      ...rows.flatMap(({ class: own, attributes }) =>
        attributes.map(({ name, old, rebuilt }) => {
          const status: Cell['status'] = own === 'volatile' ? 'acceptable' : 'changed'
          return { name, status, cells: [{ old, rebuilt, status }] }
        }),
      ),
    ],
  }
}

/** The parts of one kind, one a line; a heading for each attribute that says something in some line. */
function partGrid(
  index: RunIndex,
  kind: Kind,
  members: readonly ObjectPair[],
  whole: ObjectPair,
): Grid {
  const differing = new Set(members.flatMap((part) => differingNames(index, part)))
  const telling = tellingAttributes(kind).filter((name) =>
    members.some(({ old, rebuilt }) =>
      [old, rebuilt].some((object) => saysSomething(object?.attributes[name] ?? null)),
    ),
  )
  const headings = [...new Set([...telling, ...differing])]
  const lines = members.map((part) => ({
    name: nameOfPart(shownSide(part), shownSide(whole)),
    status: statusOfLine(index, part),
    cells: headings.map((name) => cellOf(index, part, name)),
  }))
  return {
    kind,
    title: titleOf(plural(KIND_NAMES[kind])),
    headings,
    lines: lines.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  }
}

function statusOfLine(index: RunIndex, part: ObjectPair) {
  const own = statusOf(index, part)
  return own === 'missing' || own === 'added' ? own : worst([asPart(own)])
}

/** What people read about an object: what is only there to write it, or repeats the rest, is told by its definition. */
const tellingAttributes = (kind: Kind): readonly string[] =>
  Object.entries(kinds[kind].attributes).flatMap(([name, rule]) =>
    ['unused', 'whole', 'origin', 'order', 'derived'].includes(rule) ? [] : [name],
  )

const titleOf = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
