import type { Cell } from '../../shared/rows.ts'

/**
 * How the cells of a volatile column are taken apart: as one value, at the UUIDs and times inside a text, or at every
 * word with a digit in it.
 */
export type Cut = 'whole' | 'marks' | 'words'

/** How the cells of one column are taken apart; `timely`: whole cells are moments, whatever their type. */
export interface Cutting {
  readonly cut: Cut
  readonly timely: boolean
}

/** `sealed`: a syntax of its own, in which no word can be exchanged. */
export type TypeFamily =
  | 'uuid'
  | 'time'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'bytes'
  | 'json'
  | 'text'
  | 'sealed'
  | 'other'

/** One piece of a volatile cell: text that stands around values, or a value that may be volatile. */
export type Piece = { readonly text: string } | { readonly value: string; readonly time: boolean }

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'
const TIME = String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?`
const ALONE = ['(?<![0-9A-Za-z])', '(?![0-9A-Za-z])'] as const
const marks = (...patterns: string[]): RegExp =>
  new RegExp(`${ALONE[0]}(?:${patterns.join('|')})${ALONE[1]}`, 'g')

const MARKS: Readonly<Record<Exclude<Cut, 'whole'>, RegExp>> = {
  marks: marks(UUID, TIME),
  words: marks(UUID, TIME, '[A-Za-z]*[0-9][0-9A-Za-z]*'),
}

const WHOLE_UUID = new RegExp(`^${UUID}$`)
const WHOLE_TIME = new RegExp(`^${TIME}$`)

/** Whether a value is a UUID and nothing else. */
export const isUuid = (value: string): boolean => WHOLE_UUID.test(value)

/** Whether a value is a moment or date and nothing else. */
export const isTime = (value: string): boolean => WHOLE_TIME.test(value)

/** Milliseconds since 1970, as JavaScript's clock gives them between 2000 and 2100. */
export const isEpoch = (value: string): boolean =>
  /^\d{12,13}$/.test(value) && Number(value) >= 946_684_800_000 && Number(value) < 4_102_444_800_000

/** Takes a cell apart into values that may change and the text between them. */
export function cutCell(cell: string, { cut, timely }: Cutting): readonly Piece[] {
  if (cut === 'whole') return [{ value: cell, time: timely }]
  const pieces: Piece[] = []
  let end = 0
  for (const match of cell.matchAll(MARKS[cut])) {
    if (match.index > end) pieces.push({ text: cell.slice(end, match.index) })
    const value = match[0]
    pieces.push({ value, time: isTime(value) || isEpoch(value) })
    end = match.index + value.length
  }
  if (end < cell.length || cell === '') pieces.push({ text: cell.slice(end) })
  return pieces
}

const FAMILIES: readonly (readonly [RegExp, TypeFamily])[] = [
  [/\[\]$/, 'other'],
  [/^uuid$/, 'uuid'],
  [/^(timestamp|date$|time(\(|$| )|interval)/, 'time'],
  [/^(smallint|integer|bigint|oid)$/, 'integer'],
  [/^(numeric|real|double precision|money)/, 'number'],
  [/^boolean$/, 'boolean'],
  [/^bytea$/, 'bytes'],
  [/^jsonb?$/, 'json'],
  [
    /^(inet|cidr|macaddr8?|bit|pg_lsn|xid8?|tid|point|line|lseg|box|path|polygon|circle)\b/,
    'sealed',
  ],
  [/^(num(multi)?range|pg_snapshot|txid_snapshot)$/, 'sealed'],
  [/^(text|character|name$|(.*\.)?citext$)/, 'text'],
]

/** What sort of value a type holds, by the name that format_type() prints. */
export const familyOf = (type: string): TypeFamily =>
  FAMILIES.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'

/** The ways to take a column's cells apart inside, the one that keeps most of them first. */
export const innerCuts = (family: TypeFamily): readonly Cut[] =>
  family === 'text' || family === 'json' || family === 'other' ? ['marks', 'words'] : []

/** Makes one text of the cells, such that other cells make another. */
export const joinCells = (cells: readonly Cell[]): string => JSON.stringify(cells)
